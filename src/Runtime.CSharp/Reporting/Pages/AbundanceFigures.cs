using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Figures about gates among random settings.</summary>
public static class AbundanceFigures
{
    /// <summary>The share of settings in which each gate is there, with its interval, on a logarithmic axis.</summary>
    public static FigureBlock Shares(ImmutableArray<GateAbundance> gates)
    {
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        marks.AddRange(Intervals("there", Tone.Blue, Shape.Disc, gates, -0.15, 0.1, gate => gate.Present));
        marks.AddRange(Intervals("separable", Tone.Orange, Shape.Square, gates, 0.15, 0.1, gate => gate.Separable));
        var plot = new PlotFigure(
            "abundance",
            "Share of random settings",
            "For each gate the share of settings in which it is there and in which a threshold makes it, in per cent, with intervals.",
            [
                new PlotPanel(
                    new Axis("gate") { Categories = Names(gates) },
                    new Axis("share of the settings", "%") { Logarithmic = true },
                    marks.ToImmutable()
                ),
            ]
        )
        {
            PanelWidth = Math.Clamp(140 + 60 * gates.Length, 480, 960),
            PanelHeight = 300,
        };
        return new FigureBlock(
            plot,
            "Per cent of the settings; pale bars are 95 % intervals (Wilson). A bar without a mark: seen in no setting, the "
                + "upper end is what this many settings leave possible.",
            new CsvText(
                [
                    "gate",
                    "settings",
                    "there",
                    "there-low-share",
                    "there-high-share",
                    "separable",
                    "separable-low-share",
                    "separable-high-share",
                ],
                [
                    .. gates.Select(gate =>
                        ImmutableArray.Create(
                            gate.Name,
                            NumberText.Exact(gate.Present.Of),
                            NumberText.Exact(gate.Present.Count),
                            NumberText.Exact(gate.Present.Low),
                            NumberText.Exact(gate.Present.High),
                            NumberText.Exact(gate.Separable.Count),
                            NumberText.Exact(gate.Separable.Low),
                            NumberText.Exact(gate.Separable.High)
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>Histograms of the fitness, a panel for each gate.</summary>
    public static FigureBlock Fitness(ImmutableArray<GateAbundance> gates)
    {
        var shown = gates.Length > LabellingFigures.MostPanels ? gates[..LabellingFigures.MostPanels] : gates;
        var bins = gates[0].Fitness.Length;
        var plot = new PlotFigure(
            "fitness",
            "Fitness of all settings",
            "A panel for each gate: how many settings have which fitness, from 0 to 1.",
            [
                .. shown.Select(gate => new PlotPanel(
                    new Axis("fitness") { Include = [0, 1] },
                    new Axis("settings"),
                    [new HistogramMark("", Tone.Blue, 0, 1, [.. gate.Fitness.Select(count => (double)count)])]
                )
                {
                    Title = gate.Name,
                }),
            ]
        )
        {
            Columns = 3,
            PanelWidth = 160,
            PanelHeight = 130,
            Compact = true,
        };
        return new FigureBlock(
            plot,
            "Settings for each bin of the fitness 1 − mean |Î − target|, Î the currents scaled to 0..1. A gate and its "
                + "complement mirror each other.",
            new CsvText(
                ["gate", "low-fitness", "high-fitness", "settings"],
                [
                    .. gates.SelectMany(gate =>
                        gate.Fitness.Select(
                            (count, bin) =>
                                ImmutableArray.Create(
                                    gate.Name,
                                    NumberText.Exact((double)bin / bins),
                                    NumberText.Exact((bin + 1.0) / bins),
                                    NumberText.Exact(count)
                                )
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>Currents of the best setting of each gate, and the surrogate's where there is one.</summary>
    public static FigureBlock BestCurrents(ImmutableArray<GateAbundance> gates, ImmutableArray<string> points)
    {
        var known = gates.Where(gate => gate.Best is not null).ToImmutableArray();
        var shown = known.Length > LabellingFigures.MostPanels ? known[..LabellingFigures.MostPanels] : known;
        var plot = new PlotFigure(
            "best-settings",
            "Currents of the best settings",
            "A panel for each gate: the current at each point in the setting of highest fitness.",
            [
                .. shown.Select(gate => new PlotPanel(
                    new Axis("point") { Categories = points },
                    new Axis("output current", "nA"),
                    [
                        Currents("wanted 1", Tone.Blue, Shape.Disc, gate, true),
                        Currents("wanted 0", Tone.Orange, Shape.Square, gate, false),
                        .. gate.Best!.Predicted.Length > 0
                            ? (ReadOnlySpan<PlotMark>)
                                [
                                    new ScatterMark(
                                        "on the surrogate",
                                        Tone.Ink,
                                        Shape.Ring,
                                        [.. gate.Best.Predicted.Select((_, point) => (double)point)],
                                        gate.Best.Predicted
                                    ),
                                ]
                            : [],
                    ]
                )
                {
                    Title = gate.Best!.Separable ? gate.Name : $"{gate.Name} fails",
                    Flagged = !gate.Best.Separable,
                }),
            ]
        )
        {
            Columns = points.Length > 4 ? 4 : 6,
            PanelWidth = points.Length > 4 ? 236 : 158,
            PanelHeight = 140,
            Compact = true,
        };
        return new FigureBlock(
            plot,
            "Output current on the device at each point: discs where the wanted output is 1, squares where it is 0"
                + (known.Any(gate => gate.Best!.Predicted.Length > 0) ? "; open rings are the surrogate’s" : "")
                + ". Each panel has its own scale; an orange-red frame marks a best setting that no threshold makes right.",
            new CsvText(
                ["gate", "point", "target", "device-nanoamperes", "surrogate-nanoamperes"],
                [
                    .. known.SelectMany(gate =>
                        gate.Best!.Outputs.Select(
                            (current, point) =>
                                ImmutableArray.Create(
                                    gate.Name,
                                    points[point],
                                    gate.Targets[point] ? "1" : "0",
                                    NumberText.Exact(current),
                                    point < gate.Best.Predicted.Length
                                        ? NumberText.Exact(gate.Best.Predicted[point])
                                        : ""
                                )
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>False positives and false negatives of each gate, with their intervals.</summary>
    public static FigureBlock Confusions(ImmutableArray<GateAbundance> gates)
    {
        var known = gates.Where(gate => gate.Confusion is not null).ToImmutableArray();
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        marks.AddRange(
            Intervals(
                "false positives",
                Tone.Vermillion,
                Shape.Disc,
                known,
                -0.15,
                0,
                gate => gate.Confusion!.FalsePositives
            )
        );
        marks.AddRange(
            Intervals("false negatives", Tone.Sky, Shape.Square, known, 0.15, 0, gate => gate.Confusion!.FalseNegatives)
        );
        var plot = new PlotFigure(
            "confusion",
            "Where device and surrogate disagree",
            "For each gate the share of the surrogate's gates that the device refutes, and of the device's that the surrogate denies.",
            [
                new PlotPanel(
                    new Axis("gate") { Categories = Names(known) },
                    new Axis("share", "%") { Include = [0] },
                    marks.ToImmutable()
                ),
            ]
        )
        {
            PanelWidth = Math.Clamp(140 + 60 * known.Length, 480, 960),
            PanelHeight = 280,
        };
        return new FigureBlock(
            plot,
            "False positives in per cent of what the surrogate claims, false negatives in per cent of what the device has, "
                + "with 95 % intervals (Wilson).",
            new CsvText(
                ["gate", "both", "device-only", "surrogate-only", "neither"],
                [
                    .. known.Select(gate =>
                        ImmutableArray.Create(
                            gate.Name,
                            NumberText.Exact(gate.Confusion!.Both),
                            NumberText.Exact(gate.Confusion.DeviceOnly),
                            NumberText.Exact(gate.Confusion.SurrogateOnly),
                            NumberText.Exact(gate.Confusion.Neither)
                        )
                    ),
                ]
            )
        );
    }

    /// <summary>Marks in per cent at the shares, over pale bars at their intervals; a share of nothing is left out.</summary>
    /// <param name="bottom">
    /// Where the bar of a count of 0 begins, as a share of its upper end: a logarithmic axis has no 0.
    /// </param>
    private static IEnumerable<PlotMark> Intervals(
        string name,
        Tone tone,
        Shape shape,
        ImmutableArray<GateAbundance> gates,
        double shift,
        double bottom,
        Func<GateAbundance, Fraction> part
    )
    {
        var known = Enumerable.Range(0, gates.Length).Where(index => part(gates[index]).Of > 0).ToArray();
        ImmutableArray<Fraction> parts = [.. known.Select(index => part(gates[index]))];
        ImmutableArray<double> places = [.. known.Select(index => index + shift)];
        yield return new SpanMark(
            "",
            tone,
            places,
            [.. parts.Select(one => 100 * (one.Count > 0 ? one.Low : one.High * bottom))],
            [.. parts.Select(one => 100 * one.High)],
            0.26
        );
        var seen = Enumerable.Range(0, parts.Length).Where(index => parts[index].Count > 0).ToArray();
        yield return new ScatterMark(
            name,
            tone,
            shape,
            [.. seen.Select(index => places[index])],
            [.. seen.Select(index => 100 * parts[index].Share!.Value)]
        );
    }

    private static ScatterMark Currents(string name, Tone tone, Shape shape, GateAbundance gate, bool target)
    {
        var points = Enumerable
            .Range(0, Math.Min(gate.Targets.Length, gate.Best!.Outputs.Length))
            .Where(point => gate.Targets[point] == target)
            .ToArray();
        return new ScatterMark(
            name,
            tone,
            shape,
            [.. points.Select(point => (double)point)],
            [.. points.Select(point => gate.Best.Outputs[point])]
        );
    }

    private static ImmutableArray<string> Names(ImmutableArray<GateAbundance> gates) =>
        [.. gates.Select(gate => gate.Name)];
}
