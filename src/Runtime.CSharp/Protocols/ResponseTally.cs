using System.Collections.Immutable;

namespace Nano.Runtime.Protocols;

/// <summary>
/// Counts settings with a negative input response: two points differ in one input alone, and the current is lower where
/// that input is higher.
/// </summary>
internal sealed class ResponseTally
{
    private readonly List<(int Input, int Low, int High)> steps = [];
    private readonly int[] falling;
    private readonly bool[] seen;
    private int any;

    public ResponseTally(ImmutableArray<ImmutableArray<double>> points)
    {
        falling = new int[points[0].Length];
        seen = new bool[points[0].Length];
        for (var low = 0; low < points.Length; low++)
        for (var high = 0; high < points.Length; high++)
            if (OnlyStep(points[low], points[high]) is var input and >= 0)
                steps.Add((input, low, high));
    }

    public void Add(ReadOnlySpan<double> currents)
    {
        Array.Clear(seen);
        foreach (var (input, low, high) in steps)
            seen[input] |= currents[high] < currents[low];
        var some = false;
        for (var input = 0; input < seen.Length; input++)
        {
            falling[input] += seen[input] ? 1 : 0;
            some |= seen[input];
        }
        any += some ? 1 : 0;
    }

    public ImmutableArray<Fraction> Each(int settings) => [.. falling.Select(count => Fraction.Make(count, settings))];

    public Fraction Any(int settings) => Fraction.Make(any, settings);

    /// <summary>The one input in which <paramref name="high"/> lies above <paramref name="low"/>; −1 where more differ.</summary>
    private static int OnlyStep(ImmutableArray<double> low, ImmutableArray<double> high)
    {
        var found = -1;
        for (var input = 0; input < low.Length; input++)
            if (high[input] > low[input] && found < 0)
                found = input;
            else if (high[input] != low[input])
                return -1;
        return found;
    }
}
