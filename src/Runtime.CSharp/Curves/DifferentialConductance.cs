namespace Nano.Runtime.Curves;

/// <summary>Slopes of a curve.</summary>
public static class DifferentialConductance
{
    /// <summary>
    /// dI/dV by central differences, one-sided at the ends; NaN where a current that it needs is missing.
    /// </summary>
    /// <param name="volts">Ascending, at least two.</param>
    public static double[] Of(ReadOnlySpan<double> volts, ReadOnlySpan<double> nanoamperes)
    {
        var slopes = new double[volts.Length];
        for (var point = 0; point < slopes.Length; point++)
        {
            var (below, above) = (Math.Max(point - 1, 0), Math.Min(point + 1, slopes.Length - 1));
            slopes[point] = (nanoamperes[above] - nanoamperes[below]) / (volts[above] - volts[below]);
        }
        return slopes;
    }
}
