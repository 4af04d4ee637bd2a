using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>A row for each labelling or gate: what became of it, with which voltages.</summary>
public static class FindingTable
{
    /// <summary>Longer tables are cut, what went wrong first; the data files hold all.</summary>
    public const int MostRows = 128;

    public static TableBlock Of(string what, ImmutableArray<Finding> findings, ImmutableArray<ControlSlot> slots)
    {
        var shown = findings;
        if (findings.Length > MostRows)
            shown = [.. findings.OrderBy(finding => Verdicts.Good(Verdicts.Of(finding))).Take(MostRows)];
        return new TableBlock(
            shown.Length < findings.Length ? $"{MostRows} of {findings.Length} rows, what went wrong first" : "",
            [
                new(what),
                new("verdict"),
                new("attempts", true),
                new("accuracy (%)", true),
                new("correlation", true),
                new("threshold (nA)", true),
                new("device accuracy (%)", true),
                new("device difference (nA)", true),
                new("control voltages (V)"),
            ],
            [
                .. shown.Select(finding =>
                {
                    var verdict = Verdicts.Of(finding);
                    return ImmutableArray.Create<TableCell>(
                        finding.Name,
                        new TableCell(Verdicts.Brief(verdict), !Verdicts.Good(verdict)),
                        finding.Refuted > 0 ? $"{finding.Attempts} ({finding.Refuted} refuted)" : $"{finding.Attempts}",
                        NumberText.Rounded(finding.Accuracy),
                        NumberText.Fixed(finding.Correlation, 3),
                        NumberText.Rounded(finding.ThresholdNanoamperes),
                        finding.Replay is { } replay ? NumberText.Rounded(replay.Accuracy) : "–",
                        finding.Replay is { } again ? NumberText.Rounded(again.Error) : "–",
                        ControlSlots.Cell(slots, finding)
                    );
                }),
            ]
        );
    }
}
