using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Nano.Plan;

/// <summary>
/// What the machine does: every default filled in, names resolved to indices, numbers in SI base units unless the
/// name of the field says otherwise. Two plans are the same work exactly if their canonical JSON is the same
/// (<see cref="PlanJson"/>).
/// </summary>
/// <param name="Version">The version of the procedures: raised whenever the same plan would give other numbers.</param>
/// <param name="Seed">The one seed; each consumer derives its own stream from it by purpose.</param>
public sealed record ExperimentPlan(
    int Version,
    string Name,
    ulong Seed,
    ImmutableArray<DevicePlan> Devices,
    InstrumentPlan Instrument,
    ProtocolPlan Protocol
)
{
    /// <summary>The version of procedures that this build runs.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>A closed interval.</summary>
// Without the attribute a struct is read through its empty constructor, and a missing end would be 0.
[method: JsonConstructor]
public readonly record struct Bounds(double Low, double High);

/// <summary>A file that the work depends on: base name for people, SHA-256 (64 hex digits) for identity. Never a path.</summary>
public sealed record FilePlan(string Name, string Sha256);
