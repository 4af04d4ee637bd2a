using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Figures about searches that vc-dimension and boolean share.</summary>
public static class SearchFigures
{
    private static ReadOnlySpan<Verdict> AllVerdicts => [Verdict.Holds, Verdict.Found, Verdict.Fails, Verdict.Missing];

    /// <summary>Accuracy over |correlation|, one marker for each labelling.</summary>
    public static FigureBlock AccuracyOverCorrelation(ImmutableArray<Finding> findings, ImmutableArray<double> required)
    {
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        foreach (var value in required.Distinct())
            if (required.Distinct().Count() == 1)
                marks.Add(
                    new ReferenceMark(
                        $"needed ({NumberText.Setting(value)} %)",
                        Tone.Ink,
                        ReferenceLine.Horizontal,
                        value
                    )
                );
        foreach (var verdict in AllVerdicts)
        {
            var some = findings.Where(finding => Verdicts.Of(finding) == verdict).ToImmutableArray();
            if (some.Length > 0)
                marks.Add(
                    new ScatterMark(
                        $"{Verdicts.Words(verdict)} ({some.Length})",
                        Verdicts.Tone(verdict),
                        Verdicts.Shape(verdict),
                        [.. some.Select(finding => Math.Abs(finding.Correlation))],
                        [.. some.Select(finding => finding.Accuracy)]
                    )
                );
        }
        var plot = new PlotFigure(
            "accuracy-correlation",
            "Accuracy against correlation",
            "A marker for each labelling: correlation of outputs and targets across, accuracy in per cent upwards.",
            [
                new PlotPanel(
                    new Axis("|correlation|") { Include = [0, 1] },
                    new Axis("accuracy", "%") { Include = [50, 100] },
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
            "Each marker is a labelling: the share of points on the right side of the best threshold (per cent) over the size "
                + "of the correlation between outputs and targets. High accuracy at low correlation means a narrow margin.",
            new CsvText(
                ["labelling", "correlation", "accuracy-percent", "perceptron-accuracy-percent", "verdict"],
                [
                    .. findings.Select(finding =>
                        ImmutableArray.Create(
                            finding.Name,
                            NumberText.Exact(finding.Correlation),
                            NumberText.Exact(finding.Accuracy),
                            NumberText.Exact(finding.PerceptronAccuracy),
                            Verdicts.Key(Verdicts.Of(finding))
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>Every control voltage of every found labelling over its limits.</summary>
    public static FigureBlock Controls(ImmutableArray<ControlSlot> slots, ImmutableArray<Finding> findings)
    {
        var found = findings.Where(finding => finding.Found).ToImmutableArray();
        var inside = (X: ImmutableArray.CreateBuilder<double>(), Y: ImmutableArray.CreateBuilder<double>());
        var outside = (X: ImmutableArray.CreateBuilder<double>(), Y: ImmutableArray.CreateBuilder<double>());
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        for (var row = 0; row < found.Length; row++)
        for (var index = 0; index < Math.Min(slots.Length, found[row].Controls.Length); index++)
        {
            var volts = found[row].Controls[index];
            var group = slots[index].Allows(volts) ? inside : outside;
            // Spread sideways by the golden ratio: neighbours stay apart, and no chance is needed.
            group.X.Add(index + 0.5 * ((row * 0.6180339887498949) % 1 - 0.5));
            group.Y.Add(volts);
            rows.Add([
                found[row].Name,
                slots[index].Name,
                NumberText.Exact(volts),
                NumberText.Exact(slots[index].LowVolts),
                NumberText.Exact(slots[index].HighVolts),
                slots[index].Allows(volts) ? "inside" : "outside",
            ]);
        }
        ImmutableArray<PlotMark> marks =
        [
            new SpanMark(
                "limits",
                Tone.Muted,
                [.. Enumerable.Range(0, slots.Length).Select(index => (double)index)],
                [.. slots.Select(slot => slot.LowVolts)],
                [.. slots.Select(slot => slot.HighVolts)],
                0.8
            ),
            new ScatterMark("inside the limits", Tone.Blue, Shape.Disc, inside.X.ToImmutable(), inside.Y.ToImmutable()),
            .. outside.X.Count > 0
                ? (ReadOnlySpan<PlotMark>)
                    [
                        new ScatterMark(
                            $"outside the limits ({outside.X.Count})",
                            Tone.Vermillion,
                            Shape.Cross,
                            outside.X.ToImmutable(),
                            outside.Y.ToImmutable()
                        ),
                    ]
                : [],
        ];
        var plot = new PlotFigure(
            "control-voltages",
            "Control voltages found",
            "For each control electrode the limits as a grey bar and the voltages of every found labelling as points.",
            [
                new PlotPanel(
                    new Axis("control electrode") { Categories = [.. slots.Select(slot => slot.Name)] },
                    new Axis("voltage", "V"),
                    marks
                ),
            ]
        )
        {
            PanelWidth = Math.Clamp(140 + 60 * slots.Length, 420, 960),
            PanelHeight = 300,
        };
        var sentence =
            outside.X.Count == 0
                ? "All voltages lie inside their limits (grey)."
                : $"{outside.X.Count} of {rows.Count} voltages lie outside their limits (grey) and are drawn as crosses.";
        return new FigureBlock(
            plot,
            $"Voltages in volts of the {found.Length} found labellings, for each control electrode. {sentence}",
            new CsvText(["labelling", "electrode", "volts", "low-volts", "high-volts", "limits"], rows.ToImmutable())
        );
    }

    /// <summary>Outputs where the search ran against the same points on the device.</summary>
    public static FigureBlock? Replays(ImmutableArray<Finding> findings, string where)
    {
        var searched = ImmutableArray.CreateBuilder<double>();
        var replayed = ImmutableArray.CreateBuilder<double>();
        var labels = ImmutableArray.CreateBuilder<string>();
        foreach (var finding in findings)
            if (finding.Replay is { } replay)
                for (var index = 0; index < Math.Min(finding.Outputs.Length, replay.Outputs.Length); index++)
                {
                    searched.Add(finding.Outputs[index]);
                    replayed.Add(replay.Outputs[index]);
                    labels.Add(finding.Name);
                }
        if (searched.Count == 0)
            return null;
        var (x, y) = (searched.ToImmutable(), replayed.ToImmutable());
        var error = Words.RootMeanSquare(x, y);
        var plot = new PlotFigure(
            "replay",
            "Search against device",
            "Output currents where the search ran across, the same voltages on the device upwards; the diagonal is agreement.",
            [
                new PlotPanel(
                    new Axis($"current {where}", "nA"),
                    new Axis("current on the device", "nA"),
                    [
                        new ReferenceMark("agreement", Tone.Ink, ReferenceLine.Diagonal),
                        new ScatterMark("", Tone.Blue, Shape.Disc, x, y),
                    ]
                ),
            ]
        )
        {
            PanelWidth = 480,
            PanelHeight = 300,
        };
        return new FigureBlock(
            plot,
            $"Each point is one input of one replayed labelling, in nanoamperes. Root-mean-square difference "
                + $"{NumberText.Rounded(error)} nA.",
            new CsvText(
                ["labelling", "searched-nanoamperes", "replayed-nanoamperes"],
                [
                    .. Enumerable
                        .Range(0, x.Length)
                        .Select(index =>
                            ImmutableArray.Create(labels[index], NumberText.Exact(x[index]), NumberText.Exact(y[index]))
                        ),
                ]
            )
        );
    }
}
