using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>How thoroughly the waves scan the input space.</summary>
public static class SamplingFigures
{
    public static ImmutableArray<ReportBlock> Blocks(DevicePlan device, SamplingPlan sampling)
    {
        var count = Math.Min(device.Electrodes.Length, sampling.Frequencies.Length);
        ImmutableArray<double> periods =
        [
            .. sampling.Frequencies.Take(count).Select(hertz => hertz * sampling.BatchSamples / sampling.SampleRate),
        ];
        ImmutableArray<string> names = [.. device.Electrodes.Take(count).Select(electrode => $"e{electrode.Number}")];
        var plot = new PlotFigure(
            "coverage",
            "Periods of each wave in a batch",
            "A bar for each activation electrode: how many full periods its wave makes in one batch.",
            [
                new PlotPanel(
                    new Axis("electrode") { Categories = names },
                    new Axis("periods in a batch") { Include = [0, 1] },
                    [
                        new BarMark(
                            "",
                            Tone.Sky,
                            [.. Enumerable.Range(0, count).Select(index => (double)index)],
                            periods,
                            0.6
                        ),
                        new ReferenceMark("one period", Tone.Ink, ReferenceLine.Horizontal, 1),
                    ]
                ),
            ]
        )
        {
            PanelWidth = 620,
            PanelHeight = 260,
        };
        var shape = sampling.Waveform == Waveform.Sine ? "sine" : "triangle";
        return
        [
            new FigureBlock(
                plot,
                $"Periods of the {shape} wave on each electrode in one batch of {NumberText.Count(sampling.BatchSamples)} samples. "
                    + "Below one period (dashed) a single batch does not reach the whole range of that electrode; "
                    + "other batches begin at other phases.",
                new CsvText(
                    ["electrode", "hertz", "periods-in-a-batch"],
                    [
                        .. Enumerable
                            .Range(0, count)
                            .Select(index =>
                                ImmutableArray.Create(
                                    $"{device.Electrodes[index].Number}",
                                    NumberText.Exact(sampling.Frequencies[index]),
                                    NumberText.Exact(periods[index])
                                )
                            ),
                    ]
                )
            ),
            new TableBlock(
                "The waves",
                [
                    new("electrode"),
                    new("lowest (V)", true),
                    new("highest (V)", true),
                    new("frequency (Hz)", true),
                    new("periods in a batch", true),
                ],
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(index =>
                            ImmutableArray.Create<TableCell>(
                                names[index],
                                NumberText.Setting(device.Electrodes[index].LowVolts),
                                NumberText.Setting(device.Electrodes[index].HighVolts),
                                NumberText.Setting(sampling.Frequencies[index]),
                                periods[index] < 1
                                    ? new TableCell($"{NumberText.Rounded(periods[index])} (less than one)", true)
                                    : NumberText.Rounded(periods[index])
                            )
                        ),
                ]
            ),
        ];
    }
}
