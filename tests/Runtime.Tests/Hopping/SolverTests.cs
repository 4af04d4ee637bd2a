using Nano.Plan;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Hopping;

/// <summary>Ways to a solution: cold, in a stream, by continuation; the same bits on every path of the kernels.</summary>
public class SolverTests
{
    [Fact]
    public void A_stream_finds_what_a_cold_start_finds()
    {
        var device = new HoppingDevice(HoppingPresets.Small);
        var (stream, cold) = (new MeanFieldSolver(device), new MeanFieldSolver(device));
        var (one, other) = (new double[8], new double[8]);
        var (steps, followed) = (0, 0);
        for (var sample = 0; sample < 300; sample++)
        {
            var volts = Sines(sample);
            Assert.True(stream.Follow(volts, one).Ok);
            Assert.True(cold.Solve(volts, other).Ok);
            followed += stream.Path == SolutionPath.Followed ? 1 : 0;
            steps += stream.Residual < 1e-11 ? 0 : 1;
            for (var k = 0; k < 8; k++)
                Assert.Equal(other[k], one[k], 3e-9);
        }
        Assert.InRange(followed, 290, 299);
        Assert.Equal(0, steps);
    }

    [Fact]
    public void A_stream_survives_jumps_of_the_voltages()
    {
        var device = new HoppingDevice(HoppingPresets.Small with { LayoutSeed = 3 });
        var solver = new MeanFieldSolver(device);
        var stream = new SeedTree(6).For("volts");
        var currents = new double[8];
        for (var trial = 0; trial < 60; trial++)
        {
            var outcome = solver.Follow(TestDevices.RandomVolts(stream), currents);
            Assert.True(outcome.Ok, outcome.Sentence);
            Assert.InRange(solver.Residual, 0, 1e-11);
        }
    }

    [Theory]
    [InlineData(RateLaw.MillerAbrahams, Closure.Hartree)]
    [InlineData(RateLaw.Fermi, Closure.PairExcluded)]
    public void Every_vector_width_gives_the_same_bits(RateLaw law, Closure closure)
    {
        var device = new HoppingDevice(
            HoppingPresets.Tiny with
            {
                Acceptors = 45,
                Radius = 71.2e-9,
                ElectrodeWidth = 28e-9,
                Rates = law,
                Closure = closure,
            }
        );
        var solvers = new[] { LaneWidth.Bits512, LaneWidth.Bits256, LaneWidth.Plain }
            .Select(width => new MeanFieldSolver(device, width))
            .ToArray();
        var currents = new double[8];
        for (var sample = 0; sample < 40; sample++)
        {
            byte[]? expected = null;
            foreach (var solver in solvers)
            {
                Assert.True(solver.Follow(Sines(sample), currents).Ok);
                var slopes = new double[64];
                Assert.True(solver.Derivatives(slopes).Ok);
                double[] all = [.. currents, .. solver.Flows, .. solver.Occupations, .. slopes, solver.Iterations];
                var bits = all.SelectMany(BitConverter.GetBytes).ToArray();
                expected ??= bits;
                Assert.Equal(expected, bits);
            }
        }
    }

    [Fact]
    public void The_same_seed_is_the_same_device_and_another_seed_another()
    {
        var volts = TestDevices.RandomVolts(new SeedTree(7).For("volts"));
        var first = TestDevices.Currents(new MeanFieldSolver(new HoppingDevice(HoppingPresets.Small)), volts);
        var again = TestDevices.Currents(new MeanFieldSolver(new HoppingDevice(HoppingPresets.Small)), volts);
        var other = TestDevices.Currents(
            new MeanFieldSolver(new HoppingDevice(HoppingPresets.Small with { LayoutSeed = 2 })),
            volts
        );
        Assert.Equal(first, again);
        Assert.NotEqual(first[0], other[0]);
    }

    [Fact]
    public void A_cold_start_forgets_what_came_before()
    {
        var solver = new MeanFieldSolver(new HoppingDevice(HoppingPresets.Small));
        var stream = new SeedTree(8).For("volts");
        var volts = TestDevices.RandomVolts(stream);
        var first = TestDevices.Currents(solver, volts);
        TestDevices.Currents(solver, TestDevices.RandomVolts(stream));
        Assert.Equal(first, TestDevices.Currents(solver, volts));
    }

    [Fact]
    public void Continuation_takes_over_where_a_cold_start_fails()
    {
        var paths = new Dictionary<SolutionPath, int>();
        foreach (var (permittivity, seed) in new[] { (4.5, 3UL), (2.0, 3UL) })
        {
            var device = new HoppingDevice(
                HoppingPresets.Standard with
                {
                    Permittivity = permittivity,
                    DisorderElectronvolts = 0,
                    LayoutSeed = seed,
                }
            );
            var solver = new MeanFieldSolver(device);
            var stream = new SeedTree(5).For("v");
            for (var trial = 0; trial < 100; trial++)
            {
                var volts = TestDevices.RandomVolts(stream);
                TestDevices.Currents(solver, volts);
                Assert.InRange(solver.Residual, 0, 1e-11);
                paths[solver.Path] = paths.GetValueOrDefault(solver.Path) + 1;
            }
        }
        Assert.True(paths.GetValueOrDefault(SolutionPath.FromZeroVolts) > 0);
        Assert.True(paths.GetValueOrDefault(SolutionPath.FromHighTemperature) > 0);
    }

    [Fact]
    public void A_shift_of_the_sites_acts_as_their_disorder_does()
    {
        var device = new HoppingDevice(HoppingPresets.Tiny);
        var solver = new MeanFieldSolver(device);
        var volts = TestDevices.RandomVolts(new SeedTree(9).For("volts"));
        var shift = new double[device.Sites];
        Array.Fill(shift, 0.05);
        solver.Shift(shift);
        var shifted = TestDevices.Currents(solver, volts);
        solver.Shift([]);
        Assert.NotEqual(shifted, TestDevices.Currents(solver, volts));
        // The disorder enters in the same way.
        var layout = device.Layout with
        {
            Disorder = [.. device.Layout.Disorder.Select(energy => energy + 0.05)],
        };
        var built = TestDevices.Currents(new MeanFieldSolver(new HoppingDevice(device.Plan, layout)), volts);
        for (var k = 0; k < 8; k++)
            Assert.Equal(built[k], shifted[k], 2e-9);
    }

    [Fact]
    public void There_are_no_derivatives_before_a_solution() =>
        Assert.False(new MeanFieldSolver(new HoppingDevice(HoppingPresets.Tiny)).Derivatives(new double[64]).Ok);

    [Fact]
    public void Conductance_follows_motts_law_of_two_dimensions()
    {
        // ln G against T^(−1/3) is a falling line between 77 and 160 K.
        double[] kelvin = [77, 90, 110, 130, 160];
        var x = kelvin.Select(temperature => Math.Pow(temperature, -1.0 / 3)).ToArray();
        var y = kelvin.Select(MeanLogConductance).ToArray();
        Assert.InRange(MathNet.Numerics.Statistics.Correlation.Pearson(x, y), -1, -0.995);
        Assert.InRange(Math.Exp(MeanLogConductance(290) - y[0]), 8, 40);
    }

    private static double MeanLogConductance(double kelvin)
    {
        var solver = new MeanFieldSolver(new HoppingDevice(HoppingPresets.Reference with { Temperature = kelvin }));
        TestDevices.Currents(solver, new double[8]);
        var slopes = new double[64];
        Assert.True(solver.Derivatives(slopes).Ok);
        return Enumerable.Range(0, 8).Average(k => Math.Log(-slopes[9 * k]));
    }

    private static double[] Sines(int sample)
    {
        ReadOnlySpan<int> primes = [2, 3, 5, 7, 11, 13, 17];
        var volts = new double[8];
        for (var k = 0; k < 7; k++)
            volts[k + 1] = Elementary.SinTurns(Math.Sqrt(primes[k]) * 0.001 * sample);
        return volts;
    }
}
