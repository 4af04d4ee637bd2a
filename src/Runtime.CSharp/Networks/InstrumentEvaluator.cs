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
        {
            Read(volts, nanoamperes, rows);
            return;
        }
        var electrodes = instrument.Facts.Electrodes.Length;
        for (var first = 0; first < rows; )
        {
            // What follows from a point without a steady state is not known and never applied.
            var last = first;
            while (last < rows && !Unknown(volts.Slice(last * electrodes, electrodes)))
                last++;
            var waveform = volts[(first * electrodes)..(last * electrodes)];
            var known = last > first ? ReadUntilGap(waveform, nanoamperes[first..last], last - first) : 0;
            first += known;
            if (first < rows)
                nanoamperes[first++] = double.NaN;
        }
    }

    private static bool Unknown(ReadOnlySpan<double> row)
    {
        foreach (var value in row)
            if (double.IsNaN(value))
                return true;
        return false;
    }

    /// <summary>Rows behind a gap are a waveform of their own: they follow each other as those before it do.</summary>
    /// <returns>How many rows were read before the first without a steady state, or all of them.</returns>
    private int ReadUntilGap(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
    {
        try
        {
            Read(volts, nanoamperes, rows);
            return rows;
        }
        catch (NanoException failure) when (failure.Diagnostic.Code == "N501")
        {
            // The session answered the samples before the failure and left the others as they were.
            var samples = settling + plateau;
            var answers = samples == 1 ? nanoamperes[..rows] : read.AsSpan(0, rows * samples);
            var answered = 0;
            while (answered < answers.Length && !double.IsNaN(answers[answered]))
                answered++;
            var known = Math.Min(answered / samples, rows - 1);
            if (samples > 1)
                Average(nanoamperes, known);
            return known;
        }
    }

    private void Read(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
    {
        var electrodes = instrument.Facts.Electrodes.Length;
        var samples = settling + plateau;
        if (samples == 1)
        {
            nanoamperes[..rows].Fill(double.NaN);
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
        read.AsSpan(0, rows * samples).Fill(double.NaN);
        session.Measure(held.AsSpan(0, rows * samples * electrodes), read.AsSpan(0, rows * samples), stop);
        Average(nanoamperes, rows);
    }

    private void Average(Span<double> nanoamperes, int rows)
    {
        var samples = settling + plateau;
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
