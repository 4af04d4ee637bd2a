using Nano.Runtime.Learning;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Learning;

public class ThresholdAccuracyTests
{
    [Fact]
    public void Equals_a_search_over_all_thresholds()
    {
        var random = new SeedTree(11).For("thresholds");
        for (var trial = 0; trial < 500; trial++)
        {
            var (outputs, targets) = Sample(random);
            var rising = ThresholdAccuracy.Rising(outputs, targets);
            var either = ThresholdAccuracy.EitherWay(outputs, targets);
            Assert.Equal(Slow(outputs, targets, falling: false), rising.Percent);
            Assert.Equal(Slow(outputs, targets, falling: true), either.Percent);
            // The threshold that is returned really gives this accuracy.
            var right = 0;
            for (var i = 0; i < outputs.Length; i++)
                right += (outputs[i] > rising.Threshold) == targets[i] ? 1 : 0;
            Assert.Equal(rising.Percent, 100.0 * right / outputs.Length);
        }
    }

    [Fact]
    public void Is_never_worse_than_the_perceptron()
    {
        var random = new SeedTree(12).For("perceptron");
        for (var trial = 0; trial < 40; trial++)
        {
            var (outputs, targets) = Sample(random);
            var perceptron = Perceptron.Accuracy(outputs, targets, random);
            Assert.True(ThresholdAccuracy.EitherWay(outputs, targets).Percent >= perceptron);
        }
    }

    [Fact]
    public void Perceptron_separates_what_can_be_separated() =>
        Assert.Equal(
            100,
            Perceptron.Accuracy([-1, -0.8, 0.9, 1.1], [false, false, true, true], new SeedTree(1).For("p"))
        );

    [Fact]
    public void Outputs_that_are_no_numbers_count_as_wrong() =>
        Assert.Equal(0, ThresholdAccuracy.Rising([0, double.NaN], [false, true]).Percent);

    private static (double[] Outputs, bool[] Targets) Sample(RandomStream random)
    {
        var n = 2 + random.Below(8);
        var outputs = new double[n];
        var targets = new bool[n];
        for (var i = 0; i < n; i++)
        {
            outputs[i] = random.Below(6); // ties on purpose
            targets[i] = i == 0 || (i > 1 && random.Below(2) == 0);
        }
        return (outputs, targets);
    }

    private static double Slow(double[] outputs, bool[] targets, bool falling)
    {
        var best = 0;
        foreach (var cut in outputs.Append(double.NegativeInfinity))
        {
            var right = 0;
            for (var i = 0; i < outputs.Length; i++)
                right += (outputs[i] > cut) == targets[i] ? 1 : 0;
            best = Math.Max(best, falling ? Math.Max(right, outputs.Length - right) : right);
        }
        return 100.0 * best / outputs.Length;
    }
}
