using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The report of a surrogate training.</summary>
public static class SurrogatePage
{
    public static ReportPage Of(ReportInput input, SurrogateResult result)
    {
        if (input.Plan.Protocol is not SurrogateTrainingPlan plan)
            throw new ArgumentException("a surrogate result needs a surrogate plan", nameof(input));
        // Without test rows only the error that chose the model is known, and it is called so.
        var (kind, error) = result.TestError is { } test ? ("Test", test) : ("Validation", result.ValidationError);
        var share = result.Test.Spread > 0 ? $", {Words.Percent(error / result.Test.Spread)} of the spread" : "";
        var tested = result.TestError is null
            ? "no rows were set aside for a test."
            : $"tested on {NumberText.Count(result.TestRows)} rows that training never saw.";
        var sampling = plan.Data is SampledPlan sampled
            ? new ReportSection(
                "Coverage",
                SamplingFigures.Blocks(input.Plan.Devices[sampled.Sampling.Device], sampled.Sampling)
            )
            : null;
        return new ReportPage(
            input.Plan.Name,
            $"{kind} error {NumberText.Rounded(error)} nA (root mean square){share}.",
            [
                $"A surrogate of {result.Device.Name} on {result.Device.Instrument}: trained on "
                    + $"{NumberText.Count(result.TrainingRows)} rows, weights of epoch {result.BestEpoch} kept for their "
                    + $"lowest validation error, {tested}",
            ],
            input.Facts.Warnings,
            [
                .. result.TestError is { } shown
                    ? (ReadOnlySpan<KeyFigure>)[new($"{NumberText.Rounded(shown)} nA", "test error (RMSE)")]
                    : [],
                new($"{NumberText.Rounded(result.ValidationError)} nA", "validation error (RMSE)"),
                new($"{NumberText.Rounded(result.TrainingError)} nA", "training error (RMSE)"),
                new(
                    NumberText.Rounded(result.Test.Correlation, 5),
                    $"correlation on the {kind.ToLowerInvariant()} rows"
                ),
                new(Words.Duration(input.Facts.Seconds), "duration"),
            ],
            [
                new ReportSection("Training", [Profile(result)]),
                new ReportSection(
                    kind,
                    [new PairBlock(DeviceFigures.Errors("test", result.Test, $"of the {kind.ToLowerInvariant()} set"))]
                ),
                .. sampling is null ? (ReadOnlySpan<ReportSection>)[] : [sampling],
                .. DeviceFigures.Sections(result.Device),
                .. PlanWords.Sections(input),
            ]
        );
    }

    private static FigureBlock Profile(SurrogateResult result)
    {
        ImmutableArray<double> epochs = [.. result.Profile.Select(item => (double)item.Epoch)];
        ImmutableArray<double> training = [.. result.Profile.Select(item => item.Training)];
        ImmutableArray<double> validation = [.. result.Profile.Select(item => item.Validation)];
        var plot = new PlotFigure(
            "training-profile",
            "Training profile",
            "Epochs across, root-mean-square errors in nanoamperes upwards on a logarithmic axis, for training and validation.",
            [
                new PlotPanel(
                    new Axis("epoch"),
                    new Axis("error (RMSE)", "nA")
                    {
                        Logarithmic = true,
                        Include = [result.TestError ?? result.ValidationError],
                    },
                    [
                        new ReferenceMark("epoch kept", Tone.Muted, ReferenceLine.Vertical, result.BestEpoch),
                        .. result.TestError is { } error
                            ? (ReadOnlySpan<PlotMark>)
                                [new ReferenceMark("test error", Tone.Ink, ReferenceLine.Horizontal, error)]
                            : [],
                        new LineMark("training", Tone.Blue, epochs, training),
                        new LineMark("validation", Tone.Orange, epochs, validation, Dashed: true),
                    ]
                ),
            ]
        )
        {
            PanelWidth = 760,
            PanelHeight = 320,
        };
        return new FigureBlock(
            plot,
            "Root-mean-square error after each epoch in nanoamperes, on a logarithmic axis. Validation far above training means "
                + $"the network learns by heart; epoch {result.BestEpoch} was kept.",
            CsvText.OfColumns(
                ("epoch", epochs),
                ("training-nanoamperes", training),
                ("validation-nanoamperes", validation)
            )
        );
    }
}
