using MathNet.Numerics.LinearAlgebra;
using Nano.Plan;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Hopping;

/// <summary>Devices so small that the exact answer can be written down.</summary>
public class SmallDeviceTests
{
    [Theory]
    [InlineData(RateLaw.MillerAbrahams)]
    [InlineData(RateLaw.Fermi)]
    public void One_site_is_exact(RateLaw law)
    {
        var device = TestDevices.At(HoppingPresets.Tiny with { Rates = law }, (4, -7));
        var solver = new MeanFieldSolver(device);
        var stream = new SeedTree(1).For("volts");
        for (var trial = 0; trial < 20; trial++)
        {
            var volts = TestDevices.RandomVolts(stream);
            var currents = TestDevices.Currents(solver, volts);
            var energy = TestDevices.Bare(device, 0, volts);
            var (into, total) = (0.0, 0.0);
            for (var k = 0; k < 8; k++)
            {
                var x = energy - volts[k] / device.ThermalElectronvolts;
                into += TestDevices.Rate(device, k, 0) * TestDevices.G(law, x);
                total += TestDevices.Rate(device, k, 0) * (TestDevices.G(law, x) + TestDevices.G(law, -x));
            }
            var p = into / total;
            Assert.Equal(p, solver.Occupations[0], 1e-10);
            for (var k = 0; k < 8; k++)
            {
                var x = energy - volts[k] / device.ThermalElectronvolts;
                var flow =
                    TestDevices.Rate(device, k, 0) * (p * TestDevices.G(law, -x) - (1 - p) * TestDevices.G(law, x));
                Assert.Equal(flow * device.NanoamperesPerRate, currents[k], 2e-9);
            }
        }
    }

    [Theory]
    [InlineData(Closure.Hartree)]
    [InlineData(Closure.PairExcluded)]
    public void Two_sites_agree_with_the_master_equation(Closure closure)
    {
        var device = TestDevices.At(HoppingPresets.Tiny with { Closure = closure }, (-11, 3), (12, -5));
        var solver = new MeanFieldSolver(device);
        var stream = new SeedTree(2).For("volts");
        var (error, size) = (0.0, 0.0);
        for (var trial = 0; trial < 40; trial++)
        {
            var volts = TestDevices.RandomVolts(stream, 0.2);
            var mean = TestDevices.Currents(solver, volts);
            var exact = MasterEquation(device, volts);
            for (var k = 0; k < 8; k++)
            {
                error += (mean[k] - exact[k]) * (mean[k] - exact[k]);
                size += exact[k] * exact[k];
            }
        }
        Assert.InRange(Math.Sqrt(error / size), 1e-6, 0.04);
    }

    /// <summary>The four charge states 00, 01, 10, 11 with the microscopic hop energies E_j − E_i − K_ij.</summary>
    private static double[] MasterEquation(HoppingDevice device, double[] volts)
    {
        var (first, second) = (TestDevices.Bare(device, 0, volts), TestDevices.Bare(device, 1, volts));
        var repulsion = TestDevices.Coulomb(device, 0, 1);
        var generator = Matrix<double>.Build.Dense(4, 4);
        var arrivals = new double[8, 4];
        for (var state = 0; state < 4; state++)
        {
            var (n0, n1) = (state >> 1, state & 1);
            var energies = new[] { first - repulsion * (1 - n1), second - repulsion * (1 - n0) };
            for (var site = 0; site < 2; site++)
            {
                var flip = site == 0 ? 2 : 1;
                var isFull = (state & flip) != 0;
                for (var k = 0; k < 8; k++)
                {
                    var x = energies[site] - volts[k] / device.ThermalElectronvolts;
                    var rate =
                        TestDevices.Rate(device, k, site) * TestDevices.G(RateLaw.MillerAbrahams, isFull ? -x : x);
                    Add(generator, state, state ^ flip, rate);
                    arrivals[k, state] += isFull ? rate : -rate;
                }
            }
            if (n0 == n1)
                continue;
            var (from, to) = n0 == 1 ? (0, 1) : (1, 0);
            var change = energies[to] - energies[from] - repulsion;
            Add(generator, state, state ^ 3, device.Pairs[0].Factor * TestDevices.G(RateLaw.MillerAbrahams, change));
        }
        for (var state = 0; state < 4; state++)
            generator[3, state] = 1;
        var shares = generator.Solve(Vector<double>.Build.Dense([0, 0, 0, 1]));
        var currents = new double[8];
        for (var k = 0; k < 8; k++)
        for (var state = 0; state < 4; state++)
            currents[k] += arrivals[k, state] * shares[state] * device.NanoamperesPerRate;
        return currents;
    }

    private static void Add(Matrix<double> generator, int from, int to, double rate)
    {
        generator[to, from] += rate;
        generator[from, from] -= rate;
    }

    [Fact]
    public void A_linear_device_is_a_resistor_network()
    {
        // No Coulomb force, no bias: Miller–Abrahams conductances b p_i (1−p_j) g(E_j − E_i) and b (1−p_i) g(E_i).
        var device = new HoppingDevice(HoppingPresets.Tiny with { Permittivity = 1e9, DisorderElectronvolts = 0.02 });
        var solver = new MeanFieldSolver(device);
        TestDevices.Currents(solver, new double[8]);
        var slopes = new double[64];
        Assert.True(solver.Derivatives(slopes).Ok);

        var sites = device.Sites;
        var rest = device.RestEnergy.Span;
        var laplacian = Matrix<double>.Build.Dense(sites, sites);
        var toElectrodes = Matrix<double>.Build.Dense(sites, 8);
        foreach (var (i, j, factor) in device.Pairs)
        {
            var full = TestDevices.G(RateLaw.Fermi, rest[i]);
            var empty = 1 - TestDevices.G(RateLaw.Fermi, rest[j]);
            var conductance = factor * full * empty * TestDevices.G(RateLaw.MillerAbrahams, rest[j] - rest[i]);
            laplacian[i, j] -= conductance;
            laplacian[j, i] -= conductance;
            laplacian[i, i] += conductance;
            laplacian[j, j] += conductance;
        }
        for (var i = 0; i < sites; i++)
        for (var k = 0; k < 8; k++)
        {
            var empty = 1 - TestDevices.G(RateLaw.Fermi, rest[i]);
            toElectrodes[i, k] =
                TestDevices.Rate(device, k, i) * empty * TestDevices.G(RateLaw.MillerAbrahams, rest[i]);
            laplacian[i, i] += toElectrodes[i, k];
        }
        // Currents into electrodes: G_k (μ − v_k) with μ from Kirchhoff's law.
        var potentials = laplacian.Solve(toElectrodes);
        var expected = toElectrodes.TransposeThisAndMultiply(potentials);
        for (var k = 0; k < 8; k++)
            expected[k, k] -= toElectrodes.Column(k).Sum();
        expected *= device.NanoamperesPerRate / device.ThermalElectronvolts;
        var largest = expected.Enumerate().Max(Math.Abs);
        for (var k = 0; k < 8; k++)
        for (var l = 0; l < 8; l++)
            Assert.Equal(expected[k, l], slopes[k * 8 + l], 1e-6 * largest);
    }
}
