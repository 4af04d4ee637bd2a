using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Learning;

public class OwnLayerTests
{
    private static readonly double[] Data = [-1, -0.9, -0.3, 0.8, 0.4, -0.6, 0.95, 0.7];

    /// <summary>Turns each pair of values by an angle that is searched, and adds a second number.</summary>
    private sealed class Turn : ILayer
    {
        public int Width => 2;

        public ImmutableArray<LayerParameter> Parameters =>
            [new("angle", new Bounds(-3, 3)), new("shift", new Bounds(-0.1, 0.1))];

        public void Forward(ReadOnlySpan<double> x, int rows, ReadOnlySpan<double> p, Span<double> y)
        {
            var (sine, cosine) = Math.SinCos(p[0]);
            for (var i = 0; i < 2 * rows; i += 2)
                (y[i], y[i + 1]) = (cosine * x[i] - sine * x[i + 1] + p[1], sine * x[i] + cosine * x[i + 1]);
        }

        public void Backward(
            ReadOnlySpan<double> x,
            int rows,
            ReadOnlySpan<double> p,
            ReadOnlySpan<double> dy,
            Span<double> dx,
            Span<double> dp
        )
        {
            var (sine, cosine) = Math.SinCos(p[0]);
            for (var i = 0; i < 2 * rows; i += 2)
            {
                dx[i] += cosine * dy[i] + sine * dy[i + 1];
                dx[i + 1] += -sine * dy[i] + cosine * dy[i + 1];
                dp[0] += dy[i] * (-sine * x[i] - cosine * x[i + 1]) + dy[i + 1] * (cosine * x[i] - sine * x[i + 1]);
                dp[1] += dy[i];
            }
        }
    }

    private static DnpuNetwork Network(params OwnLayer[] own) =>
        new(Toys.Branched, [Toys.Device], [new ToyEvaluator()], own);

    private static DnpuNetwork Turned() =>
        Network(new OwnLayer("turn", "in", new Turn()), new OwnLayer("twice", "turn", new Turn()));

    [Fact]
    public void Own_layers_have_slopes_like_planned_ones()
    {
        var random = new SeedTree(8).For("own");
        var network = Turned();
        var genes = network.ControlLimits.Length;
        Assert.Equal(2 * (3 + 1 + 3) + 4, genes);
        Assert.Contains("turn.angle", network.ControlNames);
        Assert.Equal(new Bounds(-0.1, 0.1), network.ControlLimits[network.ControlNames.IndexOf("twice.shift")]);
        for (var trial = 0; trial < 10; trial++)
        {
            var controls = new double[genes];
            var weights = new double[12];
            for (var i = 0; i < genes; i++)
                controls[i] = random.Uniform(-0.8, 0.8);
            for (var i = 0; i < weights.Length; i++)
                weights[i] = random.Normal();
            var gradient = new double[genes];
            network.Forward(Data, 4, controls);
            network.Backward(weights, 4, gradient);
            for (var gene = 0; gene < genes; gene++)
            {
                var expected = (Loss(gene, 1e-6) - Loss(gene, -1e-6)) / 2e-6;
                Assert.Equal(expected, gradient[gene], 2e-6 * (1 + Math.Abs(expected)));
            }
            continue;

            double Loss(int gene, double step)
            {
                var moved = (double[])controls.Clone();
                moved[gene] += step;
                var outputs = Turned().Evaluate(Data, 4, moved, 1);
                var sum = 0.0;
                for (var i = 0; i < weights.Length; i++)
                    sum += weights[i] * outputs[i];
                return sum;
            }
        }
    }

    [Fact]
    public void Many_sets_of_parameters_at_once_equal_one_at_a_time()
    {
        var random = new SeedTree(9).For("own");
        var network = Turned();
        var genes = network.ControlLimits.Length;
        var controls = new double[3 * genes];
        for (var i = 0; i < controls.Length; i++)
            controls[i] = random.Uniform(-0.8, 0.8);
        var together = network.Evaluate(Data, 4, controls, 3).ToArray();
        for (var genome = 0; genome < 3; genome++)
            Assert.Equal(
                Turned().Evaluate(Data, 4, controls.AsSpan(genome * genes, genes), 1).ToArray(),
                together[(genome * 12)..(genome * 12 + 12)]
            );
    }

    [Fact]
    public void A_search_finds_the_parameters_of_own_layers_too()
    {
        var network = new DnpuNetwork(
            Toys.Single,
            [Toys.Device],
            [new ToyEvaluator()],
            [new OwnLayer("turn", "rescale", new Turn())]
        );
        var task = new SearchTask(network, [-1, -1, -1, 1, 1, -1, 1, 1], [false, true, true, true]);
        var rule = new GeneticPlan(Criterion.CorrelationSigmoid, 0.9, 4, 22, 100, 0.6, 0.4);
        var result = new GeneticSearch(rule, task, new SeedTree(1).For("own")).Run(default);
        Assert.Equal(100, result.Threshold.Percent);
        Assert.Equal(4, result.Controls.Length);
        Assert.InRange(result.Controls[network.ControlNames.IndexOf("turn.shift")], -0.1, 0.1);
    }

    [Theory]
    [InlineData("turn", "inn", "no earlier layer is called 'inn'")]
    [InlineData("mid", "in", "two layers are called 'mid'")]
    public void A_layer_without_a_place_or_a_name_of_its_own_is_refused(string name, string after, string words)
    {
        var problem = Assert.Throws<NanoException>(() => Network(new OwnLayer(name, after, new Turn())));
        Assert.Equal("N221", problem.Diagnostic.Code);
        Assert.Contains(words, problem.Message);
    }

    [Fact]
    public void Two_layers_cannot_stand_in_one_place() =>
        Assert.Contains(
            "two layers stand behind 'in'",
            Assert
                .Throws<NanoException>(() =>
                    Network(new OwnLayer("a", "in", new Turn()), new OwnLayer("b", "in", new Turn()))
                )
                .Message
        );

    /// <summary>Three values out of two.</summary>
    private sealed class Wider : ILayer
    {
        public int Width => 3;

        public ImmutableArray<LayerParameter> Parameters => [];

        public void Forward(ReadOnlySpan<double> x, int rows, ReadOnlySpan<double> p, Span<double> y) => y.Clear();

        public void Backward(
            ReadOnlySpan<double> x,
            int rows,
            ReadOnlySpan<double> p,
            ReadOnlySpan<double> dy,
            Span<double> dx,
            Span<double> dp
        ) => dx.Clear();
    }

    [Fact]
    public void An_own_layer_between_others_keeps_the_width()
    {
        var problem = Assert.Throws<NanoException>(() => Network(new OwnLayer("wider", "in", new Wider())));
        Assert.Equal("N221", problem.Diagnostic.Code);
        Assert.Contains("'wider' gives 3 values", problem.Message, StringComparison.Ordinal);
    }
}
