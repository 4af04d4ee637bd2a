using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Learning;

public class CriteriaTests
{
    private static readonly double[] Outputs = [0, 0.1, 1, 1.2];
    private static readonly bool[] Targets = [false, false, true, true];

    // Values that the peer's functions give for the same outputs (utils/signal.py).
    [Theory]
    [InlineData(Criterion.Correlation, 0.9889)]
    [InlineData(Criterion.CorrelationSigmoid, 0.7325)]
    public void Fitness_equals_the_peer(Criterion criterion, double expected) =>
        Assert.Equal(expected, Criteria.Fitness(criterion, Outputs, Targets), 1e-4);

    [Theory]
    [InlineData(Criterion.CorrelationSigmoid, 0.1563)]
    [InlineData(Criterion.Fisher, -44.1)]
    public void Loss_equals_the_peer(Criterion criterion, double expected)
    {
        var loss = Criteria.Loss(criterion, Outputs, Targets, new double[4]);
        Assert.Equal(expected, loss, Math.Abs(expected) * 1e-3);
    }

    [Fact]
    public void Fisher_as_a_fitness_rewards_separation()
    {
        var good = Criteria.Fitness(Criterion.Fisher, Outputs, Targets);
        var bad = Criteria.Fitness(Criterion.Fisher, [0, 1, 0.1, 1.2], Targets);
        Assert.True(good > 40 && bad < 1, $"good {good}, bad {bad}");
    }

    [Theory]
    [InlineData(Criterion.Correlation)]
    [InlineData(Criterion.CorrelationSigmoid)]
    [InlineData(Criterion.Fisher)]
    [InlineData(Criterion.Accuracy)]
    public void Constant_outputs_are_the_worst(Criterion criterion) =>
        Assert.Equal(Criteria.Worst(criterion), Criteria.Fitness(criterion, [2, 2, 2, 2], Targets));

    [Theory]
    [InlineData(Criterion.Correlation)]
    [InlineData(Criterion.CorrelationSigmoid)]
    [InlineData(Criterion.Fisher)]
    public void Gradients_agree_with_finite_differences(Criterion criterion)
    {
        var random = new SeedTree(3).For("criteria");
        for (var trial = 0; trial < 200; trial++)
        {
            var n = 2 + random.Below(9);
            var outputs = new double[n];
            var targets = new bool[n];
            for (var i = 0; i < n; i++)
            {
                outputs[i] = random.Uniform(-3, 3);
                targets[i] = i == 0 || (i > 1 && random.Below(2) == 0);
            }
            var gradient = new double[n];
            Criteria.Loss(criterion, outputs, targets, gradient);
            for (var i = 0; i < n; i++)
            {
                const double Step = 1e-6;
                var ignored = new double[n];
                var moved = (double[])outputs.Clone();
                moved[i] += Step;
                var up = Criteria.Loss(criterion, moved, targets, ignored);
                moved[i] -= 2 * Step;
                var down = Criteria.Loss(criterion, moved, targets, ignored);
                var expected = (up - down) / (2 * Step);
                Assert.True(
                    Math.Abs(expected - gradient[i]) <= 2e-4 * (1 + Math.Abs(expected) + Math.Abs(up)),
                    $"{criterion}, trial {trial}, output {i}: {gradient[i]} against {expected}"
                );
            }
        }
    }
}
