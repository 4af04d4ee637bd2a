using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The report of an abundance run: how common each gate is, its best setting, and the surrogate's word.</summary>
public static class AbundancePage
{
    public static ReportPage Of(ReportInput input, AbundanceResult result)
    {
        if (input.Plan.Protocol is not AbundancePlan plan)
            throw new ArgumentException("an abundance result needs an abundance plan", nameof(input));
        var points = Words.PointNames(plan.Points);
        var slots = ControlSlots.Of(input.Plan, plan.Network);
        return new ReportPage(
            input.Plan.Name,
            Headline(result),
            [
                $"{NumberText.Count(result.Samples)} random settings of the control voltages of {result.Device.Name} were read on "
                    + $"{result.Device.Instrument}. A gate is there where the correlation of currents and targets is above "
                    + $"{NumberText.Setting(plan.Correlation)} and the contrast, (largest − smallest current) / largest size of "
                    + $"a current, above {NumberText.Setting(plan.Contrast)}.",
                .. Unread(result),
            ],
            input.Facts.Warnings,
            Keys(input, result),
            [
                new ReportSection(
                    "Abundance",
                    [
                        Table(result),
                        new PairBlock([AbundanceFigures.Shares(result.Gates), AbundanceFigures.Fitness(result.Gates)]),
                        Responses(result),
                    ]
                ),
                new ReportSection("Best settings", BestSettings(result, points, slots)),
                .. Surrogate(result),
                .. DeviceFigures.Sections(result.Device),
                .. PlanWords.Sections(input),
            ]
        );
    }

    private static string Headline(AbundanceResult result)
    {
        var there = result.Gates.Where(gate => gate.Present.Count > 0).ToArray();
        if (there.Length == 0)
            return $"None of {Words.Plural(result.Gates.Length, "gate", "gates")} is there at random settings.";
        var most = there.MaxBy(gate => gate.Present.Count)!;
        var least = there.MinBy(gate => gate.Present.Count)!;
        var sentence =
            there.Length == result.Gates.Length
                ? $"All {Words.Plural(result.Gates.Length, "gate", "gates")} are there at random settings"
                : $"{there.Length} of {Words.Plural(result.Gates.Length, "gate", "gates")} are there at random settings";
        return most == least
            ? $"{sentence}: {Named(most)}."
            : $"{sentence}, from {Named(most)} of the settings down to {Named(least)}.";

        static string Named(GateAbundance gate) => $"{gate.Name} in {Words.Percent(gate.Present.Share ?? 0)}";
    }

    private static ImmutableArray<string> Unread(AbundanceResult result) =>
        result.Readable == result.Samples
            ? []
            :
            [
                $"{Words.Plural(result.Samples - result.Readable, "setting", "settings")} had no steady state at one of the points "
                    + "or saturated the reading, and count nowhere.",
            ];

    private static ImmutableArray<KeyFigure> Keys(ReportInput input, AbundanceResult result) =>
        [
            new(NumberText.Count(result.Readable), "settings read"),
            new($"{result.Gates.Count(gate => gate.Present.Count > 0)} of {result.Gates.Length}", "gates are there"),
            new(Share(result.AnyResponse), "of the settings respond negatively to an input"),
            .. result.Surrogate is { } surrogate
                ? (ReadOnlySpan<KeyFigure>)
                    [
                        new($"{NumberText.Rounded(surrogate.Error)} nA", "surrogate error at these settings (RMSE)"),
                        new(Share(surrogate.All.FalsePositives), "of the surrogate’s gates the device refutes"),
                        new(Share(surrogate.All.FalseNegatives), "of the device’s gates the surrogate denies"),
                    ]
                : [],
            new(Words.Duration(input.Facts.Seconds), "duration"),
        ];

    private static TableBlock Table(AbundanceResult result) =>
        new(
            "Settings in which each gate is there, and those in which a threshold makes it; with 95 % intervals (Wilson)",
            [
                new("gate"),
                new("targets"),
                new("there", true),
                new("share", true),
                new("interval"),
                new("separable", true),
                new("share", true),
                new("interval"),
                new("best fitness", true),
            ],
            [
                .. result.Gates.Select(gate =>
                    ImmutableArray.Create<TableCell>(
                        gate.Name,
                        string.Concat(gate.Targets.Select(label => label ? '1' : '0')),
                        NumberText.Count(gate.Present.Count),
                        Share(gate.Present),
                        Interval(gate.Present),
                        NumberText.Count(gate.Separable.Count),
                        Share(gate.Separable),
                        Interval(gate.Separable),
                        gate.Best is { } best ? NumberText.Fixed(best.Fitness, 3) : "–"
                    )
                ),
            ]
        );

    private static ParagraphBlock Responses(AbundanceResult result) =>
        new(
            $"Negative input response – raising one input alone lowers the current at some corner of the others – in "
                + $"{Share(result.AnyResponse)} of the settings ({Interval(result.AnyResponse)}); by input: "
                + string.Join(
                    ", ",
                    result.Responses.Select((part, input) => $"{input + 1}: {Share(part)} ({Interval(part)})")
                )
                + "."
        );

    private static ImmutableArray<ReportBlock> BestSettings(
        AbundanceResult result,
        ImmutableArray<string> points,
        ImmutableArray<ControlSlot> slots
    )
    {
        if (result.Gates.All(gate => gate.Best is null))
            return [new ParagraphBlock("No setting had enough contrast.")];
        return
        [
            AbundanceFigures.BestCurrents(result.Gates, points),
            new TableBlock(
                "For each gate the setting of highest fitness among those with enough contrast: 1 − mean |Î − target|, Î the "
                    + "currents scaled to 0..1",
                [
                    new("gate"),
                    new("fitness", true),
                    new("correlation", true),
                    new("contrast", true),
                    new("setting", true),
                    .. slots.Select(slot => new TableColumn($"{slot.Name} (V)", true)),
                ],
                [
                    .. result
                        .Gates.Where(gate => gate.Best is not null)
                        .Select(gate =>
                            ImmutableArray.CreateRange<TableCell>([
                                gate.Name,
                                NumberText.Fixed(gate.Best!.Fitness, 3),
                                NumberText.Fixed(gate.Best.Correlation, 3),
                                NumberText.Rounded(gate.Best.Contrast),
                                $"{gate.Best.Setting}",
                                .. gate.Best.Controls.Select(volts => new TableCell(NumberText.Fixed(volts, 3))),
                            ])
                        ),
                ]
            ),
        ];
    }

    private static IEnumerable<ReportSection> Surrogate(AbundanceResult result)
    {
        if (result.Surrogate is not { } surrogate)
            yield break;
        yield return new ReportSection(
            "Device against surrogate",
            [
                new ParagraphBlock(
                    $"The same {NumberText.Count(surrogate.Compared)} settings on the surrogate, whose currents differ by "
                        + $"{NumberText.Rounded(surrogate.Error)} nA (root mean square). A false positive is a gate that the "
                        + "surrogate claims and the device refutes; a false negative one that the device has and the surrogate "
                        + "denies."
                ),
                new TableBlock(
                    "",
                    [
                        new("gate"),
                        new("both", true),
                        new("device only", true),
                        new("surrogate only", true),
                        new("neither", true),
                        new("false positives", true),
                        new("interval"),
                        new("false negatives", true),
                        new("interval"),
                    ],
                    [
                        .. result
                            .Gates.Where(gate => gate.Confusion is not null)
                            .Select(gate => Row(gate.Name, gate.Confusion!)),
                        Row("all", surrogate.All),
                    ]
                ),
                AbundanceFigures.Confusions(result.Gates),
            ]
        );

        static ImmutableArray<TableCell> Row(string name, Confusion word) =>
            ImmutableArray.Create<TableCell>(
                name,
                NumberText.Count(word.Both),
                NumberText.Count(word.DeviceOnly),
                NumberText.Count(word.SurrogateOnly),
                NumberText.Count(word.Neither),
                Share(word.FalsePositives),
                Interval(word.FalsePositives),
                Share(word.FalseNegatives),
                Interval(word.FalseNegatives)
            );
    }

    private static string Share(Fraction part) => part.Share is { } share ? Words.Percent(share) : "–";

    private static string Interval(Fraction part) =>
        part.Of == 0
            ? "–"
            : $"{NumberText.Rounded(100 * part.Low, 2)} to {NumberText.Rounded(100 * part.High, 2)}\u00A0%";
}
