using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Protocols;

/// <summary>
/// Reads currents for the studies of a device, each study in sessions of its own, so that the numbers do not depend on
/// how many run side by side. Counts what was read and what had no steady state.
/// </summary>
internal sealed class CurveReader(IInstrument instrument, int plateau, int threads, CancellationToken stop)
{
    private int readings;
    private int missing;

    public ImmutableArray<ElectrodePlan> Electrodes => instrument.Facts.Electrodes;

    public int Readings => readings;

    public int Missing => missing;

    /// <summary>Currents of rows that follow each other in time; NaN where there is no steady state.</summary>
    /// <param name="together">Rows that are one waveform; each waveform starts anew. 0: all of them.</param>
    /// <exception cref="NanoException">N402: a voltage outside its limits; nothing of its waveform was applied.</exception>
    public double[] Read(string purpose, double[] volts, int together = 0)
    {
        var width = Electrodes.Length;
        var currents = new double[volts.Length / width];
        var step = together > 0 ? together : currents.Length;
        using var evaluator = new InstrumentEvaluator(instrument, purpose, plateau, stop, allowGaps: true);
        for (var first = 0; first < currents.Length; first += step)
        {
            var rows = Math.Min(step, currents.Length - first);
            evaluator.Evaluate(volts.AsSpan(first * width, rows * width), currents.AsSpan(first, rows), rows);
        }
        Interlocked.Add(ref readings, currents.Length);
        Interlocked.Add(ref missing, currents.Count(double.IsNaN));
        return currents;
    }

    /// <summary>Independent pieces of work, side by side as far as the instrument allows it.</summary>
    public void Each(int count, Action<int> body)
    {
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(1, Math.Min(threads, instrument.Facts.Sessions)),
            CancellationToken = stop,
        };
        Unwrapped.For(count, options, body);
    }

    /// <summary>Voltages from limit to limit, both included, between them in whole microvolts (short in a text file)
    /// unless they lie so close that this would make the spacing uneven.</summary>
    public static double[] Sweep(ElectrodePlan electrode, int points)
    {
        var volts = new double[points];
        var spacing = (electrode.HighVolts - electrode.LowVolts) / (points - 1);
        for (var point = 0; point < points; point++)
        {
            var value = electrode.LowVolts + point * (electrode.HighVolts - electrode.LowVolts) / (points - 1);
            volts[point] = Math.Clamp(
                spacing < 1e-5 ? value : Math.Round(value * 1e6) / 1e6,
                electrode.LowVolts,
                electrode.HighVolts
            );
        }
        (volts[0], volts[^1]) = (electrode.LowVolts, electrode.HighVolts);
        return volts;
    }

    /// <summary>Rows in which one channel takes the voltages in turn, the others as given.</summary>
    public static void Fill(Span<double> rows, ReadOnlySpan<double> others, int channel, ReadOnlySpan<double> volts)
    {
        for (var row = 0; row < volts.Length; row++)
        {
            var target = rows.Slice(row * others.Length, others.Length);
            others.CopyTo(target);
            target[channel] = volts[row];
        }
    }

    /// <summary>For results, which have no NaN: null where there was no steady state.</summary>
    public static ImmutableArray<double?> Known(ReadOnlySpan<double> values)
    {
        var known = ImmutableArray.CreateBuilder<double?>(values.Length);
        foreach (var value in values)
            known.Add(double.IsNaN(value) ? null : value);
        return known.MoveToImmutable();
    }
}
