using Nano.Plan;

namespace Nano.Runtime.Numerics;

/// <summary>What a count says of the fraction behind it.</summary>
public static class Proportion
{
    /// <summary>Standard normal quantile of a two-sided interval of 95 %.</summary>
    private const double TwoSided = 1.959963984540054;

    /// <summary>
    /// Wilson's score interval of 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927)): it keeps inside 0..1, and has a
    /// width where none or all were counted, too. 0..1 where nothing was tried.
    /// </summary>
    public static Bounds Wilson(int count, int total)
    {
        if (total <= 0)
            return new Bounds(0, 1);
        var share = (double)count / total;
        var square = TwoSided * TwoSided;
        var scale = 1 / (1 + square / total);
        var centre = scale * (share + square / (2 * total));
        var half = scale * TwoSided * Math.Sqrt(share * (1 - share) / total + square / (4.0 * total * (double)total));
        // Rounding must not put an end beyond what was counted.
        return new Bounds(count == 0 ? 0 : Math.Max(0, centre - half), count == total ? 1 : Math.Min(1, centre + half));
    }
}
