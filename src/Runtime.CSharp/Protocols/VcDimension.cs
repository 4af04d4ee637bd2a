using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Running;

namespace Nano.Runtime.Protocols;

/// <summary>
/// How many labellings of N points a device can be made to draw, for N = from..to: every non-constant one is searched.
/// S. Chen et al., Nature 577, 341 (2020); H.-C. Ruiz Euler et al., Nat. Nanotechnol. 15, 992 (2020).
/// </summary>
public static class VcDimension
{
    public static VcDimensionResult Run(RunContext context, VcDimensionPlan plan)
    {
        using var log = context.Folder.OpenKept<Finding>();
        if (log.Kept > 0)
            context.Monitor.Say($"{log.Kept} labellings were found by an earlier run and are kept");
        context.Monitor.Stage("device", 1);
        var study = DeviceStudies.Of(context, FirstDevice(plan.Search.Network));
        context.Monitor.Step();
        var levels = ImmutableArray.CreateBuilder<CapacityLevel>();
        for (var points = plan.From; points <= plan.To; points++)
            levels.Add(Level(context, plan, points, log));
        return new VcDimensionResult(study, levels.ToImmutable());
    }

    /// <summary>The device whose node comes first: the one that the report shows.</summary>
    internal static int FirstDevice(NetworkPlan network)
    {
        foreach (var layer in network.Layers)
            if (layer is DnpuPlan nodes)
                return nodes.Device;
        throw new NanoException("N260", "the network has no dnpu layer, so it has no control voltages to search");
    }

    private static CapacityLevel Level(RunContext context, VcDimensionPlan plan, int points, KeptLines<Finding> log)
    {
        var required = 100 * (1 - plan.Threshold / points);
        var labellings = new List<Labelling>();
        var width = plan.Points[0].Length;
        var data = new double[points * width];
        for (var i = 0; i < data.Length; i++)
            data[i] = plan.Points[i / width][i % width];
        for (var number = 1; number < (1 << points) - 1; number++)
        {
            var targets = new bool[points];
            for (var point = 0; point < points; point++)
                targets[point] = ((number >> (points - 1 - point)) & 1) == 1;
            var name = string.Concat(targets.Select(label => label ? '1' : '0'));
            labellings.Add(new Labelling($"{points}/{name}", name, data, targets, required));
        }
        context.Monitor.Stage($"N = {points}", labellings.Count);
        var findings = new LabellingSearch(context, plan.Search).Run(labellings, log);
        var found = findings.Count(finding => finding.Found);
        var held = findings.Count(finding => finding.Replay is { Agrees: true });
        double? validated = plan.Search.Validate ? (double)held / labellings.Count : null;
        context.Monitor.Say(
            $"N = {points}: {found} of {labellings.Count} labellings found"
                + (plan.Search.Validate ? $", {held} hold on the instrument" : "")
        );
        return new CapacityLevel(
            points,
            labellings.Count,
            found,
            (double)found / labellings.Count,
            validated,
            required,
            findings
        );
    }
}
