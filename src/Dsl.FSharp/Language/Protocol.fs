namespace Nano

/// Where control voltages are searched; Usual is the surrogate where there is one, else the instrument.
[<RequireQualifiedAccess>]
type SearchPlace =
    | Usual
    | Surrogate
    | Instrument

/// Every non-constant labelling of the first N of the points, for N = From..To: the fraction found is the capacity.
type VcDimension = {
    Network: Signal
    From: int
    To: int
    Points: Data
    /// Searches before a labelling counts as not found.
    Attempts: int
    /// A labelling of N points is found when 1 - Threshold/N of them are right.
    Threshold: float
    Rule: Rule
    /// A search goes on until the two classes lie this far apart. None: on a surrogate four times its own error, so
    /// that a finding survives it; else 0.
    Margin: float<nA> option
    SearchOn: SearchPlace
    /// Replays each finding on the instrument.
    Validate: bool
    /// Samples for each point of a replay; their mean counts.
    Plateau: int
}

module VcDimension =
    let on network = {
        Network = network
        From = 2
        To = 6
        Points = Data.tenPoints
        Attempts = 5
        Threshold = 0.5
        Rule = Genetic Genetic.standard
        Margin = None
        SearchOn = SearchPlace.Usual
        Validate = true
        Plateau = 1
    }

/// A truth table. The six names are defined wherever every input is at -1 or 1, for any number of inputs: Xor wants an
/// odd number of ones, and Nand, Nor, Xnor the opposite of And, Or, Xor. A table gives the wanted value at each point.
type Gate =
    | And
    | Or
    | Nand
    | Nor
    | Xor
    | Xnor
    | Table of name: string * values: bool list

/// Truth tables on the corners (or on points of one's own).
type BooleanGates = {
    Network: Signal
    Gates: Gate list
    /// None: all corners of the network's inputs.
    Data: Data option
    Attempts: int
    /// Fraction of the points that must be right.
    Threshold: float
    Rule: Rule
    /// A search goes on until the two classes lie this far apart. None: on a surrogate four times its own error, so
    /// that a finding survives it; else 0.
    Margin: float<nA> option
    SearchOn: SearchPlace
    Validate: bool
    Plateau: int
}

module BooleanGates =
    let on network = {
        Network = network
        Gates = [ And; Or; Nand; Nor; Xor; Xnor ]
        Data = None
        Attempts = 5
        Threshold = 1.0
        Rule = Genetic Genetic.standard
        Margin = None
        SearchOn = SearchPlace.Usual
        Validate = true
        Plateau = 1
    }

/// How common truth tables are: random settings of the control voltages, read on the instrument.
type Abundance = {
    Network: Signal
    /// Settings; the first of a longer run are those of a shorter one.
    Samples: int
    Gates: Gate list
    /// None: all corners of the network's inputs.
    Data: Data option
    /// A gate is there where the correlation of currents and targets is larger than this …
    Correlation: float
    /// … and (largest - smallest current) / largest size of a current larger than this.
    Contrast: float
    /// Samples for each point; their mean counts.
    Plateau: int
}

module Abundance =
    let on network = {
        Network = network
        Samples = 10000
        Gates = [ And; Or; Nand; Nor; Xor; Xnor ]
        Data = None
        Correlation = 0.9
        Contrast = 0.1
        Plateau = 1
    }

/// Shape of the waves that scan the voltages. Triangles cover the edges better.
[<RequireQualifiedAccess>]
type Waveform =
    | Sine
    | Triangle

/// Waves on all activation electrodes at once.
type Waves = {
    Waveform: Waveform
    /// One for each activation electrode; none: sqrt(2, 3, 5, 7, 13, 17, 19, …) thousandths of the sample rate.
    Frequencies: float<Hz> list
    SampleRate: float<Hz>
    Batches: int
    BatchTime: float<s>
    /// From 0 V to the first sample, and back from the last.
    Ramp: float<s>
}

module Waves =
    let standard = {
        Waveform = Waveform.Triangle
        Frequencies = []
        SampleRate = 5e3<Hz>
        Batches = 10
        BatchTime = 0.5<s>
        Ramp = 20e-3<s>
    }

/// Records input–output data of a device.
type Acquire = { Device: Device; Sampling: Waves }

module Acquire =
    let on device = { Device = device; Sampling = Waves.standard }

/// Data for a surrogate.
type TrainingData =
    /// Acquired at the start of the run.
    | Acquired of Waves
    /// A CSV file: a column of volts for each activation electrode, and a last one of nanoamperes.
    | Recorded of path: string

/// Trains a dense network that stands in for the device.
type SurrogateTraining = {
    Device: Device
    Data: TrainingData
    Hidden: int list
    Epochs: int
    Batch: int
    Rate: float
    Beta1: float
    Beta2: float
    Epsilon: float
    /// Nanoamperes for each volt at the readout.
    Amplification: float
    /// Rows whose current lies outside are dropped.
    Clip: Interval<nA>
    /// Fractions for training, validation and test.
    Splits: float list
    /// What the training makes small: the mean of a law of the model's current and the measured one. None: the mean
    /// square of the difference.
    Loss: Law option
}

module SurrogateTraining =
    let on device = {
        Device = device
        Data = Acquired Waves.standard
        Hidden = [ 90; 90; 90; 90; 90 ]
        Epochs = 100
        Batch = 256
        Rate = 1e-3
        Beta1 = 0.9
        Beta2 = 0.999
        Epsilon = 1e-8
        Amplification = 1.0
        Clip = Interval.unbounded
        Splits = [ 0.8; 0.1; 0.1 ]
        Loss = None
    }

/// What is done. Exactly one for each experiment.
type Protocol =
    | VcDimension of VcDimension
    | BooleanGates of BooleanGates
    | Abundance of Abundance
    | Acquire of Acquire
    | SurrogateTraining of SurrogateTraining
    | Characterise of Characterise

module Protocol =
    /// The network whose control voltages a protocol chooses.
    let network protocol =
        match protocol with
        | VcDimension vc -> Some vc.Network
        | BooleanGates gates -> Some gates.Network
        | Abundance abundance -> Some abundance.Network
        | Acquire _
        | SurrogateTraining _
        | Characterise _ -> None

    /// The devices that a protocol uses, in order of first use.
    let devices protocol =
        match protocol with
        | VcDimension vc -> Signal.devices vc.Network
        | BooleanGates gates -> Signal.devices gates.Network
        | Abundance abundance -> Signal.devices abundance.Network
        | Acquire acquire -> [ acquire.Device ]
        | SurrogateTraining training -> [ training.Device ]
        | Characterise it -> [ it.Device ]

    /// The laws that a protocol uses.
    let laws protocol =
        match protocol with
        | VcDimension vc -> Signal.laws vc.Network @ Rule.laws vc.Rule
        | BooleanGates gates -> Signal.laws gates.Network @ Rule.laws gates.Rule
        | Abundance abundance -> Signal.laws abundance.Network
        | SurrogateTraining training -> Option.toList training.Loss
        | Acquire _
        | Characterise _ -> []

/// The settings that vc-dimension and boolean share.
type internal Search = {
    Rule: Rule
    Attempts: int
    Margin: float<nA> option
    SearchOn: SearchPlace
    Validate: bool
    Plateau: int
}

module internal Search =
    let ofVcDimension (it: VcDimension) = {
        Rule = it.Rule
        Attempts = it.Attempts
        Margin = it.Margin
        SearchOn = it.SearchOn
        Validate = it.Validate
        Plateau = it.Plateau
    }

    let ofGates (it: BooleanGates) = {
        Rule = it.Rule
        Attempts = it.Attempts
        Margin = it.Margin
        SearchOn = it.SearchOn
        Validate = it.Validate
        Plateau = it.Plateau
    }
