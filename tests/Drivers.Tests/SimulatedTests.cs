using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Drivers.Tests;

public class SimulatedTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    public static DevicePlan Device(int readout = 0) =>
        new(
            "chip",
            HoppingPresets.Tiny,
            [.. Enumerable.Range(0, 8).Where(k => k != readout).Select(k => new ElectrodePlan(k, -1, 1))],
            [2, 4],
            [0, 1, 3, 5, 6],
            readout,
            new NoSurrogatePlan()
        );

    public static double[] Waveform(int rows, int channels = 7)
    {
        var stream = new SeedTree(11).For("waveform");
        var volts = new double[rows * channels];
        for (var i = 0; i < volts.Length; i++)
            volts[i] = stream.Uniform(-1, 1);
        return volts;
    }

    [Fact]
    public void Without_effects_it_reads_the_solver()
    {
        using var instrument = new HoppingInstrument(Device(readout: 2), EffectsPlan.Off, new SeedTree(1));
        var volts = Waveform(5);
        var read = Measure(instrument, "test", volts);
        var solver = new MeanFieldSolver(new HoppingDevice(HoppingPresets.Tiny));
        var (electrodes, currents) = (new double[8], new double[8]);
        for (var row = 0; row < 5; row++)
        {
            for (var channel = 0; channel < 7; channel++)
                electrodes[channel < 2 ? channel : channel + 1] = volts[7 * row + channel];
            Assert.True((row == 0 ? solver.Solve(electrodes, currents) : solver.Follow(electrodes, currents)).Ok);
            Assert.Equal(currents[2], read[row]);
        }
    }

    [Fact]
    public void Electrodes_that_are_not_listed_are_grounded()
    {
        var few = Device() with { Electrodes = [new ElectrodePlan(3, -1, 1)], Inputs = [0], Controls = [] };
        using var instrument = new HoppingInstrument(few, EffectsPlan.Off, new SeedTree(1));
        using var whole = new HoppingInstrument(Device(), EffectsPlan.Off, new SeedTree(1));
        Assert.Equal(Measure(whole, "a", [0, 0, 0.7, 0, 0, 0, 0])[0], Measure(instrument, "a", [0.7])[0]);
    }

    [Fact]
    public void Sessions_repeat_by_purpose()
    {
        using var instrument = new HoppingInstrument(Device(), EffectsPlan.Realistic, new SeedTree(1));
        var volts = Waveform(20);
        var first = Measure(instrument, "validation", volts);
        var other = Measure(instrument, "acquisition", volts);
        Assert.Equal(first, Measure(instrument, "validation", volts));
        Assert.NotEqual(first, other);
        using var elsewhere = new HoppingInstrument(Device(), EffectsPlan.Realistic, new SeedTree(2));
        Assert.NotEqual(first, Measure(elsewhere, "validation", volts));
    }

    [Fact]
    public void White_noise_is_a_fraction_of_the_devices_own_current()
    {
        var effects = EffectsPlan.Off with { WhiteNoise = 0.1 };
        using var instrument = new HoppingInstrument(Device(), effects, new SeedTree(1));
        using var ideal = new HoppingInstrument(Device(), EffectsPlan.Off, new SeedTree(1));
        var volts = new double[7 * 2000];
        var clean = Measure(ideal, "test", volts);
        var noisy = Measure(instrument, "test", volts);
        var deviation = Math.Sqrt(clean.Zip(noisy, (a, b) => (a - b) * (a - b)).Average());
        Assert.InRange(instrument.RootMeanSquare, 0.5, 50);
        Assert.InRange(deviation / instrument.RootMeanSquare, 0.095, 0.105);
    }

    [Fact]
    public void Traps_move_the_working_point()
    {
        var effects = EffectsPlan.Off with { Traps = 1, TrapRate = 500 };
        using var instrument = new HoppingInstrument(Device(), effects, new SeedTree(1));
        var volts = new double[7 * 60];
        for (var row = 0; row < 60; row++)
            Waveform(1).CopyTo(volts, 7 * row);
        var read = Measure(instrument, "test", volts);
        var levels = read.Select(current => Math.Round(current, 6)).Distinct().ToArray();
        Assert.Equal(2, levels.Length);
        Assert.True(Math.Abs(levels[0] - levels[1]) > 1e-4);
    }

    [Fact]
    public void Slow_electrodes_ask_for_settling()
    {
        using var ideal = new HoppingInstrument(Device(), EffectsPlan.Off, new SeedTree(1));
        Assert.Equal(0, ideal.Facts.Settling);
        using var slow = new HoppingInstrument(
            Device(),
            EffectsPlan.Off with
            {
                ElectrodeTime = 2e-4,
            },
            new SeedTree(1)
        );
        Assert.Equal(10, slow.Facts.Settling);
        var rows = slow.Facts.Settling + 1;
        var volts = new double[7 * rows];
        for (var row = 0; row < rows; row++)
            Waveform(1).CopyTo(volts, 7 * row);
        var settled = Measure(slow, "test", volts);
        Assert.Equal(Measure(ideal, "test", Waveform(1))[0], settled[^1], 1e-3);
        Assert.True(Math.Abs(settled[0] - settled[^1]) > 1e-3);
    }

    [Fact]
    public void Gradient_agrees_with_differences_and_ignores_noise()
    {
        const double step = 1e-4;
        using var instrument = new HoppingInstrument(
            Device() with
            {
                Physics = HoppingPresets.Tiny with { Rates = RateLaw.Fermi },
            },
            EffectsPlan.Realistic,
            new SeedTree(1)
        );
        var volts = Waveform(2);
        var (currents, slopes) = (new double[2], new double[14]);
        instrument.Gradient(volts, currents, slopes);
        for (var i = 0; i < 14; i++)
        {
            double[] above = [.. volts];
            double[] below = [.. volts];
            above[i] += step;
            below[i] -= step;
            var (up, down) = (new double[2], new double[2]);
            instrument.Gradient(above, up, new double[14]);
            instrument.Gradient(below, down, new double[14]);
            Assert.Equal((up[i / 7] - down[i / 7]) / (2 * step), slopes[i], 1e-3 * slopes.Max(Math.Abs));
        }
    }

    [Fact]
    public void A_stopped_measurement_stops()
    {
        using var instrument = new HoppingInstrument(Device(), EffectsPlan.Off, new SeedTree(1));
        using var session = instrument.Open("test");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => session.Measure(Waveform(3), new double[3], source.Token));
    }

    [Theory]
    [InlineData(9, "no electrode 9")]
    [InlineData(0, "electrode 0 of device 'chip' is used twice")]
    public void Impossible_electrodes_are_refused(int number, string words)
    {
        var plan = Device() with { Electrodes = [new ElectrodePlan(number, -1, 1)] };
        var failure = Assert.Throws<NanoException>(() => new HoppingInstrument(plan, EffectsPlan.Off, new SeedTree(1)));
        Assert.Equal("N401", failure.Diagnostic.Code);
        Assert.Contains(words, failure.Message);
    }

    public static double[] Measure(IInstrument instrument, string purpose, double[] volts)
    {
        var currents = new double[volts.Length / instrument.Facts.Electrodes.Length];
        using var session = instrument.Open(purpose);
        session.Measure(volts, currents, Never);
        return currents;
    }
}
