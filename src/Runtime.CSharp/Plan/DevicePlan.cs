using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Nano.Plan;

/// <summary>
/// A device: its activation electrodes in ascending order of number (this is the order of channels everywhere), and
/// which of these channels carry data and which are controls.
/// </summary>
/// <param name="Inputs">Channels (indices into <paramref name="Electrodes"/>) of the data inputs, in the order in which a signal is dealt out.</param>
/// <param name="Controls">Channels of the control voltages.</param>
/// <param name="Readout">Number of the electrode whose current is read, held at 0 V.</param>
public sealed record DevicePlan(
    string Name,
    PhysicsPlan Physics,
    ImmutableArray<ElectrodePlan> Electrodes,
    ImmutableArray<int> Inputs,
    ImmutableArray<int> Controls,
    int Readout,
    SurrogatePlan Surrogate
);

/// <summary>An activation electrode (number k sits at 45°·k on the rim) and the voltages that it may carry.</summary>
public sealed record ElectrodePlan(int Number, double LowVolts, double HighVolts);

/// <summary>What is known of a device's inside.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(HoppingPlan), "hopping")]
[JsonDerivedType(typeof(UnmodelledPlan), "unmodelled")]
public abstract record PhysicsPlan;

/// <summary>A device that exists in a laboratory, or only as a trained model: nothing is known of its inside.</summary>
public sealed record UnmodelledPlan : PhysicsPlan;

/// <summary>Rate of a hop against its energy: min(1, e^−x), or the smooth 1/(1+e^x) of the same detailed balance.</summary>
public enum RateLaw
{
    /// <summary>min(1, e^−x).</summary>
    MillerAbrahams,

    /// <summary>1/(1 + e^x).</summary>
    Fermi,
}

/// <summary>How averages are closed: Hartree ("mf0", exact zero at zero bias) or with the hop's own pair excluded ("mf1").</summary>
public enum Closure
{
    /// <summary>Averages are factorised: no current at all at zero bias.</summary>
    Hartree,

    /// <summary>The hop's own pair is left out of the mean field: nearer to Monte Carlo.</summary>
    PairExcluded,
}

/// <summary>A disc of randomly placed boron acceptors at low temperature, with eight electrodes on its rim.</summary>
/// <param name="Localisation">Localisation length a of the hop rate exp(−2r/a), in metres.</param>
/// <param name="DisorderElectronvolts">Standard deviation of the site energies.</param>
/// <param name="AttemptFrequency">ν₀ in Hz; scales every current.</param>
/// <param name="ShortestHop">No hop below this distance, in metres.</param>
/// <param name="Spacing">No two acceptors closer than this, in metres.</param>
public sealed record HoppingPlan(
    int Acceptors,
    int Donors,
    double Radius,
    double ElectrodeWidth,
    double Localisation,
    double Permittivity,
    double DisorderElectronvolts,
    double Temperature,
    double AttemptFrequency,
    double ShortestHop,
    double LongestHop,
    double Spacing,
    RateLaw Rates,
    Closure Closure,
    ulong LayoutSeed
) : PhysicsPlan;

/// <summary>The network that stands in for a device where speed or gradients are wanted.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(SurrogateFilePlan), "file")]
[JsonDerivedType(typeof(NoSurrogatePlan), "none")]
public abstract record SurrogatePlan;

/// <summary>A trained model in a file.</summary>
public sealed record SurrogateFilePlan(FilePlan File) : SurrogatePlan;

/// <summary>No surrogate: the device itself is evaluated.</summary>
public sealed record NoSurrogatePlan : SurrogatePlan;
