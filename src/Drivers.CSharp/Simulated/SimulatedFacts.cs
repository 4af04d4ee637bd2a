using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;

namespace Nano.Drivers.Simulated;

/// <summary>What simulated instruments have in common.</summary>
internal static class SimulatedFacts
{
    /// <summary>Samples per second where nobody asks for another rate.</summary>
    public const double SampleRate = 5000;

    /// <summary>Sessions cost only memory; a limit catches those that are never closed.</summary>
    private const int Sessions = 64;

    // After ten time constants an RC is within 5e-5 of its step.
    private const double SettlingTimes = 10;

    private const int ScalePoints = 256;

    public delegate double Reading(ReadOnlySpan<double> volts);

    public static InstrumentFacts Of(
        DevicePlan plan,
        EffectsPlan effects,
        ImmutableArray<ElectrodePlan> electrodes,
        double sampleRate
    ) =>
        new(
            plan.Name,
            electrodes,
            sampleRate,
            Sessions,
            (int)Math.Ceiling(SettlingTimes * effects.ElectrodeTime * sampleRate)
        );

    /// <summary>Where the converter's range ends; the scale is only computed where there is a range.</summary>
    public static Bounds Saturation(EffectsPlan effects, Lazy<double> rootMeanSquare)
    {
        var range = effects.AdcRange > 0 ? effects.AdcRange * rootMeanSquare.Value : double.PositiveInfinity;
        return new Bounds(-range, range);
    }

    /// <summary>Root-mean-square current over random points of the electrodes' limits, never quite zero.</summary>
    public static double RootMeanSquare(ImmutableArray<ElectrodePlan> electrodes, RandomStream stream, Reading current)
    {
        var volts = new double[electrodes.Length];
        var sum = 0.0;
        for (var point = 0; point < ScalePoints; point++)
        {
            for (var channel = 0; channel < volts.Length; channel++)
                volts[channel] = stream.Uniform(electrodes[channel].LowVolts, electrodes[channel].HighVolts);
            var value = current(volts);
            sum += value * value;
        }
        return Math.Max(Math.Sqrt(sum / ScalePoints), 1e-12);
    }

    /// <exception cref="NanoException">N401: a number that is no electrode of the disc, used twice, or the readout.</exception>
    public static void DemandElectrodes(DevicePlan plan)
    {
        DemandNumber(plan, plan.Readout);
        var used = new bool[DiskElectrostatics.Electrodes];
        used[plan.Readout] = true;
        foreach (var electrode in plan.Electrodes)
        {
            DemandNumber(plan, electrode.Number);
            if (used[electrode.Number])
                throw new NanoException(
                    "N401",
                    $"electrode {electrode.Number} of device '{plan.Name}' is used twice",
                    $"each of the eight electrodes has one use; {plan.Readout} is the readout"
                );
            used[electrode.Number] = true;
        }
    }

    private static void DemandNumber(DevicePlan plan, int number)
    {
        if (number is < 0 or >= DiskElectrostatics.Electrodes)
            throw new NanoException(
                "N401",
                $"device '{plan.Name}' has no electrode {number}",
                "the electrodes of a simulated device are numbered 0 to 7"
            );
    }
}
