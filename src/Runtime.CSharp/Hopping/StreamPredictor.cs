namespace Nano.Runtime.Hopping;

/// <summary>
/// Guesses the occupations at the next voltages of a stream from the last solutions: by a line or a parabola in time
/// where the voltages themselves run on smoothly, else the last solution.
/// </summary>
internal sealed class StreamPredictor(int sites)
{
    private const int Kept = 3;
    private const int Electrodes = DiskElectrostatics.Electrodes;

    // A line (parabola) is trusted where second (third) differences of the voltages are this much below the first.
    private const double Smooth = 0.35;

    private readonly double[][] occupations = [new double[sites], new double[sites], new double[sites]];
    private readonly double[][] voltages = [new double[Electrodes], new double[Electrodes], new double[Electrodes]];
    private int newest;

    /// <summary>Solutions in memory: 0 to 3.</summary>
    public int Points { get; private set; }

    public void Forget() => Points = 0;

    public void Remember(ReadOnlySpan<double> volts, ReadOnlySpan<double> occupation)
    {
        newest = (newest + 1) % Kept;
        volts.CopyTo(voltages[newest]);
        occupation.CopyTo(occupations[newest]);
        Points = Math.Min(Kept, Points + 1);
    }

    public void Last(Span<double> occupation) => occupations[newest].CopyTo(occupation);

    public void Predict(ReadOnlySpan<double> volts, Span<double> occupation)
    {
        var order = Order(volts);
        var (one, two, three) = (occupations[newest], occupations[Earlier(1)], occupations[Earlier(2)]);
        for (var i = 0; i < occupation.Length; i++)
        {
            var guess = order switch
            {
                0 => one[i],
                1 => 2 * one[i] - two[i],
                _ => 3 * (one[i] - two[i]) + three[i],
            };
            var (low, high) = (0.1 * one[i], 1 - 0.1 * (1 - one[i]));
            occupation[i] =
                guess < low ? low
                : guess > high ? high
                : guess;
        }
    }

    private int Earlier(int back) => (newest + Kept - back) % Kept;

    private int Order(ReadOnlySpan<double> volts)
    {
        if (Points < 2)
            return 0;
        var (a, b, c) = (voltages[newest], voltages[Earlier(1)], voltages[Earlier(2)]);
        var (first, second, third) = (0.0, 0.0, 0.0);
        for (var k = 0; k < Electrodes; k++)
        {
            first = Math.Max(first, Math.Abs(volts[k] - a[k]));
            second = Math.Max(second, Math.Abs(volts[k] - 2 * a[k] + b[k]));
            third = Math.Max(third, Math.Abs(volts[k] - 3 * (a[k] - b[k]) - c[k]));
        }
        if (second > Smooth * first)
            return 0;
        return Points < Kept || third > Smooth * second ? 1 : 2;
    }
}
