namespace Nano

/// Noise and electronics between device and reader.
[<RequireQualifiedAccess>]
type Effects =
    | Off
    | Quiet
    | Realistic

/// What stands for the laboratory: where acquisition and validation happen.
type Instrument =
    /// Simulated where every device has physics, else the surrogate.
    | Usual
    | Simulated of Effects
    | Surrogate of Effects

/// A protocol with a name and a seed.
type Experiment = {
    /// The folder of its runs.
    Name: string
    /// Every consumer of random numbers derives its own stream from it.
    Seed: int64
    Instrument: Instrument
    Protocol: Protocol
}

[<AutoOpen>]
module ExperimentSyntax =
    let experiment name protocol = { Name = name; Seed = 1L; Instrument = Usual; Protocol = protocol }
