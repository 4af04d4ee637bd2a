using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Learning;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

[Collection(ChipCollection.Name)]
public class EvaluatorTests(TrainedChip chip)
{
    [Fact]
    public void Each_row_is_held_to_settle_and_then_averaged_over_its_plateau()
    {
        var effects = EffectsPlan.Off with { ElectrodeTime = 2e-4, WhiteNoise = 0.05 };
        using var instrument = new HoppingInstrument(SimulatedTests.Device(), effects, new SeedTree(4));
        using var spy = new Spy(instrument);
        Assert.Equal(10, spy.Facts.Settling);
        var volts = SimulatedTests.Waveform(3);
        var currents = new double[3];
        using (var evaluator = new InstrumentEvaluator(spy, "plateau", 4, default))
            evaluator.Evaluate(volts, currents, 3);
        var held = spy.Waveforms["plateau"];
        Assert.Equal(3 * 14 * 7, held.Length);
        for (var sample = 0; sample < 3 * 14; sample++)
            Assert.Equal(volts[(sample / 14 * 7)..(sample / 14 * 7 + 7)], held[(sample * 7)..(sample * 7 + 7)]);
        var read = SimulatedTests.Measure(instrument, "plateau", held);
        for (var row = 0; row < 3; row++)
            Assert.Equal(read[(row * 14 + 10)..(row * 14 + 14)].Average(), currents[row], 1e-12);
    }

    [Fact]
    public void Without_settling_or_plateau_the_reading_itself_counts()
    {
        using var instrument = new HoppingInstrument(SimulatedTests.Device(), EffectsPlan.Off, new SeedTree(4));
        var volts = SimulatedTests.Waveform(4);
        var currents = new double[9];
        using var evaluator = new InstrumentEvaluator(instrument, "a", 1, default);
        evaluator.Evaluate(volts, currents, 4);
        Assert.Equal(SimulatedTests.Measure(instrument, "a", volts), currents[..4]);
        Assert.All(currents[4..], current => Assert.Equal(0, current));
        Assert.Equal(double.PositiveInfinity, evaluator.Clip.High);
    }

    [Fact]
    public void A_longer_plateau_averages_noise_away()
    {
        using var ideal = new SurrogateInstrument(
            SimulatedTests.Device(),
            chip.Model,
            EffectsPlan.Off,
            new SeedTree(4)
        );
        using var noisy = new SurrogateInstrument(
            SimulatedTests.Device(),
            chip.Model,
            EffectsPlan.Off with
            {
                WhiteNoise = 0.2,
            },
            new SeedTree(4)
        );
        var volts = SimulatedTests.Waveform(200);
        var (clean, once, often) = (Evaluated(ideal, 1), Evaluated(noisy, 1), Evaluated(noisy, 64));
        Assert.InRange(Deviation(clean, once) / noisy.RootMeanSquare, 0.17, 0.23);
        Assert.InRange(Deviation(clean, often) / noisy.RootMeanSquare, 0.2 / 8 * 0.85, 0.2 / 8 * 1.15);

        double[] Evaluated(SurrogateInstrument instrument, int plateau)
        {
            var currents = new double[200];
            using var evaluator = new InstrumentEvaluator(instrument, "noise", plateau, default);
            evaluator.Evaluate(volts, currents, 200);
            return currents;
        }
    }

    [Fact]
    public void An_instrument_without_derivatives_says_so_and_one_with_them_gives_its_own()
    {
        using var instrument = new HoppingInstrument(SimulatedTests.Device(), EffectsPlan.Off, new SeedTree(4));
        var volts = SimulatedTests.Waveform(2);
        var (currents, slopes) = (new double[2], new double[14]);
        using (var evaluator = new InstrumentEvaluator(new Spy(instrument), "a", 1, default))
        {
            var failure = Assert.Throws<NanoException>(() => evaluator.Gradient(volts, currents, slopes, 2));
            Assert.Equal("N404", failure.Diagnostic.Code);
        }
        using (var evaluator = new InstrumentEvaluator(instrument, "a", 1, default))
            evaluator.Gradient(volts, currents, slopes, 2);
        var (wanted, wantedSlopes) = (new double[2], new double[14]);
        instrument.Gradient(volts, wanted, wantedSlopes);
        Assert.Equal(wanted, currents);
        Assert.Equal(wantedSlopes, slopes);
        Assert.Contains(slopes, slope => Math.Abs(slope) > 1e-3);
    }

    [Fact]
    public void A_point_without_a_steady_state_is_a_bad_candidate_and_elsewhere_a_failure()
    {
        var volts = SimulatedTests.Waveform(4);
        var open = new Func<IInstrument>(() =>
            Catalog.Open(SimulatedTests.Device(), new SimulatedPlan(EffectsPlan.Off), null, new SeedTree(1), 5000)
        );
        using var whole = open();
        using var stubborn = new Spy(whole) { Fails = row => row[0] == volts[2 * 7] };
        using var searching = new InstrumentEvaluator(stubborn, "search", 1, default, allowGaps: true);
        var currents = new double[4];
        searching.Evaluate(volts, currents, 4);
        Assert.Equal([false, false, true, false], currents.Select(double.IsNaN));
        using var replaying = new InstrumentEvaluator(stubborn, "replay", 1, default);
        var failure = Assert.Throws<NanoException>(() => replaying.Evaluate(volts, currents, 4));
        Assert.Equal("N501", failure.Diagnostic.Code);
        // Voltages that follow from such a point are never applied.
        double[] unknown = [.. volts];
        unknown[3] = double.NaN;
        searching.Evaluate(unknown, currents, 4);
        Assert.Equal([true, false, true, false], currents.Select(double.IsNaN));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Behind_a_gap_rows_follow_each_other_again(int plateau)
    {
        // 1 for a row that starts a waveform, 2 for one that follows another.
        var device = SimulatedTests.Device();
        using var instrument = new LawInstrument(device, (volts, before) => volts[0] + (before is null ? 1 : 2))
        {
            Fails = row => row[0] is > 0.25 and < 0.35,
        };
        using var evaluator = new InstrumentEvaluator(instrument, "gap", plateau, default, allowGaps: true);
        var volts = new double[7 * 7];
        for (var row = 0; row < 7; row++)
            volts[row * 7] = row / 10.0;
        var currents = new double[7];
        evaluator.Evaluate(volts, currents, 7);
        var start = (1 + 2 * (plateau - 1.0)) / plateau;
        double[] wanted = [start, 2.1, 2.2, double.NaN, 0.4 + start, 2.5, 2.6];
        for (var row = 0; row < 7; row++)
            Assert.Equal(wanted[row], currents[row], 1e-12);
    }

    [Fact]
    public void Currents_beside_exact_slopes_are_those_that_were_read()
    {
        var volts = SimulatedTests.Waveform(3);
        var slopes = new double[3 * 7];
        var currents = ((EffectsPlan[])[EffectsPlan.Off, EffectsPlan.Off with { WhiteNoise = 0.1 }])
            .Select(effects =>
            {
                using var instrument = Catalog.Open(
                    SimulatedTests.Device(),
                    new SimulatedPlan(effects),
                    null,
                    new SeedTree(1),
                    5000
                );
                using var evaluator = new InstrumentEvaluator(instrument, "noise", 1, default);
                var read = new double[3];
                evaluator.Gradient(volts, read, slopes, 3);
                return read;
            })
            .ToArray();
        for (var row = 0; row < 3; row++)
            Assert.NotEqual(currents[0][row], currents[1][row]);
    }

    [Fact]
    public void A_reading_that_saturates_is_told_and_never_counts_as_found()
    {
        using var instrument = Catalog.Open(
            SimulatedTests.Device(),
            new SimulatedPlan(EffectsPlan.Off with { AdcBits = 12, AdcRange = 0.5 }),
            null,
            new SeedTree(1),
            5000
        );
        using var evaluator = new InstrumentEvaluator(instrument, "range", 1, default);
        Assert.True(double.IsFinite(evaluator.Clip.High) && evaluator.Clip.Low == -evaluator.Clip.High);
        Assert.True(Saturation.Reached([evaluator.Clip.High], evaluator.Clip));
        Assert.False(Saturation.Reached([0.99 * evaluator.Clip.High, 0.99 * evaluator.Clip.Low], evaluator.Clip));
        var network = new DnpuNetwork(Plans.Single, [SimulatedTests.Device()], [evaluator]);
        double[] data = [-1, -1, -1, 1, 1, -1, 1, 1];
        var task = new SearchTask(network, data, [false, false, true, true]);
        var result = new GeneticSearch(Plans.Genetic, task, new SeedTree(3).For("search")).Run(default);
        Assert.Equal(Saturation.Reached(result.Outputs, evaluator.Clip), result.Saturated);
    }

    [Fact]
    public void A_surrogate_is_clipped_and_has_no_slope_there()
    {
        var volts = SimulatedTests.Waveform(300);
        var free = new double[300];
        using (var evaluator = new SurrogateEvaluator(chip.Model, new DenseEvaluator(chip.Model.Network)))
            evaluator.Evaluate(volts, free, 300);
        var sorted = free.Order().ToArray();
        var clip = new Bounds(sorted[60], sorted[240]);
        var model = chip.Model with { Clip = clip };
        using var clipped = new SurrogateEvaluator(model, new DenseEvaluator(model.Network));
        Assert.Equal(clip, clipped.Clip);
        var (currents, again, slopes) = (new double[300], new double[300], new double[300 * 7]);
        clipped.Evaluate(volts, currents, 300);
        clipped.Gradient(volts, again, slopes, 300);
        Assert.Equal(currents, again);
        for (var row = 0; row < 300; row++)
        {
            Assert.Equal(Math.Clamp(free[row], clip.Low, clip.High), currents[row]);
            var isFree = free[row] > clip.Low && free[row] < clip.High;
            Assert.Equal(isFree, slopes[(row * 7)..(row * 7 + 7)].Any(slope => slope != 0));
        }
    }

    [Fact]
    public void The_slopes_of_a_surrogate_are_those_of_its_differences()
    {
        const double step = 1e-3;
        var volts = SimulatedTests.Waveform(20);
        using var evaluator = new SurrogateEvaluator(chip.Model, new DenseEvaluator(chip.Model.Network));
        var (currents, slopes) = (new double[20], new double[140]);
        evaluator.Gradient(volts, currents, slopes, 20);
        var close = 0;
        for (var i = 0; i < 140; i++)
        {
            double[] above = [.. volts],
                below = [.. volts];
            above[i] += step;
            below[i] -= step;
            var (up, down) = (new double[20], new double[20]);
            evaluator.Evaluate(above, up, 20);
            evaluator.Evaluate(below, down, 20);
            var difference = (up[i / 7] - down[i / 7]) / (2 * step);
            close += Math.Abs(difference - slopes[i]) <= 0.02 * (1 + Math.Abs(slopes[i])) ? 1 : 0;
        }
        // Where a kink of a rectifier lies between the two points the difference is another number.
        Assert.InRange(close, 125, 140);
    }

    private static double Deviation(double[] a, double[] b) =>
        Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Average());
}
