using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;

namespace Nano.Drivers;

/// <summary>From a plan to the instrument that it asks for, with the guard before it.</summary>
public static class Catalog
{
    /// <param name="surrogate">The device's trained model, or null where it has none.</param>
    /// <param name="seeds">Of the experiment; sessions take their streams from it by purpose.</param>
    /// <param name="sampleRate">Samples per second: noise, traps and RC times depend on it.</param>
    /// <exception cref="NanoException">N401: the device has no such instrument; N2xx: its physics makes no sense.</exception>
    public static IInstrument Open(
        DevicePlan device,
        InstrumentPlan instrument,
        SurrogateModel? surrogate,
        SeedTree seeds,
        double sampleRate
    ) =>
        GuardedInstrument.Around(
            instrument switch
            {
                SimulatedPlan simulated => new HoppingInstrument(device, simulated.Effects, seeds, sampleRate),
                SurrogateInstrumentPlan taken => new SurrogateInstrument(
                    device,
                    Demand(device, surrogate),
                    taken.Effects,
                    seeds,
                    sampleRate
                ),
                _ => throw new NanoException(
                    "N401",
                    $"there is no instrument of kind '{instrument.GetType().Name}' in this build",
                    "choose 'simulated' or 'surrogate'"
                ),
            }
        );

    private static SurrogateModel Demand(DevicePlan device, SurrogateModel? surrogate) =>
        surrogate
        ?? throw new NanoException(
            "N401",
            $"device '{device.Name}' has no surrogate that could stand in for it",
            device.Physics is HoppingPlan
                ? "give it a 'surrogate' file, or choose the instrument 'simulated'"
                : "give it a 'surrogate' file"
        );
}
