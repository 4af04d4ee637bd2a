using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Curves;

/// <summary>
/// How far white noise alone may go, so that what goes further is the device. Readings far apart in time are bound by
/// <see cref="RestNoise"/> as well: drift and 1/f noise are not independent from reading to reading.
/// </summary>
public static class NoiseBound
{
    /// <summary>Nanoamperes to which the currents of a simulated device are rounded.</summary>
    public const double Rounding = 1 / MeanFieldSolver.PublishedDigits;

    /// <summary>Chance that noise alone goes beyond the bounds of a whole curve.</summary>
    private const double FalseAlarm = 1e-3;

    /// <summary>Standard errors by which a single slope must stand below zero (a chance of 0.13 % where it is none).</summary>
    public const double Slope = 3;

    /// <summary>
    /// Standard deviations of a reading inside which all readings of a curve lie, but for one curve in a thousand
    /// (independent normal noise, Bonferroni over the points).
    /// </summary>
    public static double OfCurve(int points) => NormalDistribution.Quantile(1 - FalseAlarm / (2 * points));

    /// <summary>Depth of a fall that noise on a flat curve makes at most: its highest reading and its lowest one.</summary>
    public static double Fall(double noise, int points) => 2 * OfCurve(points) * noise;

    /// <summary>Difference between two curves at one voltage that noise makes at most.</summary>
    public static double Difference(double noise, int points) => Math.Sqrt(2) * OfCurve(points) * noise;

    /// <summary>Standard error of a central difference; never less than what rounding makes.</summary>
    /// <param name="distance">Volts between the two readings.</param>
    public static double OfSlope(double noise, double distance) => Math.Max(Math.Sqrt(2) * noise, Rounding) / distance;
}
