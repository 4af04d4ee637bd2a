using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The report of an acquire run: what was applied, what came back.</summary>
public static class AcquirePage
{
    public static ReportPage Of(ReportInput input, AcquireResult result)
    {
        if (input.Plan.Protocol is not AcquirePlan plan)
            throw new ArgumentException("an acquire result needs an acquire plan", nameof(input));
        var device = input.Plan.Devices[plan.Sampling.Device];
        var range = result.OutputRange;
        return new ReportPage(
            input.Plan.Name,
            $"{NumberText.Count(result.Rows)} rows recorded in {Words.Plural(result.Batches, "batch", "batches")}: currents from "
                + $"{NumberText.Rounded(range.Low)} to {NumberText.Rounded(range.High)} nA.",
            [
                $"Recorded from {result.Device.Name} on {result.Device.Instrument}; the rows are in data.csv beside this page.",
            ],
            input.Facts.Warnings,
            [
                new(NumberText.Count(result.Rows), "rows"),
                new($"{NumberText.Rounded(result.Mean)} nA", "mean current"),
                new($"{NumberText.Rounded(result.Spread)} nA", "spread (standard deviation)"),
                new(Words.Duration(result.Rows / plan.Sampling.SampleRate), "recorded time"),
                new(Words.Duration(input.Facts.Seconds), "duration"),
            ],
            [
                new ReportSection("Output", [Outputs(result)]),
                new ReportSection("Coverage", SamplingFigures.Blocks(device, plan.Sampling)),
                .. DeviceFigures.Sections(result.Device),
                .. PlanWords.Sections(input),
            ]
        );
    }

    private static FigureBlock Outputs(AcquireResult result)
    {
        var range = result.OutputRange;
        var plot = new PlotFigure(
            "outputs",
            "Histogram of output currents",
            "How many rows have which output current, with lines at the mean and one standard deviation to either side.",
            [
                new PlotPanel(
                    new Axis("output current", "nA"),
                    new Axis("rows"),
                    [
                        new HistogramMark("", Tone.Blue, range.Low, range.High, result.Histogram),
                        new ReferenceMark("mean", Tone.Ink, ReferenceLine.Vertical, result.Mean),
                        new ReferenceMark(
                            "± spread",
                            Tone.Vermillion,
                            ReferenceLine.Vertical,
                            result.Mean - result.Spread
                        ),
                        new ReferenceMark(
                            "± spread",
                            Tone.Vermillion,
                            ReferenceLine.Vertical,
                            result.Mean + result.Spread
                        ),
                    ]
                ),
            ]
        )
        {
            PanelWidth = 720,
            PanelHeight = 300,
        };
        return new FigureBlock(
            plot,
            "Rows for each bin of output current in nanoamperes, all batches together. Bins at the very edge that stand out "
                + "point to a reading that clips.",
            DeviceFigures.HistogramData(range.Low, range.High, result.Histogram)
        );
    }
}
