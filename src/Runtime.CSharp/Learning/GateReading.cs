using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>What the currents of one setting at all points say of a truth table.</summary>
/// <param name="Fitness">1 − mean |Î − target|, Î the currents scaled to 0..1; 0 where all are equal.</param>
/// <param name="Contrast">(Largest − smallest current) / largest size of a current; 0 where all are 0.</param>
/// <param name="Separable">The lowest current labelled 1 lies above the highest labelled 0.</param>
public readonly record struct GateReading(double Correlation, double Contrast, double Fitness, bool Separable)
{
    /// <param name="currents">Finite, one for each point.</param>
    /// <param name="wanted">0 or 1 at each point, as numbers.</param>
    public static GateReading Of(ReadOnlySpan<double> currents, ReadOnlySpan<double> wanted)
    {
        double low = double.PositiveInfinity,
            high = double.NegativeInfinity,
            lowestOne = double.PositiveInfinity,
            highestZero = double.NegativeInfinity;
        for (var i = 0; i < currents.Length; i++)
        {
            low = Math.Min(low, currents[i]);
            high = Math.Max(high, currents[i]);
            if (wanted[i] > 0)
                lowestOne = Math.Min(lowestOne, currents[i]);
            else
                highestZero = Math.Max(highestZero, currents[i]);
        }
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        return new GateReading(
            Statistics.Correlation(currents, wanted),
            largest > 0 ? (high - low) / largest : 0,
            high > low ? ScaledFitness(currents, wanted, low, high) : 0,
            lowestOne > highestZero
        );
    }

    private static double ScaledFitness(
        ReadOnlySpan<double> currents,
        ReadOnlySpan<double> wanted,
        double low,
        double high
    )
    {
        var sum = 0.0;
        for (var i = 0; i < currents.Length; i++)
            sum += Math.Abs((currents[i] - low) / (high - low) - wanted[i]);
        return 1 - sum / currents.Length;
    }
}
