using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// Trains a dense network on input–output data of a device: Adam on the mean-squared error in volts (or on a formula),
/// the epoch of lowest validation error (or loss) kept, as brainspy-smg does. Same bits for any number of threads.
/// </summary>
/// <remarks>
/// Step by step, for loops of one's own: <see cref="Step"/> takes one batch, <see cref="Epoch"/> the rest of the
/// batches and a validation, with any <see cref="Rate"/>. <see cref="Train"/> is that loop with the plan's epochs.
/// </remarks>
public sealed class SurrogateTrainer : IDisposable
{
    private readonly SurrogateData data;
    private readonly SurrogateTrainingPlan plan;
    private readonly SeedTree seeds;
    private readonly AdamSettings settings;
    private readonly int threads;
    private readonly float[] targets;
    private readonly DenseTrainer trainer;
    private readonly int[] order;
    private readonly List<EpochErrors> profile = [];
    private DenseNetwork best;
    private EpochErrors bestErrors = new(0, double.NaN, double.PositiveInfinity);
    private double bestJudgement = double.PositiveInfinity;
    private int next; // row of the order at which the next batch starts; at the end, or at first, a new epoch does
    private double squares; // of the epoch's batches so far

    /// <param name="seeds">Streams "split", "weights" and "shuffle/&lt;epoch&gt;".</param>
    /// <exception cref="NanoException">N231–N237, N250, N251 data or plan that make no sense.</exception>
    public SurrogateTrainer(SurrogateData data, SurrogateTrainingPlan plan, SeedTree seeds, int threads)
    {
        Check(plan);
        (this.data, this.plan, this.seeds, this.threads) = (data, plan, seeds, threads);
        Split = SurrogateSplit.Of(data, plan.Clip, plan.Splits, seeds.For("split"));
        targets = new float[data.Rows];
        for (var row = 0; row < targets.Length; row++)
            targets[row] = (float)(data.Nanoamperes[row] / plan.Amplification);
        settings = new AdamSettings(plan.Rate, plan.Beta1, plan.Beta2, plan.Epsilon);
        ImmutableArray<int> widths = [data.Electrodes, .. plan.Hidden, 1];
        best = DenseInitialiser.Uniform(widths, plan.Activation, seeds.For("weights"));
        trainer = new DenseTrainer(best, settings, threads, Loss(plan));
        order = new int[Split.Training.Length];
        next = order.Length;
    }

    /// <summary>Which rows train, choose and judge.</summary>
    public SurrogateSplit Split { get; }

    /// <summary>Step size of Adam; the plan's, until it is set.</summary>
    public double Rate
    {
        get => trainer.Rate;
        set => trainer.Rate = value;
    }

    /// <summary>Epochs begun.</summary>
    public int Epochs { get; private set; }

    /// <summary>Errors of the epoch of lowest validation error (or loss) so far, in nanoamperes.</summary>
    public EpochErrors Best => bestErrors;

    /// <summary>The network as it is now: volts in, volts (nanoamperes / amplification) out.</summary>
    public DenseNetwork Network() => trainer.Snapshot();

    /// <summary>One step of Adam on the next batch; after the last one of an epoch a new one begins.</summary>
    /// <returns>Root-mean-square error of the batch before the step, in nanoamperes.</returns>
    public double Step()
    {
        if (next >= order.Length)
            Begin();
        var count = Math.Min(plan.Batch, order.Length - next);
        var square = trainer.Step(data.Volts, targets, order.AsSpan(next, count));
        next += count;
        squares += count * square;
        return Math.Sqrt(square) * plan.Amplification;
    }

    /// <summary>The batches that are left of this epoch, all of them after a finished one; then a validation.</summary>
    /// <exception cref="NanoException">N510 the training diverged.</exception>
    /// <exception cref="OperationCanceledException">Between two batches.</exception>
    public EpochErrors Epoch(CancellationToken cancellation = default)
    {
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
        } while (next < order.Length);
        var errors = new EpochErrors(Epochs, Math.Sqrt(squares / order.Length) * plan.Amplification, ValidationError());
        if (!double.IsFinite(errors.Training) || !double.IsFinite(errors.Validation))
            throw new NanoException(
                "N510",
                $"the training diverged in epoch {Epochs}: training error {errors.Training} nA,"
                    + $" validation error {errors.Validation} nA",
                $"try a smaller rate than {Rate}"
            );
        profile.Add(errors);
        Judge(errors);
        return errors;
    }

    private void Judge(EpochErrors errors)
    {
        var judgement = plan.Loss is MeanSquareLossPlan ? errors.Validation : ValidationLoss();
        if (!double.IsFinite(judgement))
            throw new NanoException(
                "N510",
                $"the loss of the training has no value on the validation rows in epoch {errors.Epoch}",
                "its formula must hold for every current, as log and sqrt do not"
            );
        if (judgement < bestJudgement)
            (best, bestErrors, bestJudgement) = (trainer.Snapshot(), errors, judgement);
    }

    /// <summary>Root-mean-square error of the network as it is on the validation rows, in nanoamperes.</summary>
    public double ValidationError() =>
        Math.Sqrt(trainer.Error(data.Volts, targets, Split.Validation)) * plan.Amplification;

    /// <summary>Mean loss on the validation rows: the formula's value, or the mean square in volts.</summary>
    public double ValidationLoss() => trainer.Loss(data.Volts, targets, Split.Validation);

    /// <summary>
    /// What came of the epochs so far: the best network, judged on the test rows. Of a loop that only makes steps it is the
    /// network as it is now.
    /// </summary>
    /// <exception cref="NanoException">N510 the training diverged.</exception>
    public SurrogateTraining Result()
    {
        if (profile.Count == 0 && next > 0)
            Judge(new EpochErrors(Epochs, Math.Sqrt(squares / next) * plan.Amplification, ValidationError()));
        using var judge = new DenseTrainer(best, settings, threads);
        return new SurrogateTraining(
            best,
            bestErrors.Epoch,
            bestErrors.Training,
            bestErrors.Validation,
            Math.Sqrt(judge.Error(data.Volts, targets, Split.Test)) * plan.Amplification,
            Range(data, Split),
            [.. profile],
            Split
        );
    }

    /// <summary>Writes the best network as a model of this device.</summary>
    public void SaveModel(string path, DevicePlan device)
    {
        var result = Result();
        var origin = SurrogateOrigin.Unknown("Nano") with
        {
            TrainingRows = Split.Training.Length,
            BestEpoch = result.BestEpoch,
            TrainingError = result.TrainingError,
            ValidationError = result.ValidationError,
            TestError = result.TestError,
            OutputRange = result.OutputRange,
        };
        SurrogateFile.Write(Model(result.Network, plan, device, origin), path);
    }

    public void Dispose() => trainer.Dispose();

    /// <summary>All epochs of a plan.</summary>
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
        using var training = new SurrogateTrainer(data, plan, seeds, threads);
        for (var epoch = 1; epoch <= plan.Epochs; epoch++)
        {
            var errors = training.Epoch(cancellation);
            report?.Invoke(errors);
        }
        return training.Result();
    }

    /// <summary>A trained network with what its device says of voltages and what its plan says of currents.</summary>
    internal static SurrogateModel Model(
        DenseNetwork network,
        SurrogateTrainingPlan plan,
        DevicePlan device,
        SurrogateOrigin origin
    ) =>
        new(
            network,
            [.. device.Electrodes.Select(electrode => new Bounds(electrode.LowVolts, electrode.HighVolts))],
            plan.Amplification,
            Saturation(plan.Clip),
            device.Inputs,
            origin
        );

    // Rows at the clip were dropped, so the model says nothing of currents outside.
    private static Bounds Saturation(Bounds clip) =>
        new(
            clip.Low <= -1e300 ? double.NegativeInfinity : clip.Low,
            clip.High >= 1e300 ? double.PositiveInfinity : clip.High
        );

    private static Func<ITrainingLoss>? Loss(SurrogateTrainingPlan plan) =>
        plan.Loss switch
        {
            MeanSquareLossPlan => null,
            FormulaLossPlan formula => () => new FormulaLoss(formula.Law, plan.Amplification),
            _ => throw new InvalidOperationException($"no loss for a plan of type {plan.Loss.GetType().Name}"),
        };

    // From the same order every time, so that an epoch depends on its number alone.
    private void Begin()
    {
        Epochs++;
        (next, squares) = (0, 0);
        Split.Training.CopyTo(order, 0);
        seeds.For($"shuffle/{Epochs}").Shuffle(order.AsSpan());
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
