namespace Nano.Runtime.Curves;

/// <summary>
/// What the noise of an instrument does to a curve while nothing changes: read at rest for as long as a curve up and back
/// takes, since slow noise (1/f, drift, traps) grows with the time between two readings and does not show in few of them.
/// </summary>
/// <param name="Deviation">Standard deviation of a reading, over the first <see cref="Readings"/> of the record.</param>
/// <param name="Difference">Largest |down − up| of the record, paired as a curve is.</param>
/// <param name="Fall">Deepest fall of either half of the record.</param>
public readonly record struct RestNoise(double Deviation, double Difference, double Fall)
{
    /// <summary>Readings from which the standard deviation is known.</summary>
    public const int Readings = 64;

    /// <summary>
    /// Another record of the same noise goes beyond this many times the largest difference of one in less than one case in
    /// a thousand: 0.3 of 1000 at most in simulations of white and 1/f noise, mixed and alone, at 101 and 201 points.
    /// </summary>
    private const double DifferenceMargin = 2.5;

    /// <summary>The same for the deepest fall: 0.3 of 1000 at most.</summary>
    private const double FallMargin = 2;

    /// <summary>An instrument without noise.</summary>
    public static RestNoise None { get; }

    /// <summary>Readings that a record needs for curves of so many points.</summary>
    public static int Length(int points) => Math.Max(Readings, 2 * points);

    /// <param name="record">Readings at rest in the order of time; NaN where one is missing.</param>
    public static RestNoise Of(ReadOnlySpan<double> record, int points)
    {
        var up = record[..points].ToArray();
        var down = record[points..(2 * points)].ToArray();
        Array.Reverse(down);
        return new RestNoise(
            Scatter(record[..Readings]),
            LargestDifference(up, down) ?? 0,
            Math.Max(DeepestFall(up), DeepestFall(down))
        );
    }

    /// <summary>Difference between up and down at one voltage that noise makes at most.</summary>
    public double DifferenceBound(int points) =>
        Math.Max(NoiseBound.Difference(Deviation, points), DifferenceMargin * Difference);

    /// <summary>Depth of a fall that noise on a flat curve makes at most.</summary>
    public double FallBound(int points) => Math.Max(NoiseBound.Fall(Deviation, points), FallMargin * Fall);

    /// <summary>Largest |down − up| over the points that both have; null where there is none.</summary>
    public static double? LargestDifference(ReadOnlySpan<double> up, ReadOnlySpan<double> down)
    {
        double? largest = null;
        for (var point = 0; point < up.Length; point++)
            if (!double.IsNaN(up[point]) && !double.IsNaN(down[point]))
                largest = Math.Max(largest ?? 0, Math.Abs(down[point] - up[point]));
        return largest;
    }

    private static double DeepestFall(double[] currents)
    {
        var (peak, deepest) = (double.NegativeInfinity, 0.0);
        foreach (var current in currents)
            if (!double.IsNaN(current))
                (peak, deepest) = (Math.Max(peak, current), Math.Max(deepest, peak - current));
        return deepest;
    }

    private static double Scatter(ReadOnlySpan<double> readings)
    {
        var known = Array.FindAll(readings.ToArray(), current => !double.IsNaN(current));
        return known.Length > 1
            ? Numerics.Statistics.Spread(known) * Math.Sqrt(known.Length / (known.Length - 1.0))
            : 0;
    }
}
