using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Curves;

namespace Nano.Runtime.Protocols;

/// <summary>Current–voltage curves of every activation electrode, and what they show.</summary>
internal static class ElectrodeCurves
{
    /// <summary>Part of the largest current by which two ways to the same solution may differ.</summary>
    private const double SolverAccuracy = 1e-6;

    public static ImmutableArray<ElectrodeCurve> Of(
        RunContext context,
        CharacterisePlan plan,
        CurveReader reader,
        RestNoise noise,
        ImmutableArray<ZeroBias> zeroBias
    )
    {
        var curves = new ElectrodeCurve[reader.Electrodes.Length];
        context.Monitor.Stage("curves", curves.Length);
        reader.Each(
            curves.Length,
            channel =>
            {
                curves[channel] = Curve(plan, reader, channel, noise, zeroBias[channel]);
                context.Monitor.Step();
            }
        );
        return [.. curves];
    }

    private static ElectrodeCurve Curve(
        CharacterisePlan plan,
        CurveReader reader,
        int channel,
        RestNoise noise,
        ZeroBias zeroBias
    )
    {
        var electrode = reader.Electrodes[channel];
        var isBoth = plan.Directions == Directions.Both;
        var volts = CurveReader.Sweep(electrode, plan.Points);
        double[] path = isBoth ? [.. volts, .. volts.Reverse()] : volts;
        var rows = new double[path.Length * plan.Rest.Length];
        CurveReader.Fill(rows, plan.Rest.AsSpan(), channel, path);
        var purpose = string.Create(CultureInfo.InvariantCulture, $"characterise/curve/{electrode.Number}");
        var currents = reader.Read(purpose, rows);
        var up = currents[..plan.Points];
        double[] down = isBoth ? [.. currents[plan.Points..].Reverse()] : [];
        var largest = Largest(currents);
        // A gap makes the sweep start anew behind it: what differs then may come from that.
        var isWhole = !Array.Exists(currents[..^1], double.IsNaN);
        var hysteresis = isBoth && isWhole ? RestNoise.LargestDifference(up, down) : null;
        return new ElectrodeCurve(
            electrode.Number,
            [.. volts],
            CurveReader.Known(up),
            CurveReader.Known(down),
            largest,
            hysteresis,
            hysteresis > Math.Max(noise.DifferenceBound(plan.Points), Least(largest)),
            zeroBias,
            Windows(volts, up, down, noise, Least(largest))
        );
    }

    private static double? Largest(double[] currents)
    {
        double? largest = null;
        foreach (var current in currents)
            if (!double.IsNaN(current))
                largest = Math.Max(largest ?? 0, Math.Abs(current));
        return largest;
    }

    /// <summary>Less than this is neither hysteresis nor a fall, whatever the noise.</summary>
    private static double Least(double? largest) =>
        Math.Max(SolverAccuracy * (largest ?? 0), NoiseBound.Slope * NoiseBound.Rounding);

    /// <summary>Falls of both directions; one that also shows on the other way is no accident of noise or of a trap.</summary>
    private static ImmutableArray<NdrWindow> Windows(
        double[] volts,
        double[] up,
        double[] down,
        RestNoise noise,
        double floor
    )
    {
        // Shallower turns than three standard deviations of a difference would be counted in dozens on a noisy curve.
        var least = Math.Max(NoiseBound.Slope * Math.Sqrt(2) * noise.Deviation, floor);
        var clear = Math.Max(noise.FallBound(volts.Length), floor);
        var upwards = Falls.Of(up, least);
        var back = Falls.Of(down, least);
        return
        [
            .. upwards.Select(fall => Window(false, fall, up, back)),
            .. back.Select(fall => Window(true, fall, down, upwards)),
        ];

        NdrWindow Window(bool isBack, Fall fall, double[] currents, List<Fall> others) =>
            new(
                isBack,
                volts[fall.From],
                volts[fall.To],
                currents[fall.From],
                currents[fall.To],
                fall.Depth,
                fall.Depth > clear,
                down.Length == 0
                    ? null
                    : others.Exists(other => other.Depth > clear && other.From < fall.To && fall.From < other.To)
            );
    }
}
