using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Surrogates;
using Nano.Runtime.Tests.Networks;
using Xunit;

namespace Nano.Runtime.Tests.Surrogates;

public class SurrogateTrainerTests
{
    private const double Amplification = 28.5;

    private static readonly SurrogateTrainingPlan Plan = new(
        new RecordedPlan(0, new FilePlan("data.csv", "")),
        [24, 24],
        Activation.Relu,
        Epochs: 25,
        Batch: 64,
        Rate: 3e-3,
        Beta1: 0.9,
        Beta2: 0.75,
        Epsilon: 1e-8,
        Amplification,
        new Bounds(-1e300, 1e300),
        [0.8, 0.1, 0.1],
        new MeanSquareLossPlan()
    );

    // I = 30 x y + 10 z nanoamperes.
    private static SurrogateData Device(int rows)
    {
        var volts = SlowNetwork.Table(61, "volts", rows * 3);
        var currents = new float[rows];
        for (var row = 0; row < rows; row++)
            currents[row] = 30 * volts[3 * row] * volts[3 * row + 1] + 10 * volts[3 * row + 2];
        return new SurrogateData(3, volts, currents);
    }

    [Fact]
    public void Learns_a_small_device_and_reports_true_errors()
    {
        var data = Device(3000);
        var seen = new List<EpochErrors>();
        var training = SurrogateTrainer.Train(data, Plan, new SeedTree(1), 2, seen.Add);
        Assert.Equal(25, seen.Count);
        Assert.Equal(seen, training.Profile);
        Assert.Equal(Enumerable.Range(1, 25), seen.Select(errors => errors.Epoch));
        // The spread of the currents is about 11.5 nA.
        Assert.InRange(training.TestError, 0, 0.7);
        Assert.InRange(seen[0].Validation, 2, 20);
        var best = seen.MinBy(errors => errors.Validation)!;
        Assert.Equal(best.Epoch, training.BestEpoch);
        Assert.Equal(best.Validation, training.ValidationError);
        Assert.Equal(best.Training, training.TrainingError);
        Assert.Equal(Error(training, data, training.Split.Validation), training.ValidationError, 1e-5);
        Assert.Equal(Error(training, data, training.Split.Test), training.TestError, 1e-5);
        Assert.Equal(data.Nanoamperes.Min(), training.OutputRange.Low);
        Assert.Equal(data.Nanoamperes.Max(), training.OutputRange.High);
    }

    [Fact]
    public void The_best_epoch_is_kept_even_when_later_ones_are_worse()
    {
        // A rate this large jumps about, so that the last epoch is hardly ever the best.
        var training = SurrogateTrainer.Train(Device(600), Plan with { Rate = 0.05 }, new SeedTree(2), 1);
        Assert.NotEqual(25, training.BestEpoch);
        Assert.Equal(training.Profile.Min(errors => errors.Validation), training.ValidationError);
        Assert.Equal(Error(training, Device(600), training.Split.Validation), training.ValidationError, 1e-5);
    }

    [Fact]
    public void Threads_do_not_change_a_bit_and_seeds_do()
    {
        var data = Device(1000);
        var plan = Plan with { Epochs = 3, Batch = 256 };
        var alone = SurrogateTrainer.Train(data, plan, new SeedTree(3), 1);
        var together = SurrogateTrainer.Train(data, plan, new SeedTree(3), 3);
        Bits.Equal(alone.Network, together.Network);
        Assert.Equal(alone.Profile.AsEnumerable(), together.Profile);
        var other = SurrogateTrainer.Train(data, plan, new SeedTree(4), 1);
        Assert.NotEqual(alone.TestError, other.TestError);
    }

    [Theory]
    [InlineData(100, 0.7, 0.2, 0.1, 70, 20, 10)]
    [InlineData(100, 0.6, 0.3, 0.1, 60, 30, 10)]
    [InlineData(100, 0.42, 0.29, 0.29, 42, 29, 29)]
    [InlineData(17, 0.8, 0.1, 0.1, 15, 1, 1)]
    [InlineData(10, 0.9, 0.1, 0.0, 9, 1, 0)]
    public void Splits_are_exact_and_share_no_row(
        int rows,
        double training,
        double validation,
        double test,
        int trainingRows,
        int validationRows,
        int testRows
    )
    {
        var everything = new Bounds(-1e300, 1e300);
        var split = SurrogateSplit.Of(
            Device(rows),
            everything,
            [training, validation, test],
            new SeedTree(5).For("split")
        );
        Assert.Equal(trainingRows, split.Training.Length);
        Assert.Equal(validationRows, split.Validation.Length);
        Assert.Equal(testRows, split.Test.Length);
        Assert.Equal(Enumerable.Range(0, rows), split.Training.Concat(split.Validation).Concat(split.Test).Order());
    }

    [Fact]
    public void Rows_on_or_outside_the_clip_are_dropped()
    {
        var data = new SurrogateData(1, new float[8], [-5, -4, -3.5f, 0, 1, 3, 4, 100]);
        var split = SurrogateSplit.Of(data, new Bounds(-4, 4), [0.5, 0.25, 0.25], new SeedTree(6).For("split"));
        Assert.Equal([2, 3, 4, 5], split.Training.Concat(split.Validation).Concat(split.Test).Order());
    }

    public static TheoryData<string, string, SurrogateData, double[]> Mistakes
    {
        get
        {
            var broken = Device(50);
            broken.Nanoamperes[16] = float.NaN;
            var open = Device(50);
            open.Volts[3 * 4 + 1] = float.PositiveInfinity;
            var flat = new SurrogateData(3, Device(50).Volts, new float[50]);
            return new()
            {
                { "N231", "row 17 of the data: the current is NaN", broken, [0.8, 0.1, 0.1] },
                { "N231", "row 5 of the data: voltage 2", open, [0.8, 0.1, 0.1] },
                { "N234", "the same current", flat, [0.8, 0.1, 0.1] },
                { "N233", "9 of 9 rows", Device(9), [0.8, 0.1, 0.1] },
                { "N233", "0 of 0 rows", new SurrogateData(3, [], []), [0.8, 0.1, 0.1] },
                { "N232", "add up to 1.1", Device(50), [0.8, 0.2, 0.1] },
                { "N232", "2 parts", Device(50), [0.8, 0.2] },
                { "N232", "the splits are", Device(50), [1.2, -0.3, 0.1] },
                { "N237", "do not go with", new SurrogateData(2, Device(50).Volts, new float[50]), [0.8, 0.1, 0.1] },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_in_data_and_splits_are_named(string code, string words, SurrogateData data, double[] splits)
    {
        var plan = Plan with { Splits = [.. splits] };
        var problem = Assert.Throws<NanoException>(() => SurrogateTrainer.Train(data, plan, new SeedTree(7), 1));
        Assert.Equal(code, problem.Diagnostic.Code);
        Assert.Contains(words, problem.Message);
    }

    [Fact]
    public void A_training_that_diverges_names_its_epoch()
    {
        var problem = Assert.Throws<NanoException>(() =>
            SurrogateTrainer.Train(Device(200), Plan with { Rate = 1e30 }, new SeedTree(8), 1)
        );
        Assert.Equal("N510", problem.Diagnostic.Code);
        Assert.Contains("epoch 1", problem.Message);
    }

    [Fact]
    public void Can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        var epochs = 0;
        Assert.Throws<OperationCanceledException>(() =>
            SurrogateTrainer.Train(
                Device(200),
                Plan,
                new SeedTree(9),
                1,
                errors =>
                {
                    epochs = errors.Epoch;
                    if (epochs == 2)
                        source.Cancel();
                },
                source.Token
            )
        );
        Assert.Equal(2, epochs);
    }

    // Root-mean-square error in nanoamperes of the slow twin.
    private static double Error(SurrogateTraining training, SurrogateData data, int[] rows) =>
        Math.Sqrt(
            rows.Average(row =>
            {
                var output = SlowNetwork.Forward(training.Network, data.Volts.AsSpan(row * 3, 3))[^1][0];
                return Math.Pow(output * Amplification - data.Nanoamperes[row], 2);
            })
        );
}
