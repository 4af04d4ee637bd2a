using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Networks;

public class DenseEvaluatorTests
{
    public static TheoryData<int[], int> Shapes =>
        new()
        {
            { [7, 90, 90, 90, 90, 90, 1], 203 },
            { [7, 90, 90, 90, 90, 90, 1], 10 },
            { [3, 1], 70 },
            { [1, 1, 1], 65 },
            { [2, 200, 5], 45 },
            { [16, 15, 17, 3], 31 },
            { [33, 64, 16], 129 },
            { [5, 7, 11], 1 },
            { [5, 7, 11], 12 },
            { [5, 7, 11], 13 },
            { [40, 13, 20, 6], 64 },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Agrees_with_its_slow_twin(int[] widths, int rows)
    {
        var network = SlowNetwork.Random(3, widths);
        var evaluator = new DenseEvaluator(network);
        var inputs = SlowNetwork.Table(4, "inputs", rows * widths[0]);
        var seeds = SlowNetwork.Table(5, "seeds", rows * widths[^1]);
        var outputs = new float[rows * widths[^1]];
        var again = new float[rows * widths[^1]];
        var gradients = new float[rows * widths[0]];
        evaluator.Forward(inputs, outputs, rows);
        evaluator.InputGradient(inputs, seeds, again, gradients, rows);
        Bits.Equal(outputs, again);
        var slowWeights = network.Weights.Select(matrix => new double[matrix.Length]).ToArray();
        var slowBiases = network.Biases.Select(vector => new double[vector.Length]).ToArray();
        for (var row = 0; row < rows; row++)
        {
            var values = SlowNetwork.Forward(network, inputs.AsSpan(row * widths[0], widths[0]));
            for (var o = 0; o < widths[^1]; o++)
                Assert.Equal(values[^1][o], outputs[row * widths[^1] + o], 2e-6);
            double[] seed = [.. seeds.Skip(row * widths[^1]).Take(widths[^1]).Select(x => (double)x)];
            var slow = SlowNetwork.Backward(network, values, seed, slowWeights, slowBiases);
            for (var i = 0; i < widths[0]; i++)
                Assert.Equal(slow[i], gradients[row * widths[0] + i], 2e-6);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void Input_gradient_of_ones_is_the_slope(int rows)
    {
        var evaluator = new DenseEvaluator(SlowNetwork.Random(8, 4, 20, 20, 1));
        var inputs = SlowNetwork.Table(9, "inputs", rows * 4);
        var (outputs, gradients) = (new float[rows], new float[rows * 4]);
        evaluator.InputGradient(inputs, [], outputs, gradients, rows);
        const float step = 1f / 1024;
        var agreeing = 0;
        for (var i = 0; i < 4; i++)
        {
            var (above, below) = (new float[rows], new float[rows]);
            evaluator.Forward(Moved(inputs, i, step), above, rows);
            evaluator.Forward(Moved(inputs, i, -step), below, rows);
            for (var row = 0; row < rows; row++)
                if (Math.Abs((above[row] - below[row]) / (2 * step) - gradients[row * 4 + i]) < 1e-3)
                    agreeing++;
        }
        // A kink of a ReLU may lie inside a step here and there.
        Assert.InRange(agreeing, rows * 4 * 9 / 10, rows * 4);
    }

    [Fact]
    public void A_row_has_the_same_bits_alone_and_in_any_company()
    {
        const int rows = 300;
        var network = SlowNetwork.Random(11, 7, 90, 33, 2);
        var evaluator = new DenseEvaluator(network);
        var inputs = SlowNetwork.Table(12, "inputs", rows * 7);
        var (whole, slopes) = (new float[rows * 2], new float[rows * 7]);
        evaluator.InputGradient(inputs, [], whole, slopes, rows);
        foreach (var count in new[] { 1, 2, 5, 6, 12, 13, 16, 28, 44, 64, 77 })
        {
            var (part, partSlopes) = (new float[count * 2], new float[count * 7]);
            for (var from = 0; from + count <= rows; from += count)
            {
                evaluator.InputGradient(inputs.AsSpan(from * 7), [], part, partSlopes, count);
                Bits.Equal(whole.AsSpan(from * 2, count * 2), part);
                Bits.Equal(slopes.AsSpan(from * 7, count * 7), partSlopes);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Threads_do_not_change_a_bit(int threads)
    {
        const int rows = 5000;
        var evaluator = new DenseEvaluator(SlowNetwork.Random(13, 7, 40, 40, 2));
        var inputs = SlowNetwork.Table(14, "inputs", rows * 7);
        var (alone, together) = (new float[rows * 2], new float[rows * 2]);
        var (slopesAlone, slopesTogether) = (new float[rows * 7], new float[rows * 7]);
        evaluator.InputGradient(inputs, [], alone, slopesAlone, rows);
        evaluator.InputGradient(inputs, [], together, slopesTogether, rows, threads);
        Bits.Equal(alone, together);
        Bits.Equal(slopesAlone, slopesTogether);
        evaluator.Forward(inputs, together, rows, threads);
        Bits.Equal(alone, together);
    }

    [Fact]
    public void Many_callers_at_once_do_not_disturb_each_other()
    {
        const int rows = 100;
        var evaluator = new DenseEvaluator(SlowNetwork.Random(15, 7, 40, 40, 1));
        var inputs = Enumerable.Range(0, 8).Select(i => SlowNetwork.Table((ulong)i, "x", rows * 7)).ToArray();
        var expected = inputs.Select(_ => new float[rows]).ToArray();
        for (var i = 0; i < inputs.Length; i++)
            evaluator.Forward(inputs[i], expected[i], rows);
        Parallel.For(
            0,
            400,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            turn =>
            {
                var outputs = new float[rows];
                evaluator.Forward(inputs[turn % 8], outputs, rows);
                Bits.Equal(expected[turn % 8], outputs);
            }
        );
    }

    [Fact]
    public void Calls_allocate_nothing_once_warm()
    {
        var evaluator = new DenseEvaluator(SlowNetwork.Random(16, 7, 40, 1));
        var inputs = SlowNetwork.Table(17, "inputs", 100 * 7);
        var (outputs, slopes) = (new float[100], new float[700]);
        evaluator.InputGradient(inputs, [], outputs, slopes, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 100; call++)
        {
            evaluator.Forward(inputs, outputs, 100);
            evaluator.InputGradient(inputs, [], outputs, slopes, 100);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Tables_that_are_too_short_are_refused()
    {
        var evaluator = new DenseEvaluator(SlowNetwork.Random(16, 7, 4, 2));
        Assert.Throws<ArgumentException>(() => evaluator.Forward(new float[20], new float[6], 3));
        Assert.Throws<ArgumentException>(() => evaluator.Forward(new float[21], new float[5], 3));
        Assert.Throws<ArgumentException>(() =>
            evaluator.InputGradient(new float[21], new float[5], new float[6], new float[21], 3)
        );
    }

    [Fact]
    public void A_network_whose_matrices_do_not_fit_is_refused()
    {
        var network = SlowNetwork.Random(16, 7, 4, 2);
        var wrong = new DenseNetwork([7, 5, 2], network.Activation, network.Weights, network.Biases);
        var problem = Assert.Throws<NanoException>(() => new DenseEvaluator(wrong));
        Assert.Equal("N250", problem.Diagnostic.Code);
        Assert.Contains("28 weights", problem.Message);
    }

    private static float[] Moved(float[] inputs, int column, float by)
    {
        var moved = (float[])inputs.Clone();
        for (var at = column; at < moved.Length; at += 4)
            moved[at] += by;
        return moved;
    }
}
