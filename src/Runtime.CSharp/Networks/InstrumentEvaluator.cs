using Nano.Plan;
using Nano.Runtime.Devices;

namespace Nano.Runtime.Networks;

/// <summary>
/// Evaluates nodes on an instrument: each row is held for the settling time and then for a plateau, whose mean counts.
/// </summary>
/// <param name="plateau">Samples that are averaged for each row.</param>
public sealed class InstrumentEvaluator(IInstrument instrument, string purpose, int plateau, CancellationToken stop)
    : IDeviceEvaluator
{
    private readonly ISession session = instrument.Open(purpose);
    private readonly int settling = instrument.Facts.Settling;
    private double[] held = [];
    private double[] read = [];

    public Bounds Clip => instrument.Facts.Saturation;

    public void Evaluate(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
    {
        var electrodes = instrument.Facts.Electrodes.Length;
        var samples = settling + plateau;
        if (samples == 1)
        {
            session.Measure(volts, nanoamperes[..rows], stop);
            return;
        }
        if (read.Length < rows * samples)
        {
            read = new double[rows * samples];
            held = new double[rows * samples * electrodes];
        }
        for (var row = 0; row < rows; row++)
        for (var sample = 0; sample < samples; sample++)
            volts.Slice(row * electrodes, electrodes).CopyTo(held.AsSpan((row * samples + sample) * electrodes));
        session.Measure(held.AsSpan(0, rows * samples * electrodes), read.AsSpan(0, rows * samples), stop);
        for (var row = 0; row < rows; row++)
        {
            var sum = 0.0;
            for (var sample = settling; sample < samples; sample++)
                sum += read[row * samples + sample];
            nanoamperes[row] = sum / plateau;
        }
    }

    /// <exception cref="NanoException">N404: this instrument has no derivatives.</exception>
    public void Gradient(
        ReadOnlySpan<double> volts,
        Span<double> nanoamperes,
        Span<double> nanoamperesPerVolt,
        int rows
    )
    {
        stop.ThrowIfCancellationRequested();
        if (instrument is not IDifferentiable exact)
            throw new NanoException(
                "N404",
                $"'{instrument.Facts.Name}' has no derivatives, so no gradient search can run on it",
                "search on the surrogate (search-on: surrogate) or with rule: genetic"
            );
        exact.Gradient(volts, nanoamperes[..rows], nanoamperesPerVolt);
        // The currents that count are those that were read, with all noise and electronics; only slopes are exact.
        Evaluate(volts, nanoamperes, rows);
    }

    public void Dispose() => session.Dispose();
}
