using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Nano.Plan;

/// <summary>What is done with all the rest. Exactly one for each experiment.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(VcDimensionPlan), "vc-dimension")]
[JsonDerivedType(typeof(BooleanPlan), "boolean")]
[JsonDerivedType(typeof(AbundancePlan), "abundance")]
[JsonDerivedType(typeof(AcquirePlan), "acquire")]
[JsonDerivedType(typeof(SurrogateTrainingPlan), "surrogate")]
[JsonDerivedType(typeof(CharacterisePlan), "characterise")]
public abstract record ProtocolPlan;

/// <summary>Where control voltages are searched.</summary>
public enum SearchPlace
{
    /// <summary>On the trained model.</summary>
    Surrogate,

    /// <summary>On the instrument itself.</summary>
    Instrument,
}

/// <summary>How a search for labellings is done; shared by vc-dimension and boolean.</summary>
/// <param name="Attempts">Searches with fresh random numbers before a labelling counts as not found.</param>
/// <param name="MarginNanoamperes">
/// A search goes on until the lowest current labelled 1 lies this far above the highest labelled 0, so that a finding
/// survives the error of a surrogate; a finding with a smaller gap still counts when the search is used up.
/// </param>
/// <param name="Validate">Replay each finding on the instrument.</param>
/// <param name="Plateau">Samples for each point when a finding is replayed; their mean counts.</param>
public sealed record SearchPlan(
    NetworkPlan Network,
    RulePlan Rule,
    int Attempts,
    double MarginNanoamperes,
    SearchPlace SearchOn,
    bool Validate,
    int Plateau
);

/// <summary>Every non-constant labelling of the first N of the points, for N = From..To.</summary>
/// <param name="Points">Row-major, one row for each point, as wide as the network's input, in −1..1.</param>
/// <param name="Threshold">p: a labelling of N points is found when at least 1 − p/N of them are right.</param>
public sealed record VcDimensionPlan(
    SearchPlan Search,
    int From,
    int To,
    ImmutableArray<ImmutableArray<double>> Points,
    double Threshold
) : ProtocolPlan;

/// <summary>Truth tables on the points; a gate is found when at least this fraction of the points is right.</summary>
public sealed record BooleanPlan(
    SearchPlan Search,
    ImmutableArray<ImmutableArray<double>> Points,
    ImmutableArray<GatePlan> Gates,
    double Threshold
) : ProtocolPlan;

/// <summary>A named truth table: the wanted value at each point.</summary>
public sealed record GatePlan(string Name, ImmutableArray<bool> Targets);

/// <summary>
/// How many of so many random settings of the control voltages make each truth table, read on the instrument. A gate is
/// there where the correlation of currents and targets and the contrast, (largest − smallest current) / largest size of
/// a current, are both larger than asked for.
/// </summary>
/// <param name="Samples">Settings drawn uniformly inside the limits; the first of a longer run are those of a shorter one.</param>
/// <param name="Plateau">Samples for each point; their mean counts.</param>
public sealed record AbundancePlan(
    NetworkPlan Network,
    int Samples,
    ImmutableArray<ImmutableArray<double>> Points,
    ImmutableArray<GatePlan> Gates,
    double Correlation,
    double Contrast,
    int Plateau
) : ProtocolPlan;

/// <summary>Shape of the waves that scan the input space.</summary>
public enum Waveform
{
    /// <summary>sin(2πft + φ) between the limits.</summary>
    Sine,

    /// <summary>Straight lines between the limits, which cover the edges better.</summary>
    Triangle,
}

/// <summary>
/// One wave for each activation electrode, spanning its limits, at frequencies whose ratios are irrational; each batch
/// starts and ends at 0 V by a ramp, which is not recorded. Phases are drawn for each batch and recorded.
/// </summary>
/// <param name="Frequencies">Hz, one for each activation electrode.</param>
/// <param name="SampleRate">Samples per second of sources and reading.</param>
/// <param name="Ramp">Seconds from 0 V to the first sample, and from the last sample back.</param>
public sealed record SamplingPlan(
    int Device,
    Waveform Waveform,
    ImmutableArray<double> Frequencies,
    double SampleRate,
    int Batches,
    int BatchSamples,
    double Ramp
);

/// <summary>Records input–output data of a device.</summary>
public sealed record AcquirePlan(SamplingPlan Sampling) : ProtocolPlan;

/// <summary>Data from which a surrogate is trained.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(SampledPlan), "sampled")]
[JsonDerivedType(typeof(RecordedPlan), "recorded")]
public abstract record TrainingDataPlan;

/// <summary>Data acquired from the instrument at the start of the run.</summary>
public sealed record SampledPlan(SamplingPlan Sampling) : TrainingDataPlan;

/// <summary>A CSV file with a column for each activation electrode (volts) and a last one for the current (nanoamperes).</summary>
public sealed record RecordedPlan(int Device, FilePlan File) : TrainingDataPlan;

/// <summary>Non-linearity of a dense network's hidden layers.</summary>
public enum Activation
{
    /// <summary>max(0, x).</summary>
    Relu,
}

/// <summary>What a training makes small.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(MeanSquareLossPlan), "mean-square")]
[JsonDerivedType(typeof(FormulaLossPlan), "formula")]
public abstract record TrainingLossPlan;

/// <summary>The mean square of the difference.</summary>
public sealed record MeanSquareLossPlan : TrainingLossPlan;

/// <summary>The mean of a formula of the model's current and the measured one, both in nanoamperes.</summary>
public sealed record FormulaLossPlan(LawPlan Law) : TrainingLossPlan;

/// <summary>Trains a dense network on input–output data of a device and keeps the epoch of lowest validation error.</summary>
/// <param name="Hidden">Widths of the hidden layers.</param>
/// <param name="Amplification">Nanoamperes for each volt at the readout; the network learns volts.</param>
/// <param name="Clip">Rows whose current lies outside are dropped; infinite where nothing is clipped is written as ±1e300.</param>
/// <param name="Splits">Fractions for training, validation and test; they add up to 1.</param>
public sealed record SurrogateTrainingPlan(
    TrainingDataPlan Data,
    ImmutableArray<int> Hidden,
    Activation Activation,
    int Epochs,
    int Batch,
    double Rate,
    double Beta1,
    double Beta2,
    double Epsilon,
    double Amplification,
    Bounds Clip,
    ImmutableArray<double> Splits,
    TrainingLossPlan Loss
) : ProtocolPlan;

/// <summary>Which way voltages are swept.</summary>
public enum Directions
{
    /// <summary>From the lower limit to the upper one.</summary>
    Up,

    /// <summary>And back: the difference shows hysteresis and drift.</summary>
    Both,
}

/// <summary>What a device does before it is used: its curves, where they fall, and what temperature changes.</summary>
/// <param name="Points">Voltages of a curve, both limits among them.</param>
/// <param name="Rest">Volts of each activation electrode while it is not swept.</param>
/// <param name="Plateau">Samples that are averaged for each reading.</param>
/// <param name="Settings">Random settings of all voltages at which slopes are counted; 0 counts none.</param>
/// <param name="Step">Volts to either side in a central difference.</param>
/// <param name="TemperatureElectrode">Channel that is swept at each temperature.</param>
/// <param name="Temperatures">Kelvin; only for a simulated device.</param>
public sealed record CharacterisePlan(
    int Device,
    int Points,
    Directions Directions,
    ImmutableArray<double> Rest,
    int Plateau,
    int Settings,
    double Step,
    ImmutableArray<VoltageMapPlan> Maps,
    int TemperatureElectrode,
    ImmutableArray<double> Temperatures
) : ProtocolPlan;

/// <summary>The current over a square grid of two electrodes' voltages, the others at rest.</summary>
/// <param name="Electrodes">Two channels; the slope is taken by the first.</param>
/// <param name="Points">Voltages of each.</param>
public sealed record VoltageMapPlan(ImmutableArray<int> Electrodes, int Points);
