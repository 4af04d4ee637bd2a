using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Devices;

public class EffectsTests
{
    private static readonly ImmutableArray<ElectrodePlan> Electrodes = [new(1, -1, 1), new(2, -0.5, 0.7)];

    [Fact]
    public void Off_changes_nothing()
    {
        var input = new EffectsInput(EffectsPlan.Off, Electrodes, 5000);
        var output = new EffectsOutput(EffectsPlan.Off, 3, new SeedTree(1));
        var stream = new SeedTree(2).For("values");
        var seen = new double[2];
        for (var n = 0; n < 100; n++)
        {
            double[] volts = [stream.Uniform(-1, 1), stream.Uniform(-0.5, 0.7)];
            input.Apply(volts, seen);
            Assert.Equal(volts, seen);
            Assert.Equal(volts[0], output.Read(volts[0]));
        }
        Assert.True(EffectsRules.IsIdeal(EffectsPlan.Off));
        Assert.False(EffectsRules.IsIdeal(EffectsPlan.Quiet));
    }

    [Fact]
    public void White_noise_has_its_variance_and_no_memory()
    {
        var output = new EffectsOutput(EffectsPlan.Off with { WhiteNoise = 0.05 }, 2, new SeedTree(1));
        var noise = Enumerable.Range(0, 40_000).Select(_ => output.Read(7) - 7).ToArray();
        Assert.InRange(Math.Sqrt(noise.Average(x => x * x)) / 0.1, 0.98, 1.02);
        var product = Enumerable.Range(1, noise.Length - 1).Average(n => noise[n] * noise[n - 1]);
        Assert.InRange(product / 0.01, -0.02, 0.02);
    }

    [Fact]
    public void Flicker_noise_falls_as_one_over_f()
    {
        // Power in octave bands of a discrete Fourier transform, averaged over blocks: slope −1 per decade.
        const int block = 4096;
        const int blocks = 24;
        var flicker = new FlickerNoise(new SeedTree(3).For("flicker"));
        int[] frequencies = [8, 16, 32, 64, 128, 256, 512];
        var power = new double[frequencies.Length];
        var (sum, count) = (0.0, 0);
        for (var n = 0; n < blocks; n++)
        {
            var samples = new double[block];
            for (var i = 0; i < block; i++)
                samples[i] = flicker.Next();
            sum += samples.Sum(x => x * x);
            count += block;
            for (var f = 0; f < frequencies.Length; f++)
            for (var line = frequencies[f]; line < frequencies[f] + 4; line++)
            {
                var (re, im) = (0.0, 0.0);
                for (var i = 0; i < block; i++)
                {
                    // A window keeps the strong low lines out of the weak high ones.
                    var window = 1 - Math.Cos(2 * Math.PI * i / block);
                    var (sin, cos) = Math.SinCos(2 * Math.PI * line * i / block);
                    re += window * samples[i] * cos;
                    im += window * samples[i] * sin;
                }
                power[f] += re * re + im * im;
            }
        }
        var x = frequencies.Select(f => Math.Log(f + 1.5)).ToArray();
        var y = power.Select(value => Math.Log(value)).ToArray();
        var (_, slope) = MathNet.Numerics.Fit.Line(x, y);
        Assert.InRange(slope, -1.15, -0.85);
        Assert.InRange(sum / count, 0.6, 1.5);
    }

    [Fact]
    public void Sources_have_two_to_the_bits_levels_with_both_limits()
    {
        var input = new EffectsInput(EffectsPlan.Off with { DacBits = 3 }, Electrodes, 5000);
        var seen = new double[2];
        var levels = new SortedSet<double>();
        for (var volts = -0.5; volts <= 0.7; volts += 0.001)
        {
            input.Apply([1, volts], seen);
            Assert.Equal(1, seen[0]);
            Assert.InRange(Math.Abs(seen[1] - volts), 0, 0.6 / 7 + 1e-12);
            levels.Add(Math.Round(seen[1], 9));
        }
        Assert.Equal(8, levels.Count);
        Assert.Equal(-0.5, levels.Min, 1e-9);
        Assert.Equal(0.7, levels.Max, 1e-9);
    }

    [Fact]
    public void The_reading_is_rounded_and_clipped()
    {
        var output = new EffectsOutput(EffectsPlan.Off with { AdcBits = 4, AdcRange = 8 }, 0.5, new SeedTree(1));
        Assert.Equal(0.5, output.Read(0.6));
        Assert.Equal(-1.0, output.Read(-0.8));
        Assert.Equal(4, output.Read(100));
        Assert.Equal(-4, output.Read(-100));
    }

    [Fact]
    public void Electrodes_charge_exponentially()
    {
        var input = new EffectsInput(EffectsPlan.Off with { ElectrodeTime = 1e-3 }, Electrodes, 5000);
        var seen = new double[2];
        for (var n = 1; n <= 20; n++)
        {
            input.Apply([1, 0], seen);
            Assert.Equal(1 - Math.Exp(-n * 0.2), seen[0], 1e-12);
            Assert.Equal(0, seen[1]);
        }
    }

    [Fact]
    public void Traps_flip_at_their_rate_and_spend_half_their_time_full()
    {
        double[][] shifts =
        [
            [1, 0],
            [0, 10],
        ];
        var traps = new TelegraphTraps(shifts, rate: 20, sampleRate: 1000, new SeedTree(4).For("traps"));
        var (full, changes, before) = (0, 0, traps.Shift[0]);
        const int samples = 200_000;
        for (var n = 0; n < samples; n++)
        {
            traps.Next();
            Assert.True(traps.Shift[1] is 0 or 10);
            full += traps.Shift[0] > 0 ? 1 : 0;
            changes += traps.Shift[0] != before ? 1 : 0;
            before = traps.Shift[0];
        }
        Assert.InRange(full / (double)samples, 0.45, 0.55);
        // Two flips within a sample are none: 0.5·(1 − e^−0.04) of 0.02.
        Assert.InRange(changes / (double)samples / 0.0196, 0.95, 1.05);
    }

    [Fact]
    public void A_reading_without_a_range_is_refused()
    {
        var plan = EffectsPlan.Off with { AdcBits = 12 };
        Assert.Equal("N405", Assert.Throws<NanoException>(() => EffectsRules.Demand(plan)).Diagnostic.Code);
        Assert.Throws<NanoException>(() => EffectsRules.Demand(EffectsPlan.Off with { WhiteNoise = double.NaN }));
        EffectsRules.Demand(EffectsPlan.Realistic);
    }
}
