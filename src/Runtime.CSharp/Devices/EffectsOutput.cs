using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Devices;

/// <summary>What the reader sees of a current: with white and 1/f noise, clipped and rounded by the converter.</summary>
public sealed class EffectsOutput
{
    private readonly EffectsPlan plan;
    private readonly double scale;
    private readonly double range;
    private readonly double step;
    private readonly RandomStream white;
    private readonly FlickerNoise flicker;

    /// <param name="rootMeanSquare">Of the device over its limits, in nanoamperes: noise and range are fractions of it.</param>
    /// <param name="seeds">Of this session.</param>
    public EffectsOutput(EffectsPlan plan, double rootMeanSquare, SeedTree seeds)
    {
        (this.plan, scale) = (plan, rootMeanSquare);
        range = plan.AdcRange * rootMeanSquare;
        step = plan.AdcBits > 0 ? 2 * range / (1L << plan.AdcBits) : 0;
        white = seeds.For("white");
        flicker = new FlickerNoise(seeds.For("flicker"));
    }

    /// <summary>The reading of the next sample.</summary>
    public double Read(double nanoamperes)
    {
        var value = nanoamperes;
        if (plan.WhiteNoise > 0)
            value += plan.WhiteNoise * scale * white.Normal();
        if (plan.FlickerNoise > 0)
            value += plan.FlickerNoise * scale * flicker.Next();
        if (range > 0)
            value = Math.Clamp(value, -range, range);
        return step > 0 ? step * Math.Round(value / step) : value;
    }
}
