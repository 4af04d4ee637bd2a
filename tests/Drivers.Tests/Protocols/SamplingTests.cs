using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

[Collection(ChipCollection.Name)]
public class SamplingTests(TrainedChip chip)
{
    [Theory]
    [InlineData(Waveform.Sine)]
    [InlineData(Waveform.Triangle)]
    public void Time_runs_on_between_batches_and_every_batch_has_phases_of_its_own(Waveform waveform)
    {
        var plan = Plans.Sampling(3, 200) with { Waveform = waveform };
        using var instrument = Modelled(EffectsPlan.Off, low: -0.4, high: 0.9);
        var data = new Sampling(plan, instrument, new SeedTree(5)).Run(1, () => { }, default);
        Assert.Equal(600, data.Rows);
        Assert.Equal(600 * 7, data.Volts.Length);
        Assert.Equal(3 * 7, data.Phases.Length);
        Assert.Equal(21, data.Phases.Distinct().Count());
        Assert.All(data.Phases, phase => Assert.InRange(phase, 0, 1));
        for (var row = 0; row < 600; row++)
        for (var electrode = 0; electrode < 7; electrode++)
        {
            var turns = plan.Frequencies[electrode] * row / 5000 + data.Phases[row / 200 * 7 + electrode];
            var volts = data.Volts[row * 7 + electrode];
            Assert.Equal(0.25 + 0.65 * Waves.Value(waveform, turns), volts, 6e-7);
            Assert.InRange(volts, -0.4, 0.9);
            Assert.Equal(volts, Math.Round(volts, 6));
        }
    }

    [Fact]
    public void The_waves_reach_both_limits()
    {
        using var instrument = Modelled(EffectsPlan.Off, low: -0.4, high: 0.9);
        var data = new Sampling(Plans.Sampling(2, 5000), instrument, new SeedTree(5)).Run(2, () => { }, default);
        for (var electrode = 0; electrode < 7; electrode++)
        {
            var column = Enumerable.Range(0, data.Rows).Select(row => data.Volts[row * 7 + electrode]).ToArray();
            Assert.InRange(column.Min(), -0.4, -0.399);
            Assert.InRange(column.Max(), 0.899, 0.9);
        }
    }

    [Fact]
    public void Every_batch_is_approached_from_rest_and_left_to_rest_in_even_steps()
    {
        var plan = Plans.Sampling(2, 50, ramp: 0.002);
        using var spy = new Spy(Modelled(EffectsPlan.Off, -1, 1));
        var data = new Sampling(plan, spy, new SeedTree(5)).Run(1, () => { }, default);
        Assert.Equal(["sampling/0", "sampling/1"], spy.Waveforms.Keys.Order());
        for (var batch = 0; batch < 2; batch++)
        {
            var waveform = spy.Waveforms[$"sampling/{batch}"];
            Assert.Equal((50 + 2 * 10) * 7, waveform.Length);
            Assert.Equal(data.Volts[(batch * 50 * 7)..((batch + 1) * 50 * 7)], waveform[(10 * 7)..(60 * 7)]);
            for (var electrode = 0; electrode < 7; electrode++)
            {
                var (first, last) = (waveform[10 * 7 + electrode], waveform[59 * 7 + electrode]);
                for (var step = 0; step < 10; step++)
                {
                    Assert.Equal(first * step / 10, waveform[step * 7 + electrode], 1e-12);
                    Assert.Equal(last * step / 10, waveform[(69 - step) * 7 + electrode], 1e-12);
                }
            }
        }
    }

    [Fact]
    public void The_currents_are_those_of_the_waveform_without_its_ramps()
    {
        using var instrument = new HoppingInstrument(SimulatedTests.Device(), EffectsPlan.Realistic, new SeedTree(8));
        using var spy = new Spy(instrument);
        var data = new Sampling(Plans.Sampling(2, 60), spy, new SeedTree(5)).Run(1, () => { }, default);
        for (var batch = 0; batch < 2; batch++)
        {
            var read = SimulatedTests.Measure(instrument, $"sampling/{batch}", spy.Waveforms[$"sampling/{batch}"]);
            Assert.Equal(read[20..80], data.Nanoamperes[(60 * batch)..(60 * batch + 60)]);
        }
    }

    [Fact]
    public void The_data_do_not_depend_on_threads()
    {
        using var instrument = new HoppingInstrument(SimulatedTests.Device(), EffectsPlan.Realistic, new SeedTree(8));
        SampledData? first = null;
        for (var threads = 1; threads <= 3; threads++)
        {
            var done = 0;
            var data = new Sampling(Plans.Sampling(5, 40), instrument, new SeedTree(5)).Run(
                threads,
                () => Interlocked.Increment(ref done),
                default
            );
            first ??= data;
            Assert.Equal(5, done);
            Assert.Equal(first.Volts, data.Volts);
            Assert.Equal(first.Nanoamperes, data.Nanoamperes);
            Assert.Equal(first.Phases, data.Phases);
        }
    }

    [Fact]
    public void Electrodes_whose_limits_lie_beside_zero_are_sampled_through_the_guard()
    {
        var device = SimulatedTests.Device() with
        {
            Electrodes =
            [
                .. SimulatedTests.Device().Electrodes.Select(e => e with { LowVolts = 0.2, HighVolts = 0.8 }),
            ],
        };
        using var instrument = Catalog.Open(device, new SimulatedPlan(EffectsPlan.Off), null, new SeedTree(1), 5000);
        var data = new Sampling(Plans.Sampling(1, 100), instrument, new SeedTree(5)).Run(1, () => { }, default);
        Assert.All(data.Volts, volts => Assert.InRange(volts, 0.2, 0.8));
        Assert.True(data.Nanoamperes.Distinct().Count() > 50);
    }

    [Fact]
    public void A_stopped_sampling_stops()
    {
        using var instrument = Modelled(EffectsPlan.Off, -1, 1);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var sampling = new Sampling(Plans.Sampling(2, 100), instrument, new SeedTree(5));
        Assert.ThrowsAny<OperationCanceledException>(() => sampling.Run(1, () => { }, source.Token));
    }

    private SurrogateInstrument Modelled(EffectsPlan effects, double low, double high) =>
        new(
            SimulatedTests.Device() with
            {
                Electrodes =
                [
                    .. SimulatedTests.Device().Electrodes.Select(e => new ElectrodePlan(e.Number, low, high)),
                ],
            },
            chip.Model,
            effects,
            new SeedTree(1)
        );
}
