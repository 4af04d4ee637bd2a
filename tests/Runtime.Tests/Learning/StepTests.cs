using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Learning;

/// <summary>Searches step by step, and criteria that are formulas or a program's own.</summary>
public class StepTests
{
    private static readonly bool[] Targets = [false, true, true, true];

    private static SearchTask Task() => new(Toys.Network(Toys.Single), [-1, -1, -1, 1, 1, -1, 1, 1], Targets);

    private static GradientPlan Plan(CriterionPlan criterion) =>
        new(criterion, 2, 60, 0.05, 0.9, 0.999, 1e-8, RangeRule.Smooth, 1);

    [Fact]
    public void Steps_of_one_s_own_are_those_of_the_whole_run()
    {
        var plan = Plan(Criterion.CorrelationSigmoid);
        var whole = new GradientSearch(plan, Task(), new SeedTree(3).For("a")).Run(default);
        var search = new GradientSearch(plan, Task(), new SeedTree(3).For("a"));
        Assert.True(double.IsNaN(search.Loss));
        for (var step = 0; step < plan.Epochs; step++)
            Assert.Equal(search.Step(), search.Loss);
        Assert.Equal(whole.Controls, search.Best.Controls);
        Assert.Equal(whole.Outputs, search.Best.Outputs);
        Assert.Equal(whole.Steps, search.Best.Steps);
    }

    [Fact]
    public void A_rate_of_zero_stands_still_and_a_small_one_goes_down()
    {
        var search = new GradientSearch(Plan(Criterion.Correlation), Task(), new SeedTree(4).For("a")) { Rate = 0 };
        var before = search.Step();
        Assert.Equal(before, search.Step());
        search.Rate = 1e-4;
        search.Step();
        Assert.True(search.Step() < before);
    }

    [Fact]
    public void The_slopes_are_those_of_the_loss_by_the_controls()
    {
        var search = new GradientSearch(Plan(new LossCriterionPlan(Toys.Logistic)), Task(), new SeedTree(5).For("a"));
        search.Step();
        var controls = search.Controls.ToArray();
        for (var gene = 0; gene < controls.Length; gene++)
            Assert.Equal((Loss(gene, 1e-6) - Loss(gene, -1e-6)) / 2e-6, search.Slopes[gene], 1e-7);

        double Loss(int gene, double step)
        {
            var moved = (double[])controls.Clone();
            moved[gene] += step;
            var outputs = Task().Network.Evaluate(Task().Data, 4, moved, 1);
            return SearchCriterion.Of(new LossCriterionPlan(Toys.Logistic)).Loss(outputs, Targets, new double[4]);
        }
    }

    [Fact]
    public void A_formula_s_loss_is_its_mean_and_its_fitness_minus_that()
    {
        var criterion = SearchCriterion.Of(new LossCriterionPlan(Toys.Logistic));
        double[] outputs = [-2, 0.5, 3, -1];
        var expected = 0.0;
        for (var i = 0; i < 4; i++)
            expected += Math.Log(1 + Math.Exp((Targets[i] ? -1 : 1) * outputs[i])) / 4;
        var gradient = new double[4];
        Assert.Equal(expected, criterion.Loss(outputs, Targets, gradient), 1e-14);
        Assert.Equal(-expected, criterion.Fitness(outputs, Targets), 1e-14);
        for (var i = 0; i < 4; i++)
        {
            var sign = Targets[i] ? -1 : 1;
            Assert.Equal(sign / (1 + Math.Exp(-sign * outputs[i])) / 4, gradient[i], 1e-14);
        }
        Assert.True(criterion.Worst < criterion.Fitness(outputs, Targets));
    }

    [Fact]
    public void Both_searches_find_a_gate_by_a_formula()
    {
        var loss = new LossCriterionPlan(Toys.Logistic);
        var genetic = new GeneticPlan(loss, 0, 4, 22, 60, 0.6, 0.4);
        Assert.Equal(100, new GeneticSearch(genetic, Task(), new SeedTree(1).For("a")).Run(default).Threshold.Percent);
        var gradient = Plan(loss) with { StopCorrelation = 0, Epochs = 300 };
        Assert.Equal(
            100,
            Enumerable
                .Range(0, 5)
                .Max(seed =>
                    new GradientSearch(gradient, Task(), new SeedTree((ulong)seed).For("a"))
                        .Run(default)
                        .Threshold.Percent
                )
        );
    }

    /// <summary>Wants the first output at a level, whatever the labels.</summary>
    private sealed class Level(double wanted) : SearchCriterion
    {
        public override double Worst => double.NegativeInfinity;

        public override double Fitness(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets) =>
            -Math.Pow(outputs[0] - wanted, 2);

        public override double Loss(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets, Span<double> gradient)
        {
            gradient.Clear();
            gradient[0] = 2 * (outputs[0] - wanted);
            return Math.Pow(outputs[0] - wanted, 2);
        }
    }

    [Fact]
    public void A_criterion_of_one_s_own_takes_the_place_of_the_plan_s()
    {
        var search = new GradientSearch(Plan(Criterion.Fisher), Task(), new SeedTree(6).For("a"), new Level(-0.9));
        for (var step = 0; step < 200; step++)
            search.Step();
        Assert.Equal(-0.9, search.Outputs[0], 1e-3);
    }

    [Fact]
    public void A_loss_without_a_slope_ends_the_search_where_it_stands()
    {
        var root = new LawPlan(["y", "t"], [], "y sqrt", ["0.5 y sqrt /", "0"], []); // currents are negative, too
        var search = new GradientSearch(Plan(new LossCriterionPlan(root)), Task(), new SeedTree(6).For("a"));
        var found = search.Run(default);
        Assert.All(found.Controls, volts => Assert.True(double.IsFinite(volts)));
        var before = search.Controls.ToArray();
        search.Step();
        search.Step();
        Assert.Equal(before, search.Controls.ToArray());
    }
}
