using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Devices;

/// <summary>
/// What the electrodes see of the voltages that were asked for: rounded by the sources, then smoothed by each
/// electrode's RC. The electrodes start at 0 V.
/// </summary>
/// <param name="electrodes">Limits of each channel: the sources divide them into 2^bits levels, both ends included.</param>
/// <param name="sampleRate">Samples per second.</param>
public sealed class EffectsInput(EffectsPlan plan, ImmutableArray<ElectrodePlan> electrodes, double sampleRate)
{
    private readonly double[] held = new double[electrodes.Length];

    // The exact answer of an RC to a voltage that is constant over a sample.
    private readonly double share =
        plan.ElectrodeTime > 0 ? 1 - Numerics.Elementary.Exp(-1 / (sampleRate * plan.ElectrodeTime)) : 1;

    /// <summary>One row in time: the voltages at the end of the sample.</summary>
    public void Apply(ReadOnlySpan<double> asked, Span<double> seen)
    {
        for (var channel = 0; channel < held.Length; channel++)
        {
            var volts = plan.DacBits > 0 ? Rounded(asked[channel], electrodes[channel]) : asked[channel];
            held[channel] = plan.ElectrodeTime > 0 ? held[channel] + share * (volts - held[channel]) : volts;
            seen[channel] = held[channel];
        }
    }

    private double Rounded(double volts, ElectrodePlan electrode)
    {
        var step = (electrode.HighVolts - electrode.LowVolts) / ((1L << plan.DacBits) - 1);
        if (!(step > 0))
            return volts;
        return electrode.LowVolts + step * Math.Round((volts - electrode.LowVolts) / step);
    }
}
