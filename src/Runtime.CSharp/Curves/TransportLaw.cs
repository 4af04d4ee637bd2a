using Nano.Plan;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Curves;

/// <summary>
/// Variable-range hopping in two dimensions (N. F. Mott, J. Non-Cryst. Solids 1, 1 (1968)): ln G = a − (T0/T)^(1/3).
/// </summary>
public static class TransportLaw
{
    /// <summary>Kelvin between which dopant networks follow the law; above, other conduction takes over.</summary>
    public static Bounds Range { get; } = new(77, 160);

    private const int Fewest = 3;

    /// <summary>T^(−1/3), the axis on which the law is a straight line.</summary>
    public static double Axis(double kelvin) => Elementary.Exp(-Elementary.Log(kelvin) / 3);

    /// <summary>A straight line through ln G over T^(−1/3); null with fewer than three conductances inside the range.</summary>
    /// <param name="conductances">Nanoamperes per volt; NaN, zero and negative ones are left out.</param>
    public static TransportFit? Fit(ReadOnlySpan<double> kelvin, ReadOnlySpan<double> conductances)
    {
        var (count, sumX, sumY) = (0, 0.0, 0.0);
        for (var i = 0; i < kelvin.Length; i++)
            if (Counts(kelvin[i], conductances[i]))
                (count, sumX, sumY) = (count + 1, sumX + Axis(kelvin[i]), sumY + Elementary.Log(conductances[i]));
        if (count < Fewest)
            return null;
        var (meanX, meanY) = (sumX / count, sumY / count);
        var (xx, xy, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < kelvin.Length; i++)
            if (Counts(kelvin[i], conductances[i]))
            {
                var (x, y) = (Axis(kelvin[i]) - meanX, Elementary.Log(conductances[i]) - meanY);
                (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
            }
        if (!(xx > 0))
            return null;
        var slope = xy / xx;
        return new TransportFit(count, -slope * slope * slope, meanY - slope * meanX, yy > 0 ? xy * xy / (xx * yy) : 0);
    }

    /// <summary>Conductance of a fit, nanoamperes per volt.</summary>
    public static double Of(TransportFit fit, double kelvin)
    {
        var root = fit.T0 == 0 ? 0 : Elementary.Exp(Elementary.Log(Math.Abs(fit.T0)) / 3);
        return Elementary.Exp(fit.Intercept - Math.Sign(fit.T0) * root * Axis(kelvin));
    }

    private static bool Counts(double kelvin, double conductance) =>
        kelvin >= Range.Low && kelvin <= Range.High && conductance > 0 && double.IsFinite(conductance);
}
