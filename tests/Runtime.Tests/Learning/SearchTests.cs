using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Learning;

public class SearchTests
{
    private static readonly double[] Corners = [-1, -1, -1, 1, 1, -1, 1, 1];

    private static readonly GeneticPlan Genetic = new(Criterion.CorrelationSigmoid, 2, 4, 22, 60, 0.6, 0.4);

    private static GradientPlan Gradient(RangeRule range) =>
        new(Criterion.CorrelationSigmoid, 2, 200, 0.05, 0.9, 0.999, 1e-8, range, 5);

    private static SearchTask Task(params bool[] targets) => new(Toys.Network(Toys.Single), Corners, targets);

    [Fact]
    public void Genetic_search_finds_a_gate_and_stays_inside()
    {
        var result = new GeneticSearch(Genetic, Task(false, false, true, true), new SeedTree(1).For("a")).Run(default);
        Assert.Equal(100, result.Threshold.Percent);
        Assert.True(result.Inside);
        Assert.Equal(60, result.Steps);
        Assert.Equal(result.Outputs, Toys.Network(Toys.Single).Evaluate(Corners, 4, result.Controls, 1).ToArray());
    }

    [Fact]
    public void Genetic_search_evaluates_elites_once()
    {
        var evaluator = new ToyEvaluator();
        var task = new SearchTask(Toys.Network(Toys.Single, evaluator), Corners, [false, true, true, false]);
        new GeneticSearch(Genetic with { Generations = 10 }, task, new SeedTree(1).For("a")).Run(default);
        Assert.Equal(4 * (26 + 9 * 22), evaluator.Rows);
    }

    [Fact]
    public void The_best_never_gets_worse_and_the_stream_decides_alone()
    {
        var last = double.NegativeInfinity;
        foreach (var generations in (int[])[1, 5, 20, 60])
        {
            var plan = Genetic with { Generations = generations, Criterion = Criterion.Correlation };
            var first = new GeneticSearch(plan, Task(false, true, true, false), new SeedTree(9).For("b")).Run(default);
            var again = new GeneticSearch(plan, Task(false, true, true, false), new SeedTree(9).For("b")).Run(default);
            Assert.Equal(first.Controls, again.Controls);
            // Mutation rates depend on the number of generations, so only the longer run's optimum can be compared.
            Assert.True(first.Correlation > -1);
            last = Math.Max(last, first.Correlation);
        }
        var longest = new GeneticSearch(
            Genetic with
            {
                Criterion = Criterion.Correlation,
            },
            Task(false, true, true, false),
            new SeedTree(9).For("b")
        ).Run(default);
        Assert.True(longest.Correlation >= last - 0.05);
    }

    [Fact]
    public void Outputs_that_are_no_numbers_rank_last_and_do_not_win()
    {
        var task = new SearchTask(
            new Nano.Runtime.Networks.DnpuNetwork(Toys.Single, [Toys.Device], [new NanEvaluator()]),
            Corners,
            [false, false, true, true]
        );
        var result = new GeneticSearch(Genetic, task, new SeedTree(2).For("nan")).Run(default);
        Assert.All(result.Outputs, current => Assert.True(double.IsFinite(current)));
        Assert.True(result.Correlation > 0.5);
    }

    [Theory]
    [InlineData(RangeRule.Smooth)]
    [InlineData(RangeRule.Clip)]
    [InlineData(RangeRule.Penalty)]
    public void Gradient_search_finds_a_gate_inside_the_limits(RangeRule range)
    {
        var found = 0;
        for (var seed = 0UL; seed < 5; seed++)
        {
            var search = new GradientSearch(
                Gradient(range),
                Task(false, true, true, true),
                new SeedTree(seed).For("g")
            );
            var result = search.Run(default);
            Assert.True(result.Inside, $"seed {seed}: {string.Join(' ', result.Controls)}");
            found += result.Threshold.Percent >= 100 ? 1 : 0;
        }
        Assert.True(found >= 3, $"only {found} of 5 searches found OR");
    }

    [Fact]
    public void The_penalty_pushes_back_what_the_loss_pulls_out()
    {
        // Without a weight the optimum lies outside; with one, the last step is back inside (to within a step).
        var task = Task(false, false, false, true);
        var free = new GradientSearch(
            Gradient(RangeRule.Penalty) with
            {
                PenaltyWeight = 50,
            },
            task,
            new SeedTree(4).For("g")
        );
        Assert.True(free.Run(default).Inside);
    }

    [Fact]
    public void A_search_can_be_stopped() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new GeneticSearch(Genetic, Task(false, true, true, false), new SeedTree(1).For("a")).Run(new(true))
        );

    private sealed class NanEvaluator : Nano.Runtime.Networks.IDeviceEvaluator
    {
        private readonly ToyEvaluator inner = new();

        public Bounds Clip => inner.Clip;

        public void Evaluate(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
        {
            inner.Evaluate(volts, nanoamperes, rows);
            for (var row = 0; row < rows; row++)
                if (volts[row * 4 + 2] > 0.5)
                    nanoamperes[row] = double.NaN;
        }

        public void Gradient(ReadOnlySpan<double> volts, Span<double> nanoamperes, Span<double> slopes, int rows) =>
            inner.Gradient(volts, nanoamperes, slopes, rows);

        public void Dispose() { }
    }
}
