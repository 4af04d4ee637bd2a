using System.Collections.Immutable;

namespace Nano.Runtime.Running;

/// <summary>The content of run.json: the only file of a run, beside log.txt, that knows clock and machine.</summary>
/// <param name="Seconds">Of all sessions that were told of: a killed one takes its own time with it.</param>
/// <param name="Warnings">What was said of the experiment when it was read.</param>
/// <param name="MemoryEstimate">Bytes that the plan was estimated to take at most; 0 in records of earlier versions.</param>
/// <param name="PeakMemory">Bytes of the peak working set of the process; 0 while it runs.</param>
/// <param name="Exit">0 finished, 130 interrupted, else the exit status of the failure; −1 while it runs.</param>
public sealed record RunRecord(
    string Identity,
    string Name,
    ulong Seed,
    string Instrument,
    string Command,
    int Threads,
    DateTimeOffset Start,
    DateTimeOffset? End,
    double Seconds,
    int Exit,
    string Failure,
    ImmutableArray<string> Warnings,
    Provenance Provenance,
    long MemoryEstimate = 0,
    long PeakMemory = 0
);
