namespace Nano.Runtime.Numerics;

/// <summary>Sums over short series, in the order of the series.</summary>
public static class Statistics
{
    /// <summary>Arithmetic mean.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }

    /// <summary>Standard deviation of the whole series (divided by n).</summary>
    public static double Spread(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / values.Length);
    }

    /// <summary>Square root of the mean square.</summary>
    public static double RootMeanSquare(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value * value;
        return Math.Sqrt(sum / values.Length);
    }

    /// <summary>Root-mean-square difference of two series of the same length.</summary>
    public static double RootMeanSquareError(ReadOnlySpan<double> measured, ReadOnlySpan<double> predicted)
    {
        var sum = 0.0;
        for (var i = 0; i < measured.Length; i++)
            sum += (measured[i] - predicted[i]) * (measured[i] - predicted[i]);
        return Math.Sqrt(sum / measured.Length);
    }

    /// <summary>Pearson's correlation; 0 where either series is constant or has no number.</summary>
    public static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double meanA = Mean(a),
            meanB = Mean(b);
        double aa = 0,
            bb = 0,
            ab = 0;
        for (var i = 0; i < a.Length; i++)
        {
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
            ab += (a[i] - meanA) * (b[i] - meanB);
        }
        var product = Math.Sqrt(aa) * Math.Sqrt(bb);
        return product > 0 ? ab / product : 0;
    }

    /// <summary>
    /// Wilson's interval for a probability of which so many of so many trials came true, at 95 %; 0 to 1 for no trial.
    /// E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
    /// </summary>
    public static (double Low, double High) Wilson(int count, int trials)
    {
        const double Z = 1.959963984540054; // the 97.5 % quantile of the normal distribution
        if (trials == 0)
            return (0, 1);
        double n = trials,
            share = count / n,
            scale = 1 + Z * Z / n,
            middle = (share + Z * Z / (2 * n)) / scale,
            half = Z / scale * Math.Sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        // At the ends the interval reaches 0 and 1 exactly; rounding must not say otherwise.
        return (count == 0 ? 0 : Math.Max(0, middle - half), count == trials ? 1 : Math.Min(1, middle + half));
    }
}
