using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Current and slope over two voltages.</summary>
public static class MapFigures
{
    /// <summary>Part of the cells that the colours of the slopes tell apart; the steepest ones take the last colour.</summary>
    private const double Shown = 0.9;

    public static IEnumerable<ReportBlock> Blocks(VoltageMap map, bool isNoisy)
    {
        var name = $"map-{map.First}-{map.Second}";
        var (currents, amperes) = Scaled(map.Nanoamperes);
        var (slopes, siemens) = Scaled(map.Slopes);
        var known = SampleSummary.Sorted(currents);
        var sizes = SampleSummary.Sorted([.. slopes.Select(Math.Abs)]);
        var steepest = sizes.Length > 0 ? SampleSummary.Quantile(sizes, Shown) : 1;
        yield return new PairBlock([
            new FigureBlock(
                Plot(
                    $"{name}-current",
                    "Map of the current",
                    map,
                    new HeatMapMark(
                        amperes,
                        map.FirstVolts.Length,
                        currents,
                        known.Length > 0 ? known[0] : 0,
                        known.Length > 0 ? known[^1] : 1
                    )
                ),
                $"Readout current ({amperes}) over the voltages of electrodes {map.First} (across) and {map.Second} (upwards), "
                    + "the others at rest.",
                Table(map, "nanoamperes", map.Nanoamperes)
            ),
            new FigureBlock(
                Plot(
                    $"{name}-slope",
                    "Map of the slope",
                    map,
                    new HeatMapMark($"{siemens}/V", map.FirstVolts.Length, slopes, -steepest, steepest)
                ),
                $"Slope of the current by the voltage of electrode {map.First} ({siemens}/V); 0 is in the middle of the "
                    + $"colours, the darker half is negative: {Words.Percent(map.Share)} of the area"
                    + (isNoisy ? $", {Words.Percent(map.ClearShare)} clear of the noise." : "."),
                Table(map, "nanoamperes-per-volt", map.Slopes)
            ),
        ]);
    }

    /// <summary>In picoamperes where nanoamperes would be mostly zeros.</summary>
    private static (ImmutableArray<double> Values, string Unit) Scaled(ImmutableArray<double?> nanoamperes)
    {
        var largest = nanoamperes.Max(value => Math.Abs(value ?? 0));
        var (factor, unit) = largest < 0.1 ? (1000, "pA") : (1, "nA");
        return ([.. nanoamperes.Select(value => factor * (value ?? double.NaN))], unit);
    }

    private static PlotFigure Plot(string name, string title, VoltageMap map, HeatMapMark heat) =>
        new(
            name,
            $"{title} over e{map.First} and e{map.Second}",
            "Coloured cells over a grid of two voltages, with a colour scale beside it.",
            [
                new PlotPanel(
                    new Axis($"voltage of e{map.First}", "V") { Categories = Names(map.FirstVolts) },
                    new Axis($"voltage of e{map.Second}", "V") { Categories = Names(map.SecondVolts) },
                    [heat]
                ),
            ]
        )
        {
            PanelWidth = 470,
            PanelHeight = 380,
        };

    private static ImmutableArray<string> Names(ImmutableArray<double> volts) =>
        [.. volts.Select(value => NumberText.Setting(Math.Round(value, 3)))];

    private static CsvText Table(VoltageMap map, string unit, ImmutableArray<double?> values) =>
        new(
            [$"V{map.First}", $"V{map.Second}", unit],
            [
                .. values.Select(
                    (value, cell) =>
                        ImmutableArray.Create(
                            NumberText.Exact(map.FirstVolts[cell % map.FirstVolts.Length]),
                            NumberText.Exact(map.SecondVolts[cell / map.FirstVolts.Length]),
                            value is { } known ? NumberText.Exact(known) : ""
                        )
                ),
            ]
        );
}
