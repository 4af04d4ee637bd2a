using Nano.Plan;
using Nano.Runtime.Networks;
using Xunit;

namespace Nano.Runtime.Tests.Networks;

public class DenseTrainerTests
{
    public static TheoryData<int[], int> Shapes =>
        new()
        {
            { [7, 90, 90, 90, 90, 90, 1], 200 },
            { [3, 2], 70 },
            { [1, 1, 1], 5 },
            { [2, 200, 5], 45 },
            { [16, 15, 17, 3], 1000 },
            { [47, 31, 4], 64 },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Error_and_gradient_agree_with_their_slow_twin(int[] widths, int count)
    {
        var network = SlowNetwork.Random(31, widths);
        var inputs = SlowNetwork.Table(32, "inputs", 1200 * widths[0]);
        var targets = SlowNetwork.Table(33, "targets", 1200 * widths[^1]);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => i * 7 % 1200)];
        using var trainer = new DenseTrainer(network, new AdamSettings(1e-3), 2);
        var gradient = trainer.Gradient(inputs, targets, rows);
        var slow = SlowNetwork.Loss(network, inputs, targets, rows);
        Assert.Equal(slow.Error, trainer.Error(inputs, targets, rows), 1e-6);
        for (var layer = 0; layer < network.Layers; layer++)
        {
            Near(slow.Weights[layer], gradient.Weights[layer]);
            Near(slow.Biases[layer], gradient.Biases[layer]);
        }
        Assert.Equal(slow.Error, trainer.Step(inputs, targets, rows), 1e-6);
    }

    [Fact]
    public void The_slow_twin_agrees_with_finite_differences()
    {
        var network = SlowNetwork.Random(34, 3, 10, 10, 2);
        var inputs = SlowNetwork.Table(35, "inputs", 20 * 3);
        var targets = SlowNetwork.Table(36, "targets", 20 * 2);
        var rows = SlowNetwork.AllRows(20);
        var slow = SlowNetwork.Loss(network, inputs, targets, rows);
        const float step = 1f / 16384;
        for (var layer = 0; layer < network.Layers; layer++)
        for (var weight = 0; weight < network.Weights[layer].Length; weight++)
        {
            var moved = SlowNetwork.Moved(network, layer, weight, step);
            // The step that float32 could really make.
            var real = (double)moved.Weights[layer][weight] - network.Weights[layer][weight];
            var slope = (SlowNetwork.Loss(moved, inputs, targets, rows).Error - slow.Error) / real;
            Assert.Equal(slope, slow.Weights[layer][weight], 1e-4);
        }
    }

    [Fact]
    public void Steps_follow_Adam_as_written_in_the_paper()
    {
        var network = SlowNetwork.Random(37, 4, 9, 2);
        var settings = new AdamSettings(2e-3, 0.9, 0.75, 1e-8);
        var inputs = SlowNetwork.Table(38, "inputs", 90 * 4);
        var targets = SlowNetwork.Table(39, "targets", 90 * 2);
        var rows = SlowNetwork.AllRows(90);
        using var trainer = new DenseTrainer(network, settings);
        var count = network.Weights[0].Length;
        var (mean, square, expected) = (
            new double[count],
            new double[count],
            network.Weights[0].Select(w => (double)w).ToArray()
        );
        for (var step = 1; step <= 5; step++)
        {
            var gradient = trainer.Gradient(inputs, targets, rows).Weights[0];
            trainer.Step(inputs, targets, rows);
            for (var i = 0; i < count; i++)
            {
                double g = gradient[i];
                mean[i] = settings.Beta1 * mean[i] + (1 - settings.Beta1) * g;
                square[i] = settings.Beta2 * square[i] + (1 - settings.Beta2) * g * g;
                var first = mean[i] / (1 - Math.Pow(settings.Beta1, step));
                var second = square[i] / (1 - Math.Pow(settings.Beta2, step));
                expected[i] -= settings.Rate * first / (Math.Sqrt(second) + settings.Epsilon);
            }
        }
        Assert.Equal(5, trainer.Steps);
        Near(expected, trainer.Snapshot().Weights[0]);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var (alone, aloneErrors) = Train(1);
        foreach (var threads in new[] { 2, 3, 5 })
        {
            var (network, errors) = Train(threads);
            Bits.Equal(alone, network);
            Assert.Equal(aloneErrors, errors);
        }

        static (DenseNetwork Network, double[] Errors) Train(int threads)
        {
            var inputs = SlowNetwork.Table(41, "inputs", 3000 * 7);
            var targets = SlowNetwork.Table(42, "targets", 3000);
            var network = SlowNetwork.Random(43, 7, 60, 60, 1);
            using var trainer = new DenseTrainer(network, new AdamSettings(1e-3), threads);
            var errors = new List<double>();
            foreach (var batch in new[] { 256, 1000, 64, 10, 700, 256, 3000, 65 })
                errors.Add(trainer.Step(inputs, targets, SlowNetwork.AllRows(batch)));
            errors.Add(trainer.Error(inputs, targets));
            return (trainer.Snapshot(), [.. errors]);
        }
    }

    [Fact]
    public void A_state_brought_back_goes_on_with_the_same_bits()
    {
        var inputs = SlowNetwork.Table(44, "inputs", 300 * 3);
        var targets = SlowNetwork.Table(45, "targets", 300 * 2);
        var rows = SlowNetwork.AllRows(300);
        var settings = new AdamSettings(5e-3);
        using var trainer = new DenseTrainer(SlowNetwork.Random(46, 3, 20, 2), settings);
        for (var step = 0; step < 7; step++)
            trainer.Step(inputs, targets, rows);
        var state = trainer.Export();
        using var other = new DenseTrainer(SlowNetwork.Random(47, 3, 20, 2), settings);
        other.Import(state);
        Assert.Equal(7, other.Steps);
        for (var step = 0; step < 7; step++)
            Assert.Equal(trainer.Step(inputs, targets, rows), other.Step(inputs, targets, rows));
        Bits.Equal(trainer.Snapshot(), other.Snapshot());
        using var wider = new DenseTrainer(SlowNetwork.Random(46, 3, 21, 2), settings);
        Assert.Equal("N250", Assert.Throws<NanoException>(() => wider.Import(state)).Diagnostic.Code);
    }

    [Fact]
    public void Learns_a_product_of_two_inputs()
    {
        var inputs = SlowNetwork.Table(48, "inputs", 2000 * 2);
        var targets = new float[2000];
        for (var row = 0; row < 2000; row++)
            targets[row] = inputs[2 * row] * inputs[2 * row + 1];
        using var trainer = new DenseTrainer(SlowNetwork.Random(49, 2, 32, 32, 1), new AdamSettings(3e-3), 2);
        var rows = SlowNetwork.AllRows(2000);
        var before = trainer.Error(inputs, targets);
        for (var epoch = 0; epoch < 60; epoch++)
        for (var from = 0; from < 1800; from += 100)
            trainer.Step(inputs, targets, rows.AsSpan(from, 100));
        // Rows it has not seen; their variance is 1/9.
        Assert.InRange(trainer.Error(inputs, targets, rows.AsSpan(1800)), 0, 1e-4);
        Assert.InRange(before, 0.05, 1);
    }

    [Fact]
    public void Finds_the_least_squares_line()
    {
        // y = 2x − 1 exactly: a network without hidden layers has its one minimum there.
        var inputs = SlowNetwork.Table(50, "inputs", 500);
        float[] targets = [.. inputs.Select(x => 2 * x - 1)];
        using var trainer = new DenseTrainer(SlowNetwork.Random(51, 1, 1), new AdamSettings(1e-2, 0.9, 0.999));
        var rows = SlowNetwork.AllRows(500);
        for (var step = 0; step < 3000; step++)
            trainer.Step(inputs, targets, rows);
        Assert.Equal(2, trainer.Snapshot().Weights[0][0], 1e-4);
        Assert.Equal(-1, trainer.Snapshot().Biases[0][0], 1e-4);
    }

    [Fact]
    public void Rows_outside_the_tables_and_empty_batches_are_refused()
    {
        using var trainer = new DenseTrainer(SlowNetwork.Random(52, 2, 3, 1), new AdamSettings(1e-3));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(new float[20], new float[10], [3, 10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(new float[20], new float[9], [9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(new float[20], new float[10], [-1]));
        Assert.Throws<ArgumentException>(() => trainer.Step(new float[20], new float[10], []));
        Assert.Equal(0, trainer.Steps);
    }

    [Theory]
    [InlineData(0, 0.9, 0.999, 1e-8)]
    [InlineData(1e-3, 1, 0.999, 1e-8)]
    [InlineData(1e-3, 0.9, double.NaN, 1e-8)]
    [InlineData(1e-3, 0.9, 0.999, 0)]
    public void Settings_of_Adam_that_make_no_sense_are_named(
        double rate,
        double beta1,
        double beta2,
        double epsilon
    ) =>
        Assert.Equal(
            "N251",
            Assert
                .Throws<NanoException>(() =>
                    new DenseTrainer(SlowNetwork.Random(52, 2, 1), new AdamSettings(rate, beta1, beta2, epsilon))
                )
                .Diagnostic.Code
        );

    [Fact]
    public void Starting_weights_fill_their_interval_evenly()
    {
        var network = DenseInitialiser.Uniform(
            [25, 400, 1],
            Activation.Relu,
            new Nano.Runtime.Numerics.SeedTree(5).For("weights")
        );
        Assert.Equal(25 * 400 + 400 + 400 + 1, network.ParameterCount);
        var weights = network.Weights[0];
        Assert.All(weights, w => Assert.InRange(w, -0.2f, 0.2f));
        Assert.All(network.Weights[1], w => Assert.InRange(w, -0.05f, 0.05f));
        // Mean and variance of the uniform distribution on ±0.2, within four standard errors of 10⁴ draws.
        Assert.Equal(0, weights.Average(w => (double)w), 4 * 0.2 / Math.Sqrt(3 * 1e4));
        Assert.Equal(0.04 / 3, weights.Average(w => (double)w * w), 4 * 0.04 * 0.3 / Math.Sqrt(1e4));
    }

    private static void Near(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-7 + 1e-5 * scale);
    }
}
