using Nano.Runtime.Learning;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Learning;

public class GateReadingTests
{
    [Fact]
    public void The_xor_of_the_physics_page_is_read_as_by_hand()
    {
        // I(00, 01, 10, 11), nA.
        var reading = GateReading.Of([-0.970, -0.682, -0.750, -0.922], [0, 1, 1, 0]);
        Assert.Equal((0.970 - 0.682) / 0.970, reading.Contrast, 1e-12);
        // Scaled to 0, 1, 0.7639, 0.1667: 1 − (0 + 0 + 0.2361 + 0.1667)/4
        Assert.Equal(1 - (0.068 + 0.048) / 0.288 / 4, reading.Fitness, 1e-12);
        Assert.Equal(0.969, reading.Correlation, 1e-3);
        Assert.True(reading.Separable);
    }

    [Fact]
    public void Equal_currents_have_neither_contrast_nor_fitness()
    {
        Assert.Equal(new GateReading(0, 0, 0, false), GateReading.Of([0, 0, 0, 0], [0, 1, 1, 0]));
        Assert.Equal(new GateReading(0, 0, 0, false), GateReading.Of([-3, -3, -3, -3], [0, 1, 1, 0]));
    }

    [Fact]
    public void Opposite_currents_have_the_largest_contrast() =>
        Assert.Equal(2, GateReading.Of([-1, 1], [0, 1]).Contrast);

    [Fact]
    public void A_gate_and_its_complement_mirror_each_other_and_thresholds_agree_with_sorting()
    {
        var random = new SeedTree(3).For("readings");
        for (var trial = 0; trial < 2000; trial++)
        {
            var points = 2 + random.Below(7);
            var currents = new double[points];
            var wanted = new double[points];
            for (var i = 0; i < points; i++)
                (currents[i], wanted[i]) = (
                    random.Uniform(-1, 1),
                    i == 0 ? 0
                    : i == 1 ? 1
                    : random.Below(2)
                );
            var reading = GateReading.Of(currents, wanted);
            var other = GateReading.Of(currents, Array.ConvertAll(wanted, value => 1 - value));
            Assert.Equal(1, reading.Fitness + other.Fitness, 1e-12);
            Assert.Equal(reading.Correlation, -other.Correlation, 1e-12);
            Assert.Equal(reading.Contrast, other.Contrast);
            var labels = Array.ConvertAll(wanted, value => value > 0);
            Assert.Equal(ThresholdAccuracy.Rising(currents, labels).Percent >= 100, reading.Separable);
            Assert.InRange(reading.Contrast, 0, 2);
        }
    }
}
