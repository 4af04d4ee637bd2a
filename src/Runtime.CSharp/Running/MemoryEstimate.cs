using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;

namespace Nano.Runtime.Running;

/// <summary>Something that takes memory during a run, in words that name what to make smaller.</summary>
public sealed record MemoryPart(string What, double Bytes);

/// <summary>
/// How much memory a run takes at most, told from its plan: rows, models, candidates and findings that are held at once.
/// Measured peaks lie below it, and above a third of it.
/// </summary>
public sealed record MemoryEstimate(ImmutableArray<MemoryPart> Parts)
{
    /// <summary>The share of the machine's memory that a run may take.</summary>
    public const double LargestShare = 0.75;

    /// <summary>The program itself with its compiled code, the report and its figures.</summary>
    private const double Program = 120e6;

    public double Bytes => Parts.Sum(part => part.Bytes);

    public MemoryPart Largest => Parts.MaxBy(part => part.Bytes)!;

    /// <param name="files">Path of a file that the plan names by its hash.</param>
    public static MemoryEstimate Of(ExperimentPlan plan, int threads, Func<FilePlan, string> files)
    {
        var parts = ImmutableArray.CreateBuilder<MemoryPart>();
        parts.Add(new("the program", Program));
        foreach (var device in plan.Devices)
            parts.AddRange(DeviceMemory.Of(device, threads, files));
        switch (plan.Protocol)
        {
            case VcDimensionPlan vc:
                parts.AddRange(SearchMemory.Of(plan, vc.Search, vc.To, threads));
                parts.Add(SearchMemory.Findings(plan, vc.Search, vc.To, SearchMemory.Labellings(vc.From, vc.To)));
                break;
            case BooleanPlan gates:
                parts.AddRange(SearchMemory.Of(plan, gates.Search, gates.Points.Length, threads));
                parts.Add(SearchMemory.Findings(plan, gates.Search, gates.Points.Length, gates.Gates.Length));
                break;
            case AcquirePlan acquire:
                parts.AddRange(TrainingMemory.Sampled(plan, acquire.Sampling, threads));
                break;
            case SurrogateTrainingPlan training:
                parts.AddRange(TrainingMemory.Of(plan, training, threads, files));
                break;
            default:
                throw new InvalidOperationException(
                    $"no estimate for a protocol of type {plan.Protocol.GetType().Name}"
                );
        }
        return new MemoryEstimate(parts.ToImmutable());
    }

    /// <summary>Refuses a run that would take more than its share of the memory.</summary>
    /// <param name="available">Bytes that this process may use: those of the machine, or of its container.</param>
    /// <exception cref="NanoException">N606, with what takes most.</exception>
    public void Check(double available)
    {
        if (Bytes <= LargestShare * available)
            return;
        throw new NanoException(
            "N606",
            $"this run could take {Text(Bytes)} of memory; at most {Text(LargestShare * available)} of"
                + $" {Text(available)} are allowed",
            $"most of it is for {Largest.What}: {Text(Largest.Bytes)}"
        );
    }

    /// <summary>Bytes as people say them: "140 MB", "2.5 GB".</summary>
    public static string Text(double bytes) =>
        bytes >= 1e9
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:#,0.0} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e6):0} MB");

    public override string ToString() => $"at most {Text(Bytes)}";
}
