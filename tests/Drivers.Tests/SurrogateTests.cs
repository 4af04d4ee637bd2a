using System.Collections.Immutable;
using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Drivers.Tests;

public class SurrogateTests
{
    // f(v) = v0 + 2 v1 + … + 7 v6, as a network without hidden layers.
    private static readonly SurrogateModel Model = new(
        new DenseNetwork(
            [7, 1],
            Activation.Relu,
            [
                [1, 2, 3, 4, 5, 6, 7],
            ],
            [
                [0],
            ]
        ),
        [.. Enumerable.Repeat(new Bounds(-0.8, 0.9), 7)],
        2,
        new Bounds(-20, 15),
        [],
        SurrogateOrigin.Unknown("test")
    );

    private static SurrogateInstrument Instrument(EffectsPlan effects) =>
        new(SimulatedTests.Device(), Model, effects, new SeedTree(1));

    [Fact]
    public void It_reads_the_clipped_amplified_network()
    {
        using var instrument = Instrument(EffectsPlan.Off);
        var volts = SimulatedTests.Waveform(150).Select(v => 0.8 * v).ToArray();
        var read = SimulatedTests.Measure(instrument, "test", volts);
        for (var row = 0; row < 150; row++)
        {
            var sum = 0.0;
            for (var i = 0; i < 7; i++)
                sum += 2 * (i + 1) * volts[7 * row + i];
            Assert.Equal(Math.Clamp(sum, -20, 15), read[row], 1e-4);
        }
        Assert.Contains(15, read);
        Assert.Contains(-20, read);
    }

    [Fact]
    public void Its_limits_are_the_narrower_of_device_and_model()
    {
        using var instrument = Instrument(EffectsPlan.Off);
        Assert.All(instrument.Facts.Electrodes, electrode => Assert.Equal(-0.8, electrode.LowVolts));
        Assert.All(instrument.Facts.Electrodes, electrode => Assert.Equal(0.9, electrode.HighVolts));
    }

    [Fact]
    public void Its_gradient_vanishes_where_it_is_clipped()
    {
        using var instrument = Instrument(EffectsPlan.Off);
        double[] volts = [0.1, 0, 0, 0, 0, 0, 0, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8];
        var (currents, slopes) = (new double[2], new double[14]);
        instrument.Gradient(volts, currents, slopes);
        Assert.Equal(0.2, currents[0], 1e-6);
        Assert.Equal([2.0, 4, 6, 8, 10, 12, 14], slopes[..7]);
        Assert.Equal(15, currents[1]);
        Assert.All(slopes[7..], slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Noise_and_traps_move_the_reading()
    {
        var volts = new double[7 * 500];
        using var noisy = Instrument(EffectsPlan.Off with { WhiteNoise = 0.1 });
        var read = SimulatedTests.Measure(noisy, "test", volts);
        Assert.InRange(Math.Sqrt(read.Average(x => x * x)) / noisy.RootMeanSquare, 0.09, 0.11);
        using var trapped = Instrument(EffectsPlan.Off with { Traps = 2, TrapRate = 100 });
        Assert.Equal(4, SimulatedTests.Measure(trapped, "test", volts).Distinct().Count());
    }

    [Fact]
    public void A_model_of_another_width_is_refused()
    {
        var narrow = SimulatedTests.Device() with { Electrodes = [new ElectrodePlan(1, -1, 1)] };
        var failure = Assert.Throws<NanoException>(() =>
            new SurrogateInstrument(narrow, Model, EffectsPlan.Off, new SeedTree(1))
        );
        Assert.Equal("N401", failure.Diagnostic.Code);
    }

    [Fact]
    public void The_catalogue_opens_what_there_is_behind_a_guard()
    {
        var seeds = new SeedTree(1);
        using var simulated = Catalog.Open(
            SimulatedTests.Device(),
            new SimulatedPlan(EffectsPlan.Off),
            null,
            seeds,
            5000
        );
        using var taken = Catalog.Open(
            SimulatedTests.Device(),
            new SurrogateInstrumentPlan(EffectsPlan.Off),
            Model,
            seeds,
            5000
        );
        foreach (var instrument in new[] { simulated, taken })
        {
            Assert.IsAssignableFrom<IDifferentiable>(instrument);
            var failure = Assert.Throws<NanoException>(() =>
                SimulatedTests.Measure(instrument, "test", [0, 0, 0, 1.5, 0, 0, 0])
            );
            Assert.Equal("N402", failure.Diagnostic.Code);
        }
        Assert.NotEqual(
            SimulatedTests.Measure(simulated, "test", [0.5, 0, 0, 0, 0, 0, 0]),
            SimulatedTests.Measure(taken, "test", [0.5, 0, 0, 0, 0, 0, 0])
        );
    }

    [Fact]
    public void The_catalogue_says_what_is_missing()
    {
        var unknown = SimulatedTests.Device() with { Physics = new UnmodelledPlan() };
        foreach (
            var plan in new InstrumentPlan[]
            {
                new SimulatedPlan(EffectsPlan.Off),
                new SurrogateInstrumentPlan(EffectsPlan.Off),
            }
        )
        {
            var failure = Assert.Throws<NanoException>(() => Catalog.Open(unknown, plan, null, new SeedTree(1), 5000));
            Assert.Equal("N401", failure.Diagnostic.Code);
            Assert.NotEmpty(failure.Diagnostic.Hint);
        }
    }
}
