using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// Trains a dense network on input–output data of a device: Adam on the mean-squared error in volts, the epoch of lowest
/// validation error kept, as brainspy-smg does. Same bits for any number of threads.
/// </summary>
public static class SurrogateTrainer
{
    /// <param name="seeds">Streams "split", "weights" and "shuffle/&lt;epoch&gt;".</param>
    /// <param name="report">Called after each epoch.</param>
    /// <exception cref="NanoException">
    /// N231–N237, N250, N251 data or plan that make no sense; N510 the training diverged.
    /// </exception>
    /// <exception cref="OperationCanceledException">Between two batches.</exception>
    public static SurrogateTraining Train(
        SurrogateData data,
        SurrogateTrainingPlan plan,
        SeedTree seeds,
        int threads,
        Action<EpochErrors>? report = null,
        CancellationToken cancellation = default
    )
    {
        Check(plan);
        var split = SurrogateSplit.Of(data, plan.Clip, plan.Splits, seeds.For("split"));
        var targets = new float[data.Rows];
        for (var row = 0; row < targets.Length; row++)
            targets[row] = (float)(data.Nanoamperes[row] / plan.Amplification);
        var settings = new AdamSettings(plan.Rate, plan.Beta1, plan.Beta2, plan.Epsilon);
        ImmutableArray<int> widths = [data.Electrodes, .. plan.Hidden, 1];
        var start = DenseInitialiser.Uniform(widths, plan.Activation, seeds.For("weights"));
        using var trainer = new DenseTrainer(start, settings, threads);
        var profile = ImmutableArray.CreateBuilder<EpochErrors>(plan.Epochs);
        var order = new int[split.Training.Length];
        var (best, bestErrors) = (start, new EpochErrors(0, double.NaN, double.PositiveInfinity));
        for (var epoch = 1; epoch <= plan.Epochs; epoch++)
        {
            // From the same order every time, so that an epoch depends on its number alone.
            split.Training.CopyTo(order, 0);
            seeds.For($"shuffle/{epoch}").Shuffle(order.AsSpan());
            var training = Epoch(trainer, data.Volts, targets, order, plan.Batch, cancellation);
            var validation = trainer.Error(data.Volts, targets, split.Validation);
            var errors = new EpochErrors(
                epoch,
                Math.Sqrt(training) * plan.Amplification,
                Math.Sqrt(validation) * plan.Amplification
            );
            if (!double.IsFinite(errors.Training) || !double.IsFinite(errors.Validation))
                throw new NanoException(
                    "N510",
                    $"the training diverged in epoch {epoch}: training error {errors.Training} nA,"
                        + $" validation error {errors.Validation} nA",
                    $"try a smaller rate than {plan.Rate}"
                );
            profile.Add(errors);
            if (errors.Validation < bestErrors.Validation)
                (best, bestErrors) = (trainer.Snapshot(), errors);
            report?.Invoke(errors);
        }
        using var judge = new DenseTrainer(best, settings, threads);
        return new SurrogateTraining(
            best,
            bestErrors.Epoch,
            bestErrors.Training,
            bestErrors.Validation,
            Math.Sqrt(judge.Error(data.Volts, targets, split.Test)) * plan.Amplification,
            Range(data, split),
            profile.MoveToImmutable(),
            split
        );
    }

    /// <summary>Mean-squared error over the batches of an epoch.</summary>
    private static double Epoch(
        DenseTrainer trainer,
        float[] volts,
        float[] targets,
        int[] order,
        int batch,
        CancellationToken cancellation
    )
    {
        var sum = 0.0;
        for (var from = 0; from < order.Length; from += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch, order.Length - from);
            sum += count * trainer.Step(volts, targets, order.AsSpan(from, count));
        }
        return sum / order.Length;
    }

    private static Bounds Range(SurrogateData data, SurrogateSplit split)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var part in new[] { split.Training, split.Validation, split.Test })
        foreach (var row in part)
            (low, high) = (Math.Min(low, data.Nanoamperes[row]), Math.Max(high, data.Nanoamperes[row]));
        return new Bounds(low, high);
    }

    private static void Check(SurrogateTrainingPlan plan)
    {
        if (plan.Epochs < 1 || plan.Batch < 1)
            throw new NanoException(
                "N235",
                $"a training of {plan.Epochs} epochs with batches of {plan.Batch} rows",
                "both must be at least 1"
            );
        if (!(plan.Amplification > 0 && double.IsFinite(plan.Amplification)))
            throw new NanoException(
                "N235",
                $"the amplification is {plan.Amplification} nA/V",
                "it must be above 0: nanoamperes for each volt at the readout"
            );
    }
}
