using System.Collections.Immutable;
using Nano.Runtime.Curves;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Current–voltage curves up and down, their slopes, and where they fall.</summary>
public static class CurveFigures
{
    public static ImmutableArray<ReportBlock> Blocks(CharacteriseResult result) =>
        [
            CurrentVoltage(result),
            Conductance(result),
            Electrodes(result),
            .. result.Curves.Any(curve => curve.Falls.Length > 0) ? (ReadOnlySpan<ReportBlock>)[Windows(result)] : [],
        ];

    private static FigureBlock CurrentVoltage(CharacteriseResult result)
    {
        var plot = Grid(
            "current-voltage",
            "Current–voltage curves",
            "One panel for each activation electrode: its voltage across, the readout current upwards, on the way up and back.",
            new Axis("readout current", "nA"),
            result.Curves,
            curve =>
                [
                    .. Bands(curve),
                    new LineMark("up", Tone.Blue, curve.Volts, Values(curve.Up)),
                    .. curve.Down.Length > 0
                        ? (ReadOnlySpan<PlotMark>)
                            [new LineMark("down", Tone.Orange, curve.Volts, Values(curve.Down), Dashed: true)]
                        : [],
                ]
        );
        return new FigureBlock(
            plot,
            $"Readout current of {result.Device} in nanoamperes while one electrode is swept over its limits and the others "
                + "rest. Shaded: windows in which the current falls while the voltage rises, clear of the noise, on the way up. "
                + "Each panel has its own scale.",
            Table(result.Curves, "nanoamperes", (_, currents) => Values(currents))
        );
    }

    private static FigureBlock Conductance(CharacteriseResult result)
    {
        var plot = Grid(
            "differential-conductance",
            "Differential conductance",
            "One panel for each activation electrode: its voltage across, the slope of the readout current upwards.",
            new Axis("dI/dV", "nA/V") { Include = [0] },
            result.Curves,
            curve => [new LineMark("", Tone.Green, curve.Volts, Slopes(curve, curve.Up))]
        );
        return new FigureBlock(
            plot,
            "Slope of the readout current by the swept voltage in nanoamperes per volt, from central differences between "
                + "neighbouring points on the way up. Below 0 the differential resistance is negative.",
            Table(result.Curves, "nanoamperes-per-volt", Slopes)
        );
    }

    private static TableBlock Electrodes(CharacteriseResult result) =>
        new(
            "Zero bias is all electrodes at 0 V; resistance is 1/(dI/dV) of the readout current by that electrode's voltage",
            [
                new("electrode"),
                new("largest |current| (nA)", true),
                new("dI/dV at zero bias (nA/V)", true),
                new("resistance", true),
                new("hysteresis (nA)", true),
                new("falls", true),
            ],
            [
                .. result.Curves.Select(curve =>
                    ImmutableArray.Create<TableCell>(
                        $"e{curve.Electrode}",
                        CharacteriseWords.Number(curve.Largest),
                        Slope(curve.ZeroBias),
                        CharacteriseWords.Ohms(curve.ZeroBias),
                        curve.Hysteresis is null ? "–"
                            : curve.HysteresisClear ? CharacteriseWords.Number(curve.Hysteresis)
                            : result.Noise > 0 ? "within the noise"
                            : "none",
                        $"{curve.Falls.Count(window => window is { Back: false, Clear: true })}"
                    )
                ),
                ImmutableArray.Create<TableCell>(
                    "output",
                    "–",
                    Slope(result.Output),
                    CharacteriseWords.Ohms(result.Output),
                    "–",
                    "–"
                ),
            ]
        );

    private static string Slope(ZeroBias slope) =>
        CharacteriseWords.Number(slope.Slope) + (slope.Error > 0 ? $" ± {NumberText.Rounded(slope.Error, 2)}" : "");

    private static TableBlock Windows(CharacteriseResult result) =>
        new(
            "Where the current falls while the voltage rises",
            [
                new("electrode"),
                new("way"),
                new("from (V)", true),
                new("to (V)", true),
                new("current (nA)", true),
                new("depth (nA)", true),
                new("clear of the noise"),
                new("seen both ways"),
            ],
            [
                .. result.Curves.SelectMany(curve =>
                    curve.Falls.Select(window =>
                        ImmutableArray.Create<TableCell>(
                            $"e{curve.Electrode}",
                            window.Back ? "down" : "up",
                            NumberText.Setting(Math.Round(window.FromVolts, 4)),
                            NumberText.Setting(Math.Round(window.ToVolts, 4)),
                            $"{NumberText.Rounded(window.FromNanoamperes)} → {NumberText.Rounded(window.ToNanoamperes)}",
                            NumberText.Rounded(window.Depth),
                            window.Clear ? "yes" : "no",
                            window.Repeated switch
                            {
                                true => "yes",
                                false => "no",
                                null => "–",
                            }
                        )
                    )
                ),
            ]
        );

    private static PlotFigure Grid(
        string name,
        string title,
        string description,
        Axis up,
        ImmutableArray<ElectrodeCurve> curves,
        Func<ElectrodeCurve, ImmutableArray<PlotMark>> marks
    ) =>
        new(
            name,
            title,
            description,
            [
                .. curves.Select(curve => new PlotPanel(
                    new Axis("voltage", "V"),
                    up,
                    [
                        new ReferenceMark("", Tone.Muted, ReferenceLine.Horizontal),
                        new ReferenceMark("", Tone.Muted, ReferenceLine.Vertical),
                        .. marks(curve),
                    ]
                )
                {
                    Title = $"electrode {curve.Electrode}",
                }),
            ]
        )
        {
            Columns = 4,
            PanelWidth = 236,
            PanelHeight = 150,
            Compact = true,
        };

    /// <summary>A band over the span of the curve for each clear fall.</summary>
    private static IEnumerable<PlotMark> Bands(ElectrodeCurve curve)
    {
        var known = SampleSummary.Sorted([.. Values(curve.Up), .. Values(curve.Down)]);
        foreach (var window in curve.Falls.Where(window => window is { Back: false, Clear: true }))
            yield return new BandMark(
                "falls",
                Tone.Vermillion,
                [window.FromVolts, window.ToVolts],
                [known[0], known[0]],
                [known[^1], known[^1]]
            );
    }

    private static ImmutableArray<double> Values(ImmutableArray<double?> currents) =>
        [.. currents.Select(current => current ?? double.NaN)];

    private static ImmutableArray<double> Slopes(ElectrodeCurve curve, ImmutableArray<double?> currents) =>
        [.. DifferentialConductance.Of(curve.Volts.AsSpan(), Values(currents).AsSpan())];

    /// <summary>Up and down side by side.</summary>
    private static CsvText Table(
        ImmutableArray<ElectrodeCurve> curves,
        string unit,
        Func<ElectrodeCurve, ImmutableArray<double?>, ImmutableArray<double>> shown
    )
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        foreach (var curve in curves)
        {
            var up = shown(curve, curve.Up);
            var down = curve.Down.IsEmpty ? [] : shown(curve, curve.Down);
            for (var point = 0; point < curve.Volts.Length; point++)
                rows.Add([
                    NumberText.Exact(curve.Electrode),
                    NumberText.Exact(curve.Volts[point]),
                    Cell(up, point),
                    Cell(down, point),
                ]);
        }
        return new CsvText(["electrode", "volts", $"up-{unit}", $"down-{unit}"], rows.ToImmutable());

        static string Cell(ImmutableArray<double> column, int point) =>
            point < column.Length && !double.IsNaN(column[point]) ? NumberText.Exact(column[point]) : "";
    }
}
