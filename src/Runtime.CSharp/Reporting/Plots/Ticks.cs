using System.Collections.Immutable;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>A marked position of an axis.</summary>
public readonly record struct Tick(double Value, string Label);

/// <summary>Where an axis begins and ends, and its ticks.</summary>
public sealed record TickRow(double Low, double High, ImmutableArray<Tick> Items);

/// <summary>
/// Ticks at 1, 2 or 5 times a power of ten. The axis begins and ends on a tick, so that the ticks cover the data.
/// </summary>
public static class Ticks
{
    /// <summary>Beyond this size a value counts as infinite: differences of larger ones could overflow.</summary>
    public const double Largest = 1e290;

    /// <summary>Can this value be drawn on such an axis?</summary>
    public static bool Drawable(double value, bool logarithmic) =>
        logarithmic ? value is >= 1 / Largest and <= Largest : Math.Abs(value) <= Largest;

    /// <summary>Ticks of a linear axis over low..high (finite, low ≤ high): at most <paramref name="target"/> + 3 of them.</summary>
    public static TickRow Linear(double low, double high, int target)
    {
        (low, high) = Widen(low, high);
        var raw = (high - low) / target;
        var exponent = NumberText.Exponent(raw);
        var mantissa = raw / NumberText.PowerOfTen(exponent);
        var digit =
            mantissa <= 1 ? 1
            : mantissa <= 2 ? 2
            : mantissa <= 5 ? 5
            : 10;
        var first = Math.Floor(Units(low) + 1e-9);
        var last = Math.Ceiling(Units(high) - 1e-9);
        var step = Position(1);
        var largest = Math.Max(Math.Abs(Position(first)), Math.Abs(Position(last)));
        var items = ImmutableArray.CreateBuilder<Tick>();
        for (var index = first; index <= last; index++)
            items.Add(new Tick(Position(index), NumberText.Tick(Position(index), step, largest)));
        return new TickRow(Math.Min(low, Position(first)), Math.Max(high, Position(last)), items.ToImmutable());

        double Units(double value) => value / NumberText.PowerOfTen(exponent) / digit;

        // Divided by a whole power of ten where the step is below one: 3/10 is 0.3, 3 · 0.1 is not.
        double Position(double index) =>
            exponent >= 0
                ? index * digit * NumberText.PowerOfTen(exponent)
                : index * digit / NumberText.PowerOfTen(-exponent);
    }

    /// <summary>Ticks of a logarithmic axis over low..high (both positive): decades, thinned out where they are many, or
    /// 1-2-5 where there are few.</summary>
    public static TickRow Logarithmic(double low, double high, int target)
    {
        var first = NumberText.Exponent(low);
        var last = NumberText.Exponent(high);
        if (NumberText.PowerOfTen(last) < high || last == first)
            last++;
        var items = ImmutableArray.CreateBuilder<Tick>();
        var decades = last - first;
        var stride = Math.Max(1, (decades + target - 1) / target);
        var fine = decades <= Math.Max(1, (target - 1) / 3);
        var bottom = first;
        // The last decade must carry a tick too: begin lower where the stride does not divide the span.
        while ((last - bottom) % stride != 0 && bottom > -300)
            bottom--;
        for (var decade = bottom; decade <= last; decade += stride)
        {
            items.Add(new Tick(NumberText.PowerOfTen(decade), NumberText.Decade(decade)));
            if (fine && decade < last)
                foreach (var digit in (ReadOnlySpan<int>)[2, 5])
                {
                    var value = digit * NumberText.PowerOfTen(decade);
                    items.Add(new Tick(value, NumberText.Rounded(value, 1)));
                }
        }
        return new TickRow(NumberText.PowerOfTen(bottom), NumberText.PowerOfTen(last), items.ToImmutable());
    }

    /// <summary>A span of no width gets one: a tenth of its size to either side, or −1..1 around zero.</summary>
    private static (double Low, double High) Widen(double low, double high)
    {
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (size < 1 / Largest)
            return (-1, 1);
        return high - low > 1e-9 * size ? (low, high) : (low - 0.1 * size, high + 0.1 * size);
    }
}
