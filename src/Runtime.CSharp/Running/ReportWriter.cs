using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting;

namespace Nano.Runtime.Running;

/// <summary>Writes report.html, figures/ and metrics.csv of a run from its plan, result and record.</summary>
public static class ReportWriter
{
    public static void Write(RunFolder folder, ExperimentPlan plan, ProtocolResult result, RunRecord record)
    {
        var input = new ReportInput(plan, result, Facts(record));
        Disk.Guard(folder.Path("figures"), () => Directory.CreateDirectory(folder.Path("figures")));
        foreach (var (name, svg) in ReportFigures.Of(input))
            folder.Write($"figures/{name}", svg);
        foreach (var (name, csv) in ReportData.Of(input))
            folder.Write($"figures/{name}", csv);
        folder.Write("metrics.csv", Metrics.Of(plan, result));
        folder.Write("report.html", HtmlReport.Of(input));
    }

    private static RunFacts Facts(RunRecord record)
    {
        var provenance = record.Provenance;
        var facts = ImmutableArray.CreateBuilder<(string, string)>();
        facts.Add(("Nano", provenance.Nano));
        facts.Add(
            (
                "commit",
                provenance.Commit.Length == 0 ? "not in a git work tree"
                : provenance.Dirty ? $"{provenance.Commit}, with the changes in git.diff"
                : provenance.Commit
            )
        );
        facts.Add(("instrument", record.Instrument));
        facts.Add(("command", record.Command));
        facts.Add(("runtime", provenance.Runtime));
        facts.Add(("system", $"{provenance.OperatingSystem}, {provenance.Architecture}"));
        facts.Add(
            ("processor", $"{provenance.Processor}, {provenance.Cores} cores, {provenance.VectorBits}-bit vectors")
        );
        facts.Add(("threads", record.Threads.ToString(CultureInfo.InvariantCulture)));
        foreach (var (name, value) in provenance.Settings)
            facts.Add((name, value));
        facts.Add(("start", record.Start.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)));
        return new RunFacts(record.Identity, facts.ToImmutable(), record.Seconds, record.Warnings);
    }
}
