using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Protocols;

/// <summary>Finds control voltages under which a network computes truth tables.</summary>
public static class BooleanGates
{
    public static BooleanResult Run(RunContext context, BooleanPlan plan)
    {
        using var log = context.Folder.OpenKept<Finding>();
        context.Monitor.Stage("device", 1);
        var study = DeviceStudies.Of(context, VcDimension.FirstDevice(plan.Search.Network));
        context.Monitor.Step();
        double[] data = [.. plan.Points.SelectMany(point => point)];
        var labellings = new List<Labelling>();
        foreach (var gate in plan.Gates)
            labellings.Add(
                new Labelling($"gate/{gate.Name}", gate.Name, data, [.. gate.Targets], 100 * plan.Threshold)
            );
        context.Monitor.Stage("gates", labellings.Count);
        var findings = new LabellingSearch(context, plan.Search).Run(labellings, log);
        foreach (var finding in findings)
            context.Monitor.Say($"{finding.Name}: {Verdict(finding)}");
        return new BooleanResult(study, findings);
    }

    private static string Verdict(Finding finding) =>
        !finding.Found ? $"not found, at best {finding.Accuracy:0.#} % of the points are right"
        : finding.Replay is { Agrees: false } ? "found, but it does not hold on the instrument"
        : $"found, correlation {finding.Correlation:0.000}";
}
