using Nano.Plan;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Hopping;

/// <summary>What holds for any device: equilibrium, Kirchhoff, gauge, mirror, Onsager, exact derivatives.</summary>
public class ConservationTests
{
    [Theory]
    [InlineData(RateLaw.MillerAbrahams, 0.0)]
    [InlineData(RateLaw.MillerAbrahams, 0.37)]
    [InlineData(RateLaw.Fermi, -0.8)]
    public void Equal_voltages_give_no_current_and_fermi_occupations(RateLaw law, double common)
    {
        var device = new HoppingDevice(HoppingPresets.Small with { Rates = law });
        var solver = new MeanFieldSolver(device);
        var volts = new double[8];
        Array.Fill(volts, common);
        var currents = TestDevices.Currents(solver, volts);
        Assert.All(currents, current => Assert.Equal(0, current));
        Assert.All(solver.Flows.ToArray(), flow => Assert.InRange(flow * device.NanoamperesPerRate, -1e-12, 1e-12));
        for (var i = 0; i < device.Sites; i++)
        {
            var energy = TestDevices.Bare(device, i, volts);
            for (var j = 0; j < device.Sites; j++)
                energy -= TestDevices.Coulomb(device, i, j) * (1 - solver.Occupations[j]);
            var fermi = 1 / (1 + Math.Exp(energy - common / device.ThermalElectronvolts));
            Assert.Equal(fermi, solver.Occupations[i], 1e-9);
        }
    }

    [Theory]
    [InlineData(RateLaw.MillerAbrahams, Closure.Hartree)]
    [InlineData(RateLaw.Fermi, Closure.Hartree)]
    [InlineData(RateLaw.MillerAbrahams, Closure.PairExcluded)]
    [InlineData(RateLaw.Fermi, Closure.PairExcluded)]
    public void Currents_add_up_to_zero_and_know_no_gauge(RateLaw law, Closure closure)
    {
        var solver = new MeanFieldSolver(
            new HoppingDevice(HoppingPresets.Small with { Rates = law, Closure = closure })
        );
        var stream = new SeedTree(3).For("volts");
        for (var trial = 0; trial < 10; trial++)
        {
            var volts = TestDevices.RandomVolts(stream);
            var currents = TestDevices.Currents(solver, volts);
            Assert.InRange(Sum(solver.Flows) * solver.Device.NanoamperesPerRate, -1e-9, 1e-9);
            for (var k = 0; k < 8; k++)
                volts[k] += 0.613;
            var shifted = TestDevices.Currents(solver, volts);
            for (var k = 0; k < 8; k++)
                Assert.Equal(currents[k], shifted[k], 2e-9);
        }
    }

    [Fact]
    public void A_mirrored_device_has_mirrored_currents()
    {
        var plan = HoppingPresets.Small;
        var layout = HoppingLayout.Draw(plan);
        var mirrored = layout with { Y = Negated(layout.Y), DonorY = Negated(layout.DonorY) };
        var one = new MeanFieldSolver(new HoppingDevice(plan, layout));
        var other = new MeanFieldSolver(new HoppingDevice(plan, mirrored));
        var stream = new SeedTree(4).For("volts");
        for (var trial = 0; trial < 10; trial++)
        {
            var volts = TestDevices.RandomVolts(stream);
            var reflected = new double[8];
            for (var k = 0; k < 8; k++)
                reflected[(8 - k) % 8] = volts[k];
            var currents = TestDevices.Currents(one, volts);
            var images = TestDevices.Currents(other, reflected);
            for (var k = 0; k < 8; k++)
                Assert.Equal(currents[k], images[(8 - k) % 8], 2e-9);
        }
    }

    [Fact]
    public void Conductances_at_zero_bias_are_symmetric()
    {
        var solver = new MeanFieldSolver(new HoppingDevice(HoppingPresets.Small));
        TestDevices.Currents(solver, new double[8]);
        var slopes = new double[64];
        Assert.True(solver.Derivatives(slopes).Ok);
        var largest = slopes.Max(Math.Abs);
        Assert.True(largest > 1e-3);
        for (var k = 0; k < 8; k++)
        {
            Assert.InRange(Sum(slopes.AsSpan(8 * k, 8)) / largest, -1e-10, 1e-10);
            Assert.True(slopes[9 * k] < 0);
            for (var l = 0; l < k; l++)
                Assert.Equal(slopes[8 * k + l], slopes[8 * l + k], 1e-7 * largest);
        }
    }

    [Theory]
    [InlineData(RateLaw.MillerAbrahams, Closure.Hartree)]
    [InlineData(RateLaw.Fermi, Closure.Hartree)]
    [InlineData(RateLaw.MillerAbrahams, Closure.PairExcluded)]
    [InlineData(RateLaw.Fermi, Closure.PairExcluded)]
    public void Derivatives_agree_with_central_differences(RateLaw law, Closure closure)
    {
        const double step = 1e-6;
        var solver = new MeanFieldSolver(
            new HoppingDevice(HoppingPresets.Small with { Rates = law, Closure = closure, LayoutSeed = 2 })
        );
        var stream = new SeedTree(5).For("volts");
        for (var trial = 0; trial < 3; trial++)
        {
            var volts = TestDevices.RandomVolts(stream);
            TestDevices.Currents(solver, volts);
            var slopes = new double[64];
            Assert.True(solver.Derivatives(slopes).Ok);
            var largest = slopes.Max(Math.Abs);
            for (var l = 0; l < 8; l++)
            {
                var kept = volts[l];
                volts[l] = kept + step;
                TestDevices.Currents(solver, volts);
                var above = solver.Flows.ToArray();
                volts[l] = kept - step;
                TestDevices.Currents(solver, volts);
                var below = solver.Flows.ToArray();
                volts[l] = kept;
                for (var k = 0; k < 8; k++)
                {
                    var difference = (above[k] - below[k]) / (2 * step) * solver.Device.NanoamperesPerRate;
                    Assert.Equal(difference, slopes[8 * k + l], 1e-6 * largest);
                }
            }
        }
    }

    [Fact]
    public void Current_flows_out_of_the_device_at_the_lower_electrode()
    {
        var solver = new MeanFieldSolver(new HoppingDevice(HoppingPresets.Small));
        var volts = new double[8];
        volts[4] = 1;
        var currents = TestDevices.Currents(solver, volts);
        Assert.True(currents[0] > 0);
        Assert.True(currents[4] < 0);
    }

    private static double[] Negated(double[] values) => [.. values.Select(value => -value)];

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
