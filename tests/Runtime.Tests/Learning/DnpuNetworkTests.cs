using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Learning;

public class DnpuNetworkTests
{
    private static readonly double[] Data = [-1, -0.9, -0.3, 0.8, 0.4, -0.6, 0.95, 0.7];

    [Fact]
    public void A_single_node_is_the_device_at_the_mapped_voltages()
    {
        var outputs = Toys.Network(Toys.Single).Evaluate([1.0, -0.5], 1, [0.3, -0.2], 1);
        var expected = 3 * Math.Tanh(0.5 + 0.3 * -0.25) - 2 * 0.0625 + Math.Sin(-0.2) * 0.5;
        Assert.Equal(expected, outputs[0], 1e-12);
    }

    [Fact]
    public void Many_genomes_at_once_equal_one_at_a_time()
    {
        var random = new SeedTree(5).For("genomes");
        var network = Toys.Network(Toys.Branched);
        var genes = network.ControlLimits.Length;
        Assert.Equal(2 * (3 + 1 + 3), genes);
        var controls = new double[5 * genes];
        for (var i = 0; i < controls.Length; i++)
            controls[i] = random.Uniform(-0.8, 0.8);
        var together = network.Evaluate(Data, 4, controls, 5).ToArray();
        for (var genome = 0; genome < 5; genome++)
        {
            var alone = Toys.Network(Toys.Branched).Evaluate(Data, 4, controls.AsSpan(genome * genes, genes), 1);
            Assert.Equal(alone.ToArray(), together[(genome * 12)..(genome * 12 + 12)]);
        }
    }

    [Fact]
    public void Gradient_to_controls_agrees_with_finite_differences()
    {
        var random = new SeedTree(6).For("gradient");
        var network = Toys.Network(Toys.Branched);
        var genes = network.ControlLimits.Length;
        for (var trial = 0; trial < 20; trial++)
        {
            var controls = new double[genes];
            for (var i = 0; i < genes; i++)
                controls[i] = random.Uniform(-0.8, 0.8);
            var weights = new double[12];
            for (var i = 0; i < weights.Length; i++)
                weights[i] = random.Normal();
            var gradient = new double[genes];
            network.Forward(Data, 4, controls);
            network.Backward(weights, 4, gradient);
            for (var gene = 0; gene < genes; gene++)
            {
                var expected = (Loss(gene, 1e-6) - Loss(gene, -1e-6)) / 2e-6;
                Assert.Equal(expected, gradient[gene], 1e-6 * (1 + Math.Abs(expected)));
            }
            continue;

            double Loss(int gene, double step)
            {
                var moved = (double[])controls.Clone();
                moved[gene] += step;
                var outputs = Toys.Network(Toys.Branched).Evaluate(Data, 4, moved, 1);
                var sum = 0.0;
                for (var i = 0; i < outputs.Length; i++)
                    sum += weights[i] * outputs[i];
                return sum;
            }
        }
    }

    [Fact]
    public void Rescaled_data_never_leave_the_limits()
    {
        // 1.1 lies outside the declared range and is clipped to the upper limit exactly.
        var inside = Toys.Network(Toys.Single).Evaluate([1.1, 0.0], 1, [0.0, 0.0], 1)[0];
        Assert.Equal(3 * Math.Tanh(0.5), inside);
    }
}
