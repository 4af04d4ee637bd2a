using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Reporting;

/// <summary>All that a report is made of. The same input gives the same bytes.</summary>
public sealed record ReportInput(ExperimentPlan Plan, ProtocolResult Result, RunFacts Facts);

/// <summary>What is known of the run besides its plan and its numbers.</summary>
/// <param name="Identity">The first 16 hex digits of the plan's SHA-256: the name of the run's folder.</param>
/// <param name="Provenance">Version, commit, machine and the like, in the order in which they are shown.</param>
/// <param name="Seconds">How long the run took.</param>
/// <param name="Warnings">Sentences said during the run.</param>
public sealed record RunFacts(
    string Identity,
    ImmutableArray<(string Key, string Value)> Provenance,
    double Seconds,
    ImmutableArray<string> Warnings
);
