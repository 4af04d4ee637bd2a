using System.Collections.Immutable;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>From data to pixels along one axis.</summary>
public sealed record AxisScale(TickRow Row, bool Logarithmic, double PixelLow, double PixelHigh)
{
    public double Map(double value)
    {
        // The left edge of a bar may reach zero or below, where a logarithmic axis has no place.
        if (Logarithmic && value < Row.Low)
            return PixelLow;
        var share = Logarithmic
            ? (Elementary.Log(value) - Elementary.Log(Row.Low)) / (Elementary.Log(Row.High) - Elementary.Log(Row.Low))
            : (value - Row.Low) / (Row.High - Row.Low);
        return PixelLow + (PixelHigh - PixelLow) * Math.Clamp(share, 0, 1);
    }

    public bool Contains(double value) => value >= Row.Low && value <= Row.High;

    /// <summary>The span and ticks of an axis over an extent of data.</summary>
    public static TickRow Fit(Axis axis, Extent data, int target)
    {
        if (axis.Categories.Length > 0)
        {
            var items = ImmutableArray.CreateBuilder<Tick>();
            for (var index = 0; index < axis.Categories.Length; index++)
                items.Add(new Tick(index, axis.Categories[index]));
            return new TickRow(-0.5, axis.Categories.Length - 0.5, items.ToImmutable());
        }
        foreach (var value in axis.Include)
            if (Ticks.Drawable(value, axis.Logarithmic))
                data = data.With(value);
        if (axis.Logarithmic)
            return data.Empty ? Ticks.Logarithmic(1, 10, target) : Ticks.Logarithmic(data.Low, data.High, target);
        return data.Empty ? Ticks.Linear(0, 1, target) : Ticks.Linear(data.Low, data.High, target);
    }
}

/// <summary>Smallest and largest value so far.</summary>
public readonly record struct Extent(double Low, double High)
{
    public static Extent None { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool Empty => !(Low <= High);

    public Extent With(double value) => new(Math.Min(Low, value), Math.Max(High, value));
}
