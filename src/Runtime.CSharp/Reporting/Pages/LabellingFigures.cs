using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Outputs against targets: one small panel for each labelling or gate.</summary>
public static class LabellingFigures
{
    /// <summary>More panels than this are not drawn: those that went wrong come first.</summary>
    public const int MostPanels = 64;

    /// <param name="points">A short name for each point.</param>
    /// <param name="where">Where the search ran, as in "on the surrogate".</param>
    public static FigureBlock Of(
        string name,
        string title,
        ImmutableArray<Finding> findings,
        ImmutableArray<string> points,
        string where
    )
    {
        var shown = Shown(findings);
        var replayed = findings.Any(finding => finding.Replay is not null);
        var plot = new PlotFigure(
            name,
            title,
            $"{shown.Length} small panels, one for each labelling, with the output current at each point in nanoamperes.",
            [.. shown.Select(finding => Panel(finding, points))]
        )
        {
            Columns = points.Length > 8 ? 4 : 8,
            PanelWidth = points.Length > 8 ? 236 : 118,
            // A single row must leave room for the name of the axis beside it.
            PanelHeight = shown.Length <= 8 ? 132 : 96,
            Compact = true,
        };
        var caption =
            $"Output current {where} at each point: discs where the wanted output is 1, squares where it is 0; the dashed "
            + "line is the threshold that separates them best"
            + (replayed ? ", open rings are the same voltages replayed on the device." : ".")
            + " Each panel has its own scale; an orange-red frame and words mark what went wrong."
            + (
                shown.Length < findings.Length
                    ? $" {shown.Length} of {findings.Length} are drawn, those that went wrong first; the data file holds all."
                    : ""
            );
        return new FigureBlock(plot, caption, Data(findings, points));
    }

    private static ImmutableArray<Finding> Shown(ImmutableArray<Finding> findings)
    {
        if (findings.Length <= MostPanels)
            return findings;
        var kept = Enumerable
            .Range(0, findings.Length)
            .OrderBy(index => Verdicts.Good(Verdicts.Of(findings[index])))
            .ThenBy(index => index)
            .Take(MostPanels)
            .Order();
        return [.. kept.Select(index => findings[index])];
    }

    private static PlotPanel Panel(Finding finding, ImmutableArray<string> points)
    {
        var verdict = Verdicts.Of(finding);
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        marks.Add(new ReferenceMark("threshold", Tone.Ink, ReferenceLine.Horizontal, finding.ThresholdNanoamperes));
        marks.Add(Outputs("wanted 1", Tone.Blue, Shape.Disc, finding, true));
        marks.Add(Outputs("wanted 0", Tone.Orange, Shape.Square, finding, false));
        if (finding.Replay is { } replay)
            marks.Add(
                new ScatterMark("on the device", Tone.Ink, Shape.Ring, Positions(replay.Outputs.Length), replay.Outputs)
            );
        var words = verdict switch
        {
            Verdict.Missing => " not found",
            Verdict.Fails => " fails",
            _ => "",
        };
        return new PlotPanel(
            new Axis("point") { Categories = points },
            new Axis("output current", "nA") { Include = [finding.ThresholdNanoamperes] },
            marks.ToImmutable()
        )
        {
            Title = Short(finding.Name, words.Length) + words,
            Flagged = !Verdicts.Good(verdict),
        };
    }

    private static string Short(string name, int taken) =>
        name.Length + taken > 17 ? name[..Math.Max(4, 16 - taken)] + "…" : name;

    private static ScatterMark Outputs(string name, Tone tone, Shape shape, Finding finding, bool target)
    {
        var x = ImmutableArray.CreateBuilder<double>();
        var y = ImmutableArray.CreateBuilder<double>();
        for (var index = 0; index < Math.Min(finding.Outputs.Length, finding.Targets.Length); index++)
            if (finding.Targets[index] == target)
            {
                x.Add(index);
                y.Add(finding.Outputs[index]);
            }
        return new ScatterMark(name, tone, shape, x.ToImmutable(), y.ToImmutable());
    }

    private static ImmutableArray<double> Positions(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (double)i)];

    private static CsvText Data(ImmutableArray<Finding> findings, ImmutableArray<string> points)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        foreach (var finding in findings)
            for (var index = 0; index < Math.Min(finding.Outputs.Length, finding.Targets.Length); index++)
                rows.Add([
                    finding.Name,
                    index < points.Length ? points[index] : "",
                    finding.Targets[index] ? "1" : "0",
                    NumberText.Exact(finding.Outputs[index]),
                    finding.Replay is { } replay && index < replay.Outputs.Length
                        ? NumberText.Exact(replay.Outputs[index])
                        : "",
                    NumberText.Exact(finding.ThresholdNanoamperes),
                    Verdicts.Key(Verdicts.Of(finding)),
                ]);
        return new CsvText(
            [
                "labelling",
                "point",
                "target",
                "output-nanoamperes",
                "replayed-nanoamperes",
                "threshold-nanoamperes",
                "verdict",
            ],
            rows.ToImmutable()
        );
    }
}
