using Nano.Plan;

namespace Nano.Runtime.Devices;

/// <summary>How instruments are called: one row for each kind.</summary>
public static class InstrumentNames
{
    /// <summary>The word of the language: "simulated".</summary>
    public static string Kind(InstrumentPlan instrument) => Of(instrument).Kind;

    /// <summary>As the owner of data: "the simulated device".</summary>
    public static string Owner(InstrumentPlan instrument) => Of(instrument).Owner;

    /// <summary>What it is: "simulated physics".</summary>
    public static string Description(InstrumentPlan instrument) => Of(instrument).Description;

    private static (string Kind, string Owner, string Description) Of(InstrumentPlan instrument) =>
        instrument switch
        {
            SimulatedPlan => ("simulated", "the simulated device", "simulated physics"),
            SurrogateInstrumentPlan => ("surrogate", "its trained model", "the surrogate, taken as the device"),
            _ => throw new InvalidOperationException($"no name for an instrument of type {instrument.GetType().Name}"),
        };
}
