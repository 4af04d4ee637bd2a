using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The report of a vc-dimension run: which labellings of N points the network can make, for each N.</summary>
public static class VcDimensionPage
{
    public static ReportPage Of(ReportInput input, VcDimensionResult result)
    {
        if (input.Plan.Protocol is not VcDimensionPlan plan)
            throw new ArgumentException("a vc-dimension result needs a vc-dimension plan", nameof(input));
        var levels = result.Levels;
        ImmutableArray<Finding> findings = [.. levels.SelectMany(level => level.Findings)];
        var slots = ControlSlots.Of(input.Plan, plan.Search.Network);
        var where = PlanWords.Where(plan.Search);

        var search = ImmutableArray.CreateBuilder<ReportBlock>();
        search.Add(
            new PairBlock([
                SearchFigures.AccuracyOverCorrelation(findings, [.. levels.Select(level => level.RequiredAccuracy)]),
                CapacityFigures.CorrelationBoxes(levels),
            ])
        );
        search.Add(
            new PairBlock([
                CapacityFigures.Effort(levels),
                .. SearchFigures.Replays(findings, where) is { } replays ? (ReadOnlySpan<ReportBlock>)[replays] : [],
            ])
        );

        return new ReportPage(
            input.Plan.Name,
            CapacityWords.Headline(levels),
            CapacityWords.Notes(result, plan),
            Words.Warnings(input, slots, findings),
            KeyFigures(input, result),
            [
                new ReportSection("Capacity", [CapacityFigures.Capacity(levels), LevelTable(levels)]),
                new ReportSection(
                    "Labellings",
                    [
                        new ParagraphBlock(
                            "A labelling is written as the wanted outputs of points 1, 2, 3 … in this order. "
                                + "The table below each figure gives the control voltages in the order "
                                + $"{string.Join(", ", slots.Select(slot => slot.Name))}."
                        ),
                        .. levels.Select(level => Labellings(level, slots, where, Interesting(levels))),
                    ]
                ),
                new ReportSection("Search", search.ToImmutable()),
                new ReportSection("Control voltages", [SearchFigures.Controls(slots, findings)]),
                .. DeviceFigures.Sections(result.Device),
                .. PlanWords.Sections(input),
            ]
        );
    }

    /// <summary>The smallest N at which something went wrong, or the largest of all.</summary>
    private static int Interesting(ImmutableArray<CapacityLevel> levels)
    {
        foreach (var level in levels)
            if (level.Findings.Any(finding => !Verdicts.Good(Verdicts.Of(finding))))
                return level.Points;
        return levels.Length > 0 ? levels[^1].Points : 0;
    }

    private static ImmutableArray<KeyFigure> KeyFigures(ReportInput input, VcDimensionResult result)
    {
        var keys = ImmutableArray.CreateBuilder<KeyFigure>();
        var full = result.Levels.LastOrDefault(level => level.Capacity >= 1);
        keys.Add(new KeyFigure(full is null ? "none" : $"{full.Points}", "largest N with every labelling found"));
        var held = result.Levels.LastOrDefault(level => level.ValidatedCapacity >= 1);
        if (result.Levels.Any(level => level.ValidatedCapacity is not null))
            keys.Add(
                new KeyFigure(held is null ? "none" : $"{held.Points}", "largest N with every labelling on the device")
            );
        keys.Add(
            new KeyFigure(
                $"{result.Levels.Sum(level => level.Found)} of {result.Levels.Sum(level => level.Labellings)}",
                "labellings found"
            )
        );
        if (result.Device.Surrogate is { } surrogate)
            keys.Add(
                new KeyFigure(
                    $"{NumberText.Rounded(surrogate.Error)} nA",
                    surrogate.Spread > 0
                        ? $"surrogate error (RMSE), {Words.Percent(surrogate.Error / surrogate.Spread)} of the spread"
                        : "surrogate error (RMSE)"
                )
            );
        keys.Add(new KeyFigure(Words.Duration(input.Facts.Seconds), "duration"));
        return keys.ToImmutable();
    }

    private static TableBlock LevelTable(ImmutableArray<CapacityLevel> levels) =>
        new(
            "One row for each number of points N",
            [
                new("N", true),
                new("labellings", true),
                new("found", true),
                new("capacity", true),
                new("hold on the device", true),
                new("capacity on the device", true),
                new("needed accuracy", true),
                new("lowest |correlation| found", true),
            ],
            [
                .. levels.Select(level =>
                    ImmutableArray.Create<TableCell>(
                        $"{level.Points}",
                        $"{level.Labellings}",
                        level.Found < level.Labellings
                            ? new TableCell($"{level.Found} ({level.Labellings - level.Found} missing)", true)
                            : $"{level.Found}",
                        NumberText.Fraction(level.Capacity),
                        level.ValidatedCapacity is null ? "not replayed"
                            : Verdicts.Count(level.Findings, Verdict.Fails) is > 0 and var failing
                                ? new TableCell($"{Held(level)} ({failing} {(failing == 1 ? "fails" : "fail")})", true)
                            : $"{Held(level)}",
                        level.ValidatedCapacity is { } validated ? NumberText.Fraction(validated) : "not replayed",
                        $"{NumberText.Rounded(level.RequiredAccuracy)} %",
                        level.Found > 0
                            ? NumberText.Fixed(
                                level
                                    .Findings.Where(f => f.Found)
                                    .Select(f => Math.Abs(f.Correlation))
                                    .DefaultIfEmpty(double.NaN)
                                    .Min(),
                                3
                            )
                            : "–"
                    )
                ),
            ]
        );

    internal static int Held(CapacityLevel level) => Verdicts.Count(level.Findings, Verdict.Holds);

    private static DetailsBlock Labellings(
        CapacityLevel level,
        ImmutableArray<ControlSlot> slots,
        string where,
        int interesting
    )
    {
        var name = $"labellings-{level.Points}";
        ImmutableArray<string> points = [.. Enumerable.Range(1, level.Points).Select(point => $"{point}")];
        var missing = Verdicts.Count(level.Findings, Verdict.Missing);
        var failing = Verdicts.Count(level.Findings, Verdict.Fails);
        var words = (missing, failing) switch
        {
            (0, 0) => "",
            (_, 0) => $", {missing} not found",
            (0, _) => $", {failing} {(failing == 1 ? "fails" : "fail")} on the device",
            _ => $", {missing} not found, {failing} {(failing == 1 ? "fails" : "fail")} on the device",
        };
        return new DetailsBlock(
            $"N = {level.Points}: {level.Found} of {level.Labellings} labellings found{words}",
            level.Points == interesting,
            [
                LabellingFigures.Of(name, $"Labellings of {level.Points} points", level.Findings, points, where),
                FindingTable.Of("labelling", level.Findings, slots),
            ]
        );
    }
}
