using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>How often the current falls with each electrode's voltage.</summary>
public static class SlopeFigures
{
    public static ImmutableArray<ReportBlock> Blocks(CharacterisePlan plan, CharacteriseResult result) =>
        [Figure(plan, result), Table(result)];

    private static FigureBlock Figure(CharacterisePlan plan, CharacteriseResult result)
    {
        var shares = result.Shares;
        ImmutableArray<double> places = [.. Enumerable.Range(0, shares.Length).Select(index => (double)index)];
        var plot = new PlotFigure(
            "negative-slopes",
            "Negative slopes at random settings",
            "A point for each electrode: per cent of random settings at which the current falls with its voltage, with intervals.",
            [
                new PlotPanel(
                    new Axis("electrode") { Categories = [.. shares.Select(share => $"e{share.Electrode}")] },
                    new Axis("settings", "%") { Include = [0] },
                    [
                        new SpanMark(
                            "95 % interval",
                            Tone.Blue,
                            places,
                            [.. shares.Select(share => 100 * share.ClearInterval.Low)],
                            [.. shares.Select(share => 100 * share.ClearInterval.High)],
                            0.3
                        ),
                        new ScatterMark(
                            "below 0, clear of the noise",
                            Tone.Blue,
                            Shape.Disc,
                            places,
                            [.. shares.Select(share => 100 * share.ClearShare)]
                        ),
                        .. result.Noise > 0
                            ? (ReadOnlySpan<PlotMark>)
                                [
                                    new ScatterMark(
                                        "below 0 as read",
                                        Tone.Orange,
                                        Shape.Ring,
                                        places,
                                        [.. shares.Select(share => 100 * share.Share)]
                                    ),
                                ]
                            : [],
                    ]
                ),
            ]
        )
        {
            PanelWidth = 620,
            PanelHeight = 280,
        };
        return new FigureBlock(
            plot,
            $"Per cent of {NumberText.Count(plan.Settings)} random settings of all voltages at which the readout current falls while "
                + $"the voltage of that electrode rises (central difference of ±{NumberText.Setting(plan.Step)} V), with Wilson's "
                + "intervals of 95 %."
                + (
                    result.Noise > 0
                        ? " As read, noise alone makes half of all flat slopes negative; only what is clear of it counts."
                        : ""
                ),
            new CsvText(
                ["electrode", "settings", "negative", "share", "low", "high", "clear", "clear-share"],
                [
                    .. shares.Select(share =>
                        ImmutableArray.Create(
                            NumberText.Exact(share.Electrode),
                            NumberText.Exact(share.Settings),
                            NumberText.Exact(share.Negative),
                            NumberText.Exact(share.Share),
                            NumberText.Exact(share.Interval.Low),
                            NumberText.Exact(share.Interval.High),
                            NumberText.Exact(share.Clear),
                            NumberText.Exact(share.ClearShare)
                        )
                    ),
                ]
            )
        );
    }

    private static TableBlock Table(CharacteriseResult result)
    {
        var isNoisy = result.Noise > 0;
        return new TableBlock(
            "Settings with a negative slope, and intervals of 95 %",
            [
                new("electrode"),
                new("settings read", true),
                .. isNoisy ? (ReadOnlySpan<TableColumn>)[new("below 0 as read", true)] : [],
                new(isNoisy ? "below 0, clear of the noise" : "below 0", true),
            ],
            [
                .. result.Shares.Select(share =>
                    ImmutableArray.Create<TableCell>([
                        $"e{share.Electrode}",
                        NumberText.Count(share.Settings),
                        .. isNoisy
                            ? (ReadOnlySpan<TableCell>)[CharacteriseWords.Share(share.Share, share.Interval)]
                            : [],
                        CharacteriseWords.Share(share.ClearShare, share.ClearInterval),
                    ])
                ),
            ]
        );
    }
}
