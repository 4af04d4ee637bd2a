using Nano.Plan;

namespace Nano.Runtime.Devices;

/// <summary>Which effects a plan asks for, and whether its numbers make sense.</summary>
public static class EffectsRules
{
    private const int MostBits = 32;
    private const int MostTraps = 16;

    /// <summary>Nothing lies between device and reader: voltages and currents pass unchanged.</summary>
    public static bool IsIdeal(EffectsPlan plan) =>
        plan is { WhiteNoise: 0, FlickerNoise: 0, Traps: 0, ElectrodeTime: 0, DacBits: 0, AdcBits: 0, AdcRange: 0 };

    /// <summary>The levels of noise and reading are fractions of a current that must then be known.</summary>
    public static bool NeedsScale(EffectsPlan plan) =>
        plan.WhiteNoise > 0 || plan.FlickerNoise > 0 || plan.AdcRange > 0;

    /// <exception cref="NanoException">N405: a number outside its range.</exception>
    public static void Demand(EffectsPlan plan)
    {
        NotNegative(plan.WhiteNoise, "white noise");
        NotNegative(plan.FlickerNoise, "1/f noise");
        NotNegative(plan.TrapRate, "trap rate (hertz)");
        NotNegative(plan.ElectrodeTime, "electrode time (seconds)");
        NotNegative(plan.AdcRange, "range of the current reading");
        Within(plan.Traps, MostTraps, "number of traps");
        Within(plan.DacBits, MostBits, "resolution of the voltage sources (bits)");
        Within(plan.AdcBits, MostBits, "resolution of the current reading (bits)");
        if (plan.AdcBits > 0 && plan.AdcRange == 0)
            throw new NanoException(
                "N405",
                $"a current reading of {plan.AdcBits} bits has no range to divide",
                "give the range as a multiple of the device's root-mean-square current, for instance 10"
            );
    }

    private static void NotNegative(double value, string what)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new NanoException("N405", $"the {what} of the instrument is {value:G6}; it must be 0 or more");
    }

    private static void Within(int value, int most, string what)
    {
        if (value < 0 || value > most)
            throw new NanoException("N405", $"the {what} of the instrument is {value}; it must be 0 to {most}");
    }
}
