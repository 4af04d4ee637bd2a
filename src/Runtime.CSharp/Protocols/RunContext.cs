using Nano.Plan;
using Nano.Runtime.Numerics;
using Nano.Runtime.Running;

namespace Nano.Runtime.Protocols;

/// <summary>All that a protocol may use. What it computes depends on the plan alone, never on threads or monitor.</summary>
/// <param name="Files">Path of a file that the plan names by its hash.</param>
/// <param name="Folder">Where the protocol may leave files, and finds what an interrupted run has kept.</param>
public sealed record RunContext(
    ExperimentPlan Plan,
    SeedTree Seeds,
    Laboratory Laboratory,
    Func<FilePlan, string> Files,
    RunFolder Folder,
    int Threads,
    IRunMonitor Monitor,
    CancellationToken Stop
);
