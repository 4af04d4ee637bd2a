using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>Summaries of a sample for the eye; values that are not finite are left out.</summary>
public static class SampleSummary
{
    /// <summary>Equal bins from the smallest to the largest value, as wide as Freedman and Diaconis advise, 5 to 60 of them.</summary>
    public static (Bounds Range, ImmutableArray<double> Counts) Histogram(ImmutableArray<double> values)
    {
        var sorted = Sorted(values);
        if (sorted.Length == 0)
            return (new Bounds(0, 1), []);
        var low = sorted[0];
        var high = sorted[^1];
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (size < 1 / Ticks.Largest || !(high - low > 1e-12 * size))
        {
            var half = Math.Abs(low) < 1 / Ticks.Largest ? 0.5 : 0.05 * Math.Abs(low);
            return (new Bounds(low - half, low + half), [sorted.Length]);
        }
        var width = 2 * (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / CubeRoot(sorted.Length);
        var count = width > 0 ? (int)Math.Clamp(Math.Ceiling((high - low) / width), 5, 60) : 20;
        var counts = new double[count];
        foreach (var value in sorted)
            counts[Math.Min(count - 1, (int)((value - low) / (high - low) * count))]++;
        return (new Bounds(low, high), [.. counts]);
    }

    /// <summary>By our own logarithm: the number of bins must not depend on the machine's library.</summary>
    private static double CubeRoot(double value) => Elementary.Exp(Elementary.Log(value) / 3);

    /// <summary>The finite values in ascending order.</summary>
    public static double[] Sorted(ImmutableArray<double> values)
    {
        var kept = new List<double>(values.Length);
        foreach (var value in values)
            if (Ticks.Drawable(value, false))
                kept.Add(value);
        kept.Sort();
        return [.. kept];
    }

    /// <summary>Quantile by linear interpolation between order statistics; NaN for an empty sample.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.Length == 0)
            return double.NaN;
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
