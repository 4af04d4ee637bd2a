using Nano.Plan;

namespace Nano.Runtime.Running;

/// <summary>Whether a plan of a characterisation can be run.</summary>
internal static class CharacteriseCheck
{
    /// <summary>As many voltages as one waveform may have.</summary>
    private const double MostVolts = 1e8;

    public static void Add(PlanCheck.Checker check, CharacterisePlan plan, InstrumentPlan instrument)
    {
        check.Whole("points", plan.Points, 3, 1_000_000);
        check.Whole("plateau", plan.Plateau, 1, 1_000_000);
        check.Whole("settings", plan.Settings, 0, 10_000_000);
        check.Real("step", plan.Step, double.Epsilon, double.MaxValue);
        foreach (var kelvin in plan.Temperatures)
            check.Real("a temperature", kelvin, 1, 2000);
        if (!check.Index("device of the curves", plan.Device, check.Devices.Length))
            return;
        var device = check.Devices[plan.Device];
        var count = device.Electrodes.Length;
        check.Whole("rest (its voltages)", plan.Rest.Length, count, count);
        check.Index("temperature-electrode", plan.TemperatureElectrode, count);
        for (var channel = 0; channel < Math.Min(count, plan.Rest.Length); channel++)
        {
            var electrode = device.Electrodes[channel];
            check.Real(
                $"rest of electrode {electrode.Number}",
                plan.Rest[channel],
                electrode.LowVolts,
                electrode.HighVolts
            );
        }
        foreach (var electrode in device.Electrodes)
            check.Real(
                $"room for a step to either side on electrode {electrode.Number}",
                electrode.HighVolts - electrode.LowVolts,
                4 * plan.Step,
                double.MaxValue
            );
        foreach (var map in plan.Maps)
        {
            check.Whole("points of a map", map.Points, 3, 1000);
            check.Whole("electrodes of a map (their number)", map.Electrodes.Length, 2, 2);
            check.Whole("electrodes of a map that differ", map.Electrodes.Distinct().Count(), 2, 2);
            foreach (var channel in map.Electrodes)
                check.Index("an electrode of a map", channel, count);
        }
        check.Real("voltages of a curve", 2.0 * plan.Points * plan.Plateau * count, 0, MostVolts);
        if (plan.Temperatures.Length > 0)
            check.Whole(
                "a simulated device where there are temperatures (1: yes)",
                device.Physics is HoppingPlan && instrument is SimulatedPlan ? 1 : 0,
                1,
                1
            );
    }
}
