using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Curves;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Protocols;

/// <summary>
/// How often the current falls with each voltage, over random settings of all of them, by central differences. Settings
/// are drawn so that a step to either side stays inside the limits, and in fixed blocks.
/// </summary>
internal static class SlopeCounts
{
    private const int BlockSettings = 32;

    public static ImmutableArray<SlopeShare> Of(
        RunContext context,
        CharacterisePlan plan,
        CurveReader reader,
        double noise
    )
    {
        if (plan.Settings == 0)
            return [];
        var width = reader.Electrodes.Length;
        var blocks = (plan.Settings + BlockSettings - 1) / BlockSettings;
        var slopes = new double[plan.Settings * width];
        context.Monitor.Stage("slopes", blocks);
        reader.Each(
            blocks,
            block =>
            {
                var first = block * BlockSettings;
                var settings = Math.Min(BlockSettings, plan.Settings - first);
                Block(context, plan, reader, first, slopes.AsSpan(first * width, settings * width));
                context.Monitor.Step();
            }
        );
        var error = NoiseBound.OfSlope(noise, 2 * plan.Step);
        return [.. Enumerable.Range(0, width).Select(channel => Count(reader.Electrodes[channel], slopes, channel))];

        SlopeShare Count(ElectrodePlan electrode, double[] slopes, int channel)
        {
            var (known, negative, clear) = (0, 0, 0);
            for (var i = channel; i < slopes.Length; i += width)
            {
                known += double.IsNaN(slopes[i]) ? 0 : 1;
                negative += slopes[i] < 0 ? 1 : 0;
                clear += slopes[i] < -NoiseBound.Slope * error ? 1 : 0;
            }
            var all = Math.Max(1, known);
            return new SlopeShare(
                electrode.Number,
                known,
                negative,
                (double)negative / all,
                Interval(negative, known),
                clear,
                (double)clear / all,
                Interval(clear, known)
            );
        }
    }

    private static void Block(
        RunContext context,
        CharacterisePlan plan,
        CurveReader reader,
        int first,
        Span<double> slopes
    )
    {
        var width = reader.Electrodes.Length;
        var random = context.Seeds.For("characterise/settings");
        var rows = new double[slopes.Length * 2 * width];
        var setting = new double[width];
        for (var i = 0; i < slopes.Length; i++)
        {
            var channel = i % width;
            if (channel == 0)
                Draw(random, first + i / width, reader.Electrodes, plan.Step, setting);
            var pair = rows.AsSpan(2 * i * width, 2 * width);
            setting.CopyTo(pair);
            setting.CopyTo(pair[width..]);
            pair[channel] += plan.Step;
            pair[width + channel] -= plan.Step;
        }
        var purpose = string.Create(CultureInfo.InvariantCulture, $"characterise/slopes/{first / BlockSettings}");
        // All slopes of a setting are one waveform, so that they belong to the same solution.
        var currents = reader.Read(purpose, rows, together: 2 * width);
        for (var i = 0; i < slopes.Length; i++)
            slopes[i] = (currents[2 * i] - currents[2 * i + 1]) / (2 * plan.Step);
    }

    private static Bounds Interval(int count, int trials)
    {
        var (low, high) = Statistics.Wilson(count, trials);
        return new Bounds(low, high);
    }

    private static void Draw(
        RandomStream random,
        int number,
        ImmutableArray<ElectrodePlan> electrodes,
        double step,
        Span<double> setting
    )
    {
        for (var channel = 0; channel < setting.Length; channel++)
        {
            var (low, high) = (electrodes[channel].LowVolts + step, electrodes[channel].HighVolts - step);
            setting[channel] = low + (high - low) * random.UniformAt((long)number * setting.Length + channel);
        }
    }
}
