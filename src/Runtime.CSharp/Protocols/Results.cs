using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Nano.Plan;

namespace Nano.Runtime.Protocols;

/// <summary>What a protocol found: the content of result.json, and all that a report needs.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(VcDimensionResult), "vc-dimension")]
[JsonDerivedType(typeof(BooleanResult), "boolean")]
[JsonDerivedType(typeof(AbundanceResult), "abundance")]
[JsonDerivedType(typeof(AcquireResult), "acquire")]
[JsonDerivedType(typeof(SurrogateResult), "surrogate")]
[JsonDerivedType(typeof(CharacteriseResult), "characterise")]
public abstract record ProtocolResult;

/// <summary>Capacity over the number of points.</summary>
public sealed record VcDimensionResult(DeviceStudy Device, ImmutableArray<CapacityLevel> Levels) : ProtocolResult;

/// <summary>The gates of a truth-table search.</summary>
public sealed record BooleanResult(DeviceStudy Device, ImmutableArray<Finding> Gates) : ProtocolResult;

/// <summary>All labellings of N points.</summary>
/// <param name="Capacity">Fraction of labellings found where the search ran.</param>
/// <param name="ValidatedCapacity">Fraction that also holds on the instrument; null where nothing was replayed.</param>
/// <param name="RequiredAccuracy">Per cent of points that must be right.</param>
public sealed record CapacityLevel(
    int Points,
    int Labellings,
    int Found,
    double Capacity,
    double? ValidatedCapacity,
    double RequiredAccuracy,
    ImmutableArray<Finding> Findings
);

/// <summary>The best control voltages for one labelling.</summary>
/// <param name="Name">Gate name, or the labels as text.</param>
/// <param name="Steps">Generations or epochs of all attempts together.</param>
/// <param name="Refuted">Findings of earlier attempts that did not hold on the instrument.</param>
/// <param name="Accuracy">Per cent of points on the right side of the best threshold (exact, by sorting).</param>
/// <param name="PerceptronAccuracy">Per cent by the peer's one-neuron perceptron.</param>
/// <param name="ThresholdNanoamperes">The best threshold.</param>
/// <param name="Controls">Volts: nodes of the network in order, controls of each in the device's order.</param>
/// <param name="InsideLimits">Every control voltage lies inside its limits.</param>
/// <param name="Outputs">Current at each point where the search ran, nanoamperes.</param>
/// <param name="Replay">The same voltages on the instrument; null where not replayed.</param>
public sealed record Finding(
    string Name,
    ImmutableArray<bool> Targets,
    bool Found,
    int Attempts,
    int Steps,
    int Refuted,
    double Accuracy,
    double PerceptronAccuracy,
    double Correlation,
    double ThresholdNanoamperes,
    ImmutableArray<double> Controls,
    bool InsideLimits,
    ImmutableArray<double> Outputs,
    Replay? Replay
);

/// <summary>A finding on the instrument.</summary>
/// <param name="Error">Root-mean-square difference to the search's outputs, nanoamperes.</param>
/// <param name="Agrees">The instrument, too, has enough points right.</param>
public sealed record Replay(
    double Accuracy,
    double Correlation,
    double Error,
    bool Agrees,
    ImmutableArray<double> Outputs
);

/// <summary>The device as the instrument shows it, and the surrogate beside it (null where there is none to compare).</summary>
/// <param name="Missing">Points of the curves and of the comparison without a steady state.</param>
public sealed record DeviceStudy(
    string Name,
    string Instrument,
    ImmutableArray<CurrentVoltageCurve> Curves,
    SurrogateStudy? Surrogate,
    int Missing
);

/// <summary>One electrode swept over its limits, all others at 0 V; null where there was no steady state.</summary>
public sealed record CurrentVoltageCurve(
    int Electrode,
    ImmutableArray<double> Volts,
    ImmutableArray<double?> Nanoamperes
);

/// <summary>
/// Surrogate against instrument at random voltages inside the limits, all in nanoamperes; points without a steady state
/// are left out.
/// </summary>
public sealed record SurrogateStudy(
    double Error,
    double Spread,
    double Correlation,
    ImmutableArray<double> Measured,
    ImmutableArray<double> Predicted
);

/// <summary>Recorded data: data.csv in the run folder.</summary>
public sealed record AcquireResult(
    DeviceStudy Device,
    long Rows,
    int Batches,
    Bounds OutputRange,
    double Mean,
    double Spread,
    ImmutableArray<double> Histogram
) : ProtocolResult;

/// <summary>A trained surrogate: model.safetensors in the run folder. Errors are root-mean-square, nanoamperes.</summary>
/// <param name="Profile">Training and validation error of each epoch.</param>
/// <param name="TestError">Null where no rows were set aside for a test.</param>
/// <param name="Test">Test rows, or validation rows where there are none (at most 2000), against the model.</param>
public sealed record SurrogateResult(
    DeviceStudy Device,
    long TrainingRows,
    long ValidationRows,
    long TestRows,
    int BestEpoch,
    double TrainingError,
    double ValidationError,
    double? TestError,
    Bounds OutputRange,
    ImmutableArray<EpochErrors> Profile,
    SurrogateStudy Test
) : ProtocolResult;

/// <summary>Errors after an epoch, nanoamperes.</summary>
public sealed record EpochErrors(int Epoch, double Training, double Validation);
