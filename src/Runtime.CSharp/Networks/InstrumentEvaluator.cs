using Nano.Plan;
using Nano.Runtime.Devices;

namespace Nano.Runtime.Networks;

/// <summary>
/// Evaluates nodes on an instrument: each row is held for the settling time and then for a plateau, whose mean counts.
/// </summary>
/// <param name="plateau">Samples that are averaged for each row.</param>
/// <param name="allowGaps">
/// A row without a steady state (N501) has the current NaN: a search ranks it last, and a curve has a gap there. One
/// stubborn point must not end what would meet it again each time. Everywhere else it is a failure.
/// </param>
public sealed class InstrumentEvaluator(
    IInstrument instrument,
    string purpose,
    int plateau,
    CancellationToken stop,
    bool allowGaps = false
) : IDeviceEvaluator
{
    private readonly ISession session = instrument.Open(purpose);
    private readonly int settling = instrument.Facts.Settling;
    private double[] held = [];
    private double[] read = [];

    /// <inheritdoc/>
    public Bounds Clip => instrument.Facts.Saturation;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
    {
        if (!allowGaps)
            Read(volts, nanoamperes, rows);
        else if (!TryRead(volts, nanoamperes, rows))
            for (var row = 0; row < rows; row++)
            {
                var electrodes = instrument.Facts.Electrodes.Length;
                var one = nanoamperes.Slice(row, 1);
                if (!TryRead(volts.Slice(row * electrodes, electrodes), one, 1))
                    one[0] = double.NaN;
            }
    }

    /// <returns>False where a row has no steady state, or already follows from one that has none.</returns>
    private bool TryRead(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
    {
        foreach (var value in volts)
            if (double.IsNaN(value))
                return false;
        try
        {
            Read(volts, nanoamperes, rows);
            return true;
        }
        catch (NanoException failure) when (failure.Diagnostic.Code == "N501")
        {
            return false;
        }
    }

    private void Read(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
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
        Read(volts, nanoamperes, rows);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
