namespace Nano

open System
open System.IO
open Nano.Plan
open Nano.Runtime.Formats

/// What a surrogate's file says of itself. Channels are activation electrodes in ascending order.
type SurrogateFacts = {
    /// Volts that each channel may carry; the model holds inside them.
    Ranges: Bounds[]
    /// Channels that carry data; empty where the file names none.
    DataInputs: int[]
    /// Currents in the training data, nanoamperes; NaN where unknown.
    OutputRange: Bounds
    /// Nanoamperes at which the readout saturates; ±infinity where it does not.
    Clip: Bounds
    /// Root-mean-square error in nanoamperes; NaN where unknown.
    Error: float
    /// Fingerprint of the physics it was sampled from, or "".
    Device: string
}

/// The file system, as far as compiling needs it.
type Files = {
    Exists: string -> bool
    IsFolder: string -> bool
    /// The content of a file of at most so many bytes.
    Read: int64 -> string -> byte[]
    /// The folder against which paths of the command line and of scripts are read.
    Current: string
}

module Files =
    /// The largest YAML file that is read: 4 MiB.
    let largestText = 4L * 1024L * 1024L

    let ofDisk current = {
        Exists = File.Exists
        IsFolder = Directory.Exists
        Read = fun largest path -> FileBytes.Content(path, largest)
        Current = current
    }

/// Everything from outside that a plan depends on.
type Surroundings = {
    Files: Files
    /// Reads what a surrogate's file says of itself.
    Surrogates: string -> Result<SurrogateFacts, Diagnostic>
}
