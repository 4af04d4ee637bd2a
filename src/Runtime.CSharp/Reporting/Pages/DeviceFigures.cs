using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The device as the instrument shows it, and how well a surrogate stands in for it.</summary>
public static class DeviceFigures
{
    /// <summary>Sections that every report ends with: current–voltage curves, and the surrogate where there is one.</summary>
    public static IEnumerable<ReportSection> Sections(DeviceStudy device)
    {
        yield return new ReportSection("Device", [CurrentVoltage(device)]);
        if (device.Surrogate is { } surrogate)
            yield return new ReportSection(
                "Surrogate",
                [new PairBlock(Errors("surrogate", surrogate, "at random voltages inside the limits"))]
            );
    }

    /// <summary>A panel for each electrode.</summary>
    public static FigureBlock CurrentVoltage(DeviceStudy device)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        foreach (var curve in device.Curves)
            for (var index = 0; index < Math.Min(curve.Volts.Length, curve.Nanoamperes.Length); index++)
                rows.Add([
                    NumberText.Exact(curve.Electrode),
                    NumberText.Exact(curve.Volts[index]),
                    curve.Nanoamperes[index] is { } current ? NumberText.Exact(current) : "",
                ]);
        var plot = new PlotFigure(
            "current-voltage",
            "Current–voltage curves",
            "One panel for each activation electrode: its voltage across, the readout current in nanoamperes upwards.",
            [
                .. device.Curves.Select(curve => new PlotPanel(
                    new Axis("voltage", "V"),
                    new Axis("readout current", "nA"),
                    [
                        new ReferenceMark("", Tone.Muted, ReferenceLine.Horizontal),
                        new ReferenceMark("", Tone.Muted, ReferenceLine.Vertical),
                        new LineMark(
                            "",
                            Tone.Blue,
                            curve.Volts,
                            [.. curve.Nanoamperes.Select(current => current ?? double.NaN)]
                        ),
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
        return new FigureBlock(
            plot,
            $"Readout current of {device.Name} in nanoamperes on {device.Instrument}, while one electrode is swept over its limits "
                + "and all others are at 0 V. Each panel has its own scale."
                + (
                    device.Missing > 0
                        ? $" {Words.Plural(device.Missing, "point", "points")} of the curves and of the comparison with a surrogate had no "
                            + "steady state and are missing."
                        : ""
                ),
            new CsvText(["electrode", "volts", "nanoamperes"], rows.ToImmutable())
        );
    }

    /// <summary>Predicted over measured, and the histogram of the differences.</summary>
    /// <param name="name">Root of the file names.</param>
    /// <param name="where">Which rows, as in "at random voltages inside the limits".</param>
    public static ImmutableArray<ReportBlock> Errors(string name, SurrogateStudy study, string where)
    {
        var count = Math.Min(study.Measured.Length, study.Predicted.Length);
        ImmutableArray<double> errors =
        [
            .. Enumerable.Range(0, count).Select(index => study.Predicted[index] - study.Measured[index]),
        ];
        var finite = SampleSummary.Sorted(study.Measured);
        ImmutableArray<double> ends = finite.Length > 0 ? [finite[0], finite[^1]] : [];
        var scatter = new PlotFigure(
            $"{name}-prediction",
            "Predicted against measured",
            "Measured current across, the surrogate's current upwards, in nanoamperes; the diagonal is agreement.",
            [
                new PlotPanel(
                    new Axis("measured current", "nA"),
                    new Axis("predicted current", "nA"),
                    [
                        new BandMark(
                            "± RMSE",
                            Tone.Orange,
                            ends,
                            [.. ends.Select(value => value - study.Error)],
                            [.. ends.Select(value => value + study.Error)]
                        ),
                        new ScatterMark("", Tone.Blue, Shape.Disc, study.Measured, study.Predicted),
                        new ReferenceMark("agreement", Tone.Ink, ReferenceLine.Diagonal),
                    ]
                ),
            ]
        )
        {
            PanelWidth = 470,
            PanelHeight = 300,
        };
        var (range, counts) = SampleSummary.Histogram(errors);
        var histogram = new PlotFigure(
            $"{name}-errors",
            "Histogram of errors",
            "How often each difference between predicted and measured current occurs.",
            [
                new PlotPanel(
                    new Axis("predicted − measured", "nA"),
                    new Axis("rows"),
                    [
                        new HistogramMark("", Tone.Blue, range.Low, range.High, counts),
                        new ReferenceMark("± RMSE", Tone.Ink, ReferenceLine.Vertical, -study.Error),
                        new ReferenceMark("± RMSE", Tone.Ink, ReferenceLine.Vertical, study.Error),
                    ]
                ),
            ]
        )
        {
            PanelWidth = 470,
            PanelHeight = 300,
        };
        return
        [
            new FigureBlock(
                scatter,
                $"{NumberText.Count(count)} rows {where}, in nanoamperes. {Words.SurrogateError(study)}",
                CsvText.OfColumns(("measured-nanoamperes", study.Measured), ("predicted-nanoamperes", study.Predicted))
            ),
            new FigureBlock(
                histogram,
                "Differences in nanoamperes; the dashed lines stand at plus and minus the root-mean-square error.",
                HistogramData(range.Low, range.High, counts)
            ),
        ];
    }

    /// <summary>Edges and counts of the bins.</summary>
    public static CsvText HistogramData(double low, double high, ImmutableArray<double> counts)
    {
        var width = (high - low) / Math.Max(1, counts.Length);
        return CsvText.OfColumns(
            ("low-nanoamperes", [.. Enumerable.Range(0, counts.Length).Select(index => low + index * width)]),
            ("high-nanoamperes", [.. Enumerable.Range(0, counts.Length).Select(index => low + (index + 1) * width)]),
            ("rows", counts)
        );
    }
}
