using System.Text.Json;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Running;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>All that a protocol needs to run, in a folder of its own.</summary>
public sealed class Bench : IDisposable
{
    public Bench(ExperimentPlan plan, Func<FilePlan, string> files, string output, int threads, InstrumentOpener open)
    {
        var seeds = new SeedTree(plan.Seed);
        var folder = RunFolder.Of(output, plan);
        folder.Open();
        var laboratory = new Laboratory(plan, seeds, files, open);
        Context = new RunContext(plan, seeds, laboratory, files, folder, threads, new Unwatched(), default);
    }

    public RunContext Context { get; }

    public T Run<T>()
        where T : ProtocolResult => (T)ProtocolRun.Of(Context);

    /// <summary>Outputs of a network at a place, for one set of control voltages.</summary>
    public double[] Outputs(
        SearchPlan search,
        SearchPlace place,
        string purpose,
        double[] data,
        IEnumerable<double> controls
    )
    {
        using var placed = Context.Laboratory.Place(search.Network, place, purpose, search.Plateau, default);
        return placed.Network.Evaluate(data, data.Length / 2, [.. controls], 1).ToArray();
    }

    public static string Text(ProtocolResult result) => JsonSerializer.Serialize(result, PlanJson.Options);

    public void Dispose()
    {
        Context.Laboratory.Dispose();
        Context.Folder.Dispose();
    }
}
