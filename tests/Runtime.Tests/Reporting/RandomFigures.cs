using System.Collections.Immutable;
using Nano.Runtime.Numerics;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Tests.Reporting;

/// <summary>Figures of every kind of mark from awkward numbers: empty, single, constant, huge, tiny, NaN, ±∞.</summary>
public static class RandomFigures
{
    public static PlotFigure Figure(RandomStream random)
    {
        var panels = Enumerable.Range(0, random.Below(5)).Select(_ => Panel(random)).ToImmutableArray();
        return new PlotFigure("random figure", "A <b>title</b> & \u0001\uD800", "desc ]]> \"'", panels)
        {
            Columns = 1 + random.Below(3),
            Compact = random.Below(2) == 0,
            PanelWidth = random.Uniform(120, 600),
            PanelHeight = random.Uniform(90, 400),
        };
    }

    public static PlotPanel Panel(RandomStream random) =>
        new(Axis(random), Axis(random), [.. Enumerable.Range(0, random.Below(6)).Select(_ => Mark(random))])
        {
            Title = random.Below(2) == 0 ? "" : "p < 0.05 & \"more\"",
            Flagged = random.Below(4) == 0,
        };

    public static ImmutableArray<double> Values(RandomStream random)
    {
        var count = random.Below(4) switch
        {
            0 => 0,
            1 => 1,
            2 => 7,
            _ => 300,
        };
        var kind = random.Below(5);
        var scale = Math.Pow(10, random.Uniform(-300, 300));
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(index =>
                    kind switch
                    {
                        0 => 3.5,
                        1 => random.Normal(),
                        2 => scale * random.Normal(),
                        3 => index,
                        _ => random.Below(6) switch
                        {
                            0 => double.NaN,
                            1 => double.PositiveInfinity,
                            2 => double.NegativeInfinity,
                            3 => -double.Epsilon,
                            4 => double.MaxValue,
                            _ => random.Normal(),
                        },
                    }
                ),
        ];
    }

    private static Axis Axis(RandomStream random) =>
        new("label <i>", random.Below(2) == 0 ? "" : "nA & more")
        {
            Logarithmic = random.Below(3) == 0,
            Include = Values(random),
            Categories = random.Below(4) == 0 ? ["a", "<b>", "a very long category indeed \uDC00"] : [],
        };

    private static PlotMark Mark(RandomStream random)
    {
        var tone = (Tone)random.Below(8);
        var name = random.Below(2) == 0 ? "" : "mark <" + random.Below(3);
        var (x, y, z) = (Values(random), Values(random), Values(random));
        return random.Below(10) switch
        {
            0 => new LineMark(name, tone, x, y, random.Below(2) == 0),
            1 => new StepMark(name, tone, x, y),
            2 => new ScatterMark(name, tone, (Shape)random.Below(7), x, y),
            3 => new BandMark(name, tone, x, y, z),
            4 => new BarMark(name, tone, x, y, random.Uniform()),
            5 => new SpanMark(name, tone, x, y, z, random.Uniform()),
            6 => new HistogramMark(name, tone, x.Length > 0 ? x[0] : 0, y.Length > 0 ? y[0] : 1, z),
            7 => new BoxMark(name, tone, random.Normal(), y, random.Uniform()),
            8 => new HeatMapMark(name, 1 + random.Below(9), x, -1, random.Uniform(-1.5, 3)),
            _ => new ReferenceMark(name, tone, (ReferenceLine)random.Below(3), random.Normal()),
        };
    }
}
