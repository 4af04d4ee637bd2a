using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The report of a boolean run: truth tables wanted and made.</summary>
public static class BooleanPage
{
    public static ReportPage Of(ReportInput input, BooleanResult result)
    {
        if (input.Plan.Protocol is not BooleanPlan plan)
            throw new ArgumentException("a boolean result needs a boolean plan", nameof(input));
        var gates = result.Gates;
        var slots = ControlSlots.Of(input.Plan, plan.Search.Network);
        var where = PlanWords.Where(plan.Search);
        var points = Words.PointNames(plan.Points);
        var found = gates.Count(gate => gate.Found);
        var replayed = gates.Any(gate => gate.Replay is not null);
        var held = Verdicts.Count(gates, Verdict.Holds);
        var keys = ImmutableArray.CreateBuilder<KeyFigure>();
        keys.Add(new KeyFigure($"{found} of {gates.Length}", "gates found"));
        if (replayed)
            keys.Add(new KeyFigure($"{held} of {found}", "of these hold on the device"));
        if (result.Device.Surrogate is { } surrogate)
            keys.Add(new KeyFigure($"{NumberText.Rounded(surrogate.Error)} nA", "surrogate error (RMSE)"));
        keys.Add(new KeyFigure(Words.Duration(input.Facts.Seconds), "duration"));

        return new ReportPage(
            input.Plan.Name,
            Headline(gates, found, held, replayed),
            [
                $"Control voltages were searched {where}; "
                    + (
                        replayed
                            ? $"“the device” is {result.Device.Name} on {result.Device.Instrument}, where findings were replayed."
                            : $"nothing was replayed on {result.Device.Instrument}."
                    ),
            ],
            Words.Warnings(input, slots, gates),
            keys.ToImmutable(),
            [
                new ReportSection(
                    "Gates",
                    [
                        TruthTable(gates, points),
                        LabellingFigures.Of("gates", "Outputs of each gate", gates, points, where),
                        FindingTable.Of("gate", gates, slots),
                    ]
                ),
                new ReportSection(
                    "Search",
                    [
                        new PairBlock([
                            SearchFigures.AccuracyOverCorrelation(gates, [100 * plan.Threshold]),
                            .. SearchFigures.Replays(gates, where) is { } replays
                                ? (ReadOnlySpan<ReportBlock>)[replays]
                                : [],
                        ]),
                    ]
                ),
                new ReportSection(
                    "Control voltages",
                    [new PairBlock([SearchFigures.Controls(slots, gates), ControlMap(gates, slots)])]
                ),
                .. DeviceFigures.Sections(result.Device),
                .. PlanWords.Sections(input),
            ]
        );
    }

    private static string Headline(ImmutableArray<Finding> gates, int found, int held, bool replayed)
    {
        var missing = gates.Where(gate => !gate.Found).Select(gate => gate.Name).ToArray();
        var sentence =
            found == gates.Length
                ? $"All {Words.Plural(gates.Length, "gate", "gates")} found"
                : $"{found} of {Words.Plural(gates.Length, "gate", "gates")} found";
        if (replayed)
            sentence +=
                held == found ? ", and all of these hold on the device" : $", {held} of these hold on the device";
        return missing.Length switch
        {
            0 => sentence + ".",
            <= 4 => $"{sentence}; missing: {string.Join(", ", missing)}.",
            _ => $"{sentence}; missing: {string.Join(", ", missing.Take(3))} and {missing.Length - 3} more.",
        };
    }

    private static TableBlock TruthTable(ImmutableArray<Finding> gates, ImmutableArray<string> points)
    {
        return new TableBlock(
            "Truth table: the wanted value at each point, and the output current in nanoamperes",
            [new("gate"), .. points.Select(point => new TableColumn(point, true)), new("verdict")],
            [
                .. gates.Select(gate =>
                {
                    var verdict = Verdicts.Of(gate);
                    return ImmutableArray.CreateRange<TableCell>([
                        gate.Name,
                        .. Enumerable.Range(0, points.Length).Select(point => Cell(gate, point)),
                        new TableCell(Verdicts.Brief(verdict), !Verdicts.Good(verdict)),
                    ]);
                }),
            ]
        );

        static TableCell Cell(Finding gate, int point)
        {
            if (point >= gate.Targets.Length)
                return "–";
            var target = gate.Targets[point] ? "1" : "0";
            return point < gate.Outputs.Length ? $"{target} ({NumberText.Rounded(gate.Outputs[point])})" : target;
        }
    }

    /// <summary>Gates by electrodes: where between its limits each voltage lies.</summary>
    private static FigureBlock ControlMap(ImmutableArray<Finding> gates, ImmutableArray<ControlSlot> slots)
    {
        var found = gates
            .Where(gate => gate.Found && gate.Controls.Length == slots.Length)
            .Reverse()
            .ToImmutableArray();
        ImmutableArray<double> shares =
        [
            .. found.SelectMany(gate =>
                slots.Select(
                    (slot, index) =>
                        slot.HighVolts > slot.LowVolts
                            ? (gate.Controls[index] - slot.LowVolts) / (slot.HighVolts - slot.LowVolts)
                            : 0.5
                )
            ),
        ];
        var plot = new PlotFigure(
            "control-map",
            "Where the voltages lie between their limits",
            "A row for each gate, a column for each control electrode; dark is the lower limit, light the upper.",
            [
                new PlotPanel(
                    new Axis("control electrode") { Categories = [.. slots.Select(slot => slot.Name)] },
                    new Axis("gate") { Categories = [.. found.Select(gate => gate.Name)] },
                    [new HeatMapMark("share", Math.Max(1, slots.Length), shares, 0, 1)]
                ),
            ]
        )
        {
            PanelWidth = Math.Clamp(240 + 60 * slots.Length, 420, 960),
            PanelHeight = Math.Clamp(80 + 22 * found.Length, 130, 620),
        };
        return new FigureBlock(
            plot,
            "Each cell is one control voltage of one gate as a share of its range: 0 (dark) is the lower limit, 1 (light) the "
                + "upper. Rows that look alike are gates made by nearly the same voltages.",
            new CsvText(
                ["gate", .. slots.Select(slot => slot.Name)],
                [
                    .. Enumerable
                        .Range(0, found.Length)
                        .Select(row =>
                            ImmutableArray.CreateRange<string>([
                                found[row].Name,
                                .. Enumerable
                                    .Range(0, slots.Length)
                                    .Select(column => NumberText.Exact(shares[row * slots.Length + column])),
                            ])
                        ),
                ]
            )
        );
    }
}
