using System.Text.Json.Serialization;

namespace Nano.Plan;

/// <summary>What stands for the laboratory: where acquisition and validation happen.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(SimulatedPlan), "simulated")]
[JsonDerivedType(typeof(SurrogateInstrumentPlan), "surrogate")]
public abstract record InstrumentPlan(EffectsPlan Effects);

/// <summary>The device's own physics, solved in mean field.</summary>
public sealed record SimulatedPlan(EffectsPlan Effects) : InstrumentPlan(Effects);

/// <summary>The device's trained model, taken as the device.</summary>
public sealed record SurrogateInstrumentPlan(EffectsPlan Effects) : InstrumentPlan(Effects);

/// <summary>
/// Noise and electronics between device and reader (physics page §4.5). All zero: an ideal instrument.
/// Noise levels are fractions of the device's root-mean-square current over its limits.
/// </summary>
/// <param name="WhiteNoise">Standard deviation of white noise of each sample, as a fraction.</param>
/// <param name="FlickerNoise">Standard deviation of 1/f noise (one first-order process for each octave), as a fraction.</param>
/// <param name="Traps">Number of slow two-state charges beside the device; each flip moves the working point.</param>
/// <param name="TrapRate">Flips per second of each trap.</param>
/// <param name="ElectrodeTime">RC time of each electrode in seconds.</param>
/// <param name="DacBits">Resolution of the voltage sources over their limits; 0 is ideal.</param>
/// <param name="AdcBits">Resolution of the current reading over its range; 0 is ideal.</param>
/// <param name="AdcRange">Half range of the current reading as a multiple of the root-mean-square current; 0 never clips.</param>
public sealed record EffectsPlan(
    double WhiteNoise,
    double FlickerNoise,
    int Traps,
    double TrapRate,
    double ElectrodeTime,
    int DacBits,
    int AdcBits,
    double AdcRange
)
{
    /// <summary>An ideal instrument.</summary>
    public static EffectsPlan Off { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>White noise of one per cent of the device's own current, and a 16-bit converter on either side.</summary>
    public static EffectsPlan Quiet { get; } = new(0.01, 0, 0, 0, 0, 16, 16, 10);

    /// <summary>White and 1/f noise, two slow traps, RC electrodes, 16-bit sources and a 14-bit reading.</summary>
    public static EffectsPlan Realistic { get; } = new(0.02, 0.02, 2, 0.2, 2e-4, 16, 14, 8);
}
