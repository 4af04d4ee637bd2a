namespace Nano.Cli

/// Exit statuses of the command line (see also Nano.Runtime.Running.ExitStatus).
module Exit =
    [<Literal>]
    let Done = 0

    /// Ran, but the outcome is bad.
    [<Literal>]
    let Bad = 1

    [<Literal>]
    let Usage = 2

    [<Literal>]
    let Experiment = 3
