using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>What a vc-dimension run shows over N.</summary>
public static class CapacityFigures
{
    /// <summary>Capacity searched and on the device.</summary>
    public static FigureBlock Capacity(ImmutableArray<CapacityLevel> levels)
    {
        var positions = Positions(levels);
        ImmutableArray<double> searched = [.. levels.Select(level => level.Capacity)];
        ImmutableArray<double> validated = [.. levels.Select(level => level.ValidatedCapacity ?? double.NaN)];
        var replayed = levels.Any(level => level.ValidatedCapacity is not null);
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        marks.Add(new LineMark("", Tone.Blue, positions, searched));
        marks.Add(new ScatterMark("found by the search", Tone.Blue, Shape.Disc, positions, searched));
        if (replayed)
        {
            // Levels without a replay leave a gap, which is not a point that could not be drawn.
            var kept = Enumerable.Range(0, levels.Length).Where(index => levels[index].ValidatedCapacity is not null);
            ImmutableArray<double> at = [.. kept.Select(index => (double)index)];
            ImmutableArray<double> values = [.. kept.Select(index => validated[index])];
            marks.Add(new LineMark("", Tone.Vermillion, at, values, Dashed: true));
            marks.Add(new ScatterMark("holds on the device", Tone.Vermillion, Shape.Frame, at, values));
        }
        var plot = new PlotFigure(
            "capacity",
            "Capacity over the number of points",
            "Number of points N across, fraction of labellings upwards, once as found and once as replayed on the device.",
            [
                new PlotPanel(
                    Points(levels),
                    new Axis("fraction of labellings") { Include = [0, 1] },
                    marks.ToImmutable()
                ),
            ]
        )
        {
            PanelWidth = 640,
            PanelHeight = 280,
        };
        return new FigureBlock(
            plot,
            "Fraction (0 to 1) of all non-constant labellings of N points that were found"
                + (replayed ? ", and the fraction that also holds on the device." : "; nothing was replayed."),
            new CsvText(
                ["points", "labellings", "found", "capacity", "validated-capacity"],
                [
                    .. levels.Select(level =>
                        ImmutableArray.Create(
                            NumberText.Exact(level.Points),
                            NumberText.Exact(level.Labellings),
                            NumberText.Exact(level.Found),
                            NumberText.Exact(level.Capacity),
                            level.ValidatedCapacity is { } value ? NumberText.Exact(value) : ""
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>How |correlation| of the best voltages is spread, for each N.</summary>
    public static FigureBlock CorrelationBoxes(ImmutableArray<CapacityLevel> levels)
    {
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        for (var index = 0; index < levels.Length; index++)
            marks.Add(
                new BoxMark(
                    "",
                    Tone.Green,
                    index,
                    [.. levels[index].Findings.Select(finding => Math.Abs(finding.Correlation))],
                    0.5
                )
            );
        var plot = new PlotFigure(
            "correlation",
            "Correlation over the number of points",
            "For each N a box of the size of the correlation between outputs and targets of all labellings.",
            [new PlotPanel(Points(levels), new Axis("|correlation|") { Include = [0, 1] }, marks.ToImmutable())]
        )
        {
            PanelWidth = 480,
            PanelHeight = 300,
        };
        return new FigureBlock(
            plot,
            "Size of the correlation (0 to 1) between outputs and targets for the best voltages of each labelling: median and "
                + "quartiles, whiskers to the furthest value within 1.5 interquartile ranges, the rest as rings.",
            new CsvText(
                ["points", "labelling", "correlation"],
                [
                    .. levels.SelectMany(level =>
                        level.Findings.Select(finding =>
                            ImmutableArray.Create(
                                NumberText.Exact(level.Points),
                                finding.Name,
                                NumberText.Exact(finding.Correlation)
                            )
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>Share of labellings found within so many steps, a staircase for each N.</summary>
    public static FigureBlock Effort(ImmutableArray<CapacityLevel> levels)
    {
        ReadOnlySpan<Tone> tones =
        [
            Tone.Blue,
            Tone.Orange,
            Tone.Green,
            Tone.Vermillion,
            Tone.Purple,
            Tone.Sky,
            Tone.Ink,
        ];
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        for (var index = 0; index < levels.Length; index++)
        {
            var level = levels[index];
            var steps = level
                .Findings.Where(finding => finding.Found)
                .Select(finding => finding.Steps)
                .Order()
                .ToArray();
            var (x, y) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
            x.Add(0);
            y.Add(0);
            for (var rank = 0; rank < steps.Length; rank++)
            {
                x.Add(steps[rank]);
                y.Add((rank + 1) / (double)Math.Max(1, level.Labellings));
                rows.Add([NumberText.Exact(level.Points), NumberText.Exact(steps[rank]), NumberText.Exact(y[^1])]);
            }
            marks.Add(
                new StepMark($"N = {level.Points}", tones[index % tones.Length], x.ToImmutable(), y.ToImmutable())
            );
        }
        var plot = new PlotFigure(
            "search-steps",
            "Effort of the search",
            "Steps of the search across, fraction of labellings found within so many steps upwards, for each N.",
            [
                new PlotPanel(
                    new Axis("steps until found"),
                    new Axis("fraction of labellings") { Include = [0, 1] },
                    marks.ToImmutable()
                ),
            ]
        )
        {
            PanelWidth = 480,
            PanelHeight = 300,
        };
        return new FigureBlock(
            plot,
            "Fraction (0 to 1) of the labellings that were found within so many steps (generations or epochs, all attempts "
                + "together). A staircase that ends below 1 leaves labellings that were not found.",
            new CsvText(["points", "steps", "fraction-found"], rows.ToImmutable())
        );
    }

    private static Axis Points(ImmutableArray<CapacityLevel> levels) =>
        new("number of points N") { Categories = [.. levels.Select(level => $"{level.Points}")] };

    private static ImmutableArray<double> Positions(ImmutableArray<CapacityLevel> levels) =>
        [.. Enumerable.Range(0, levels.Length).Select(index => (double)index)];
}
