using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Formats;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting;

namespace Nano.Runtime.Running;

/// <summary>What is to be run, and with what.</summary>
/// <param name="Source">The text that the plan was made from, and the name under which it is kept ("source.yaml").</param>
/// <param name="Overrides">Overrides as typed, one a line.</param>
/// <param name="SourceFolder">Folder whose git work tree is recorded.</param>
/// <param name="Files">Path of a file that the plan names by its hash.</param>
/// <param name="Command">The command line, for the record.</param>
public sealed record RunRequest(
    ExperimentPlan Plan,
    string Source,
    string SourceName,
    ImmutableArray<string> Overrides,
    ImmutableArray<string> Warnings,
    string SourceFolder,
    Func<FilePlan, string> Files,
    string Output,
    string Command,
    int Threads,
    bool Again
);

/// <summary>Runs a plan into its folder, or finds that this was done already.</summary>
public sealed class Runner(InstrumentOpener open, TimeProvider clock)
{
    /// <returns>The folder, and whether it was finished before.</returns>
    public (RunFolder Folder, bool WasFinished) Run(RunRequest request, IRunMonitor monitor, CancellationToken stop)
    {
        var folder = RunFolder.Of(request.Output, request.Plan);
        if (folder.IsFinished && !request.Again)
            return (folder, true);
        var memory = MemoryEstimate.Of(request.Plan, request.Threads, request.Files);
        memory.Check(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        using (folder)
        {
            folder.Open();
            if (folder.IsFinished && !request.Again)
                return (folder, true); // finished by another run while this one waited
            if (request.Again)
                folder.Clear();
            Work(request, folder, memory, monitor, stop);
        }
        return (folder, false);
    }

    private void Work(
        RunRequest request,
        RunFolder folder,
        MemoryEstimate memory,
        IRunMonitor monitor,
        CancellationToken stop
    )
    {
        var start = clock.GetLocalNow();
        var watch = Stopwatch.StartNew();
        var earlier = request.Again ? 0 : EarlierSeconds(folder);
        var provenance = Provenance.Collect(request.SourceFolder, out var difference);
        var record = new RunRecord(
            folder.Identity,
            request.Plan.Name,
            request.Plan.Seed,
            InstrumentNames.Kind(request.Plan.Instrument),
            request.Command,
            request.Threads,
            start,
            null,
            earlier,
            -1,
            "",
            request.Warnings,
            provenance,
            (long)memory.Bytes
        );
        folder.Write("plan.json", PlanJson.Write(request.Plan));
        // The same plan may have been written otherwise before; overrides.txt speaks of one source only.
        foreach (var earlierSource in Directory.EnumerateFiles(folder.Location, "source.*"))
            Disk.Guard(earlierSource, () => File.Delete(earlierSource));
        folder.Write(request.SourceName, request.Source);
        folder.Write("overrides.txt", string.Concat(request.Overrides.Select(line => line + "\n")));
        if (difference.Length > 0)
            folder.Write("git.diff", difference);
        WriteRecord(folder, record);
        try
        {
            KeepInputs(request, folder);
            using var logged = new LoggedMonitor(monitor, folder.Path("log.txt"), clock);
            var seeds = new SeedTree(request.Plan.Seed);
            using var laboratory = new Laboratory(request.Plan, seeds, request.Files, open);
            var context = new RunContext(
                request.Plan,
                seeds,
                laboratory,
                request.Files,
                folder,
                request.Threads,
                logged,
                stop
            );
            var result = ProtocolRun.Of(context);
            record = record with
            {
                End = clock.GetLocalNow(),
                Seconds = earlier + watch.Elapsed.TotalSeconds,
                Exit = 0,
            };
            ReportWriter.Write(folder, request.Plan, result, record);
            WriteRecord(folder, record with { PeakMemory = PeakMemory() });
            folder.WriteResult(result); // last: its presence means that all the rest is there
        }
        catch (Exception e)
        {
            var (exit, sentence) = ExitStatus.Of(e);
            record = record with
            {
                End = clock.GetLocalNow(),
                Seconds = earlier + watch.Elapsed.TotalSeconds,
                Exit = exit,
                Failure = sentence,
                PeakMemory = PeakMemory(),
            };
            TryWriteRecord(folder, record);
            throw;
        }
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>What interrupted sessions of this run have cost already.</summary>
    private static double EarlierSeconds(RunFolder folder)
    {
        try
        {
            var text = FileBytes.Text(folder.Path("run.json"));
            return JsonSerializer.Deserialize<RunRecord>(text, PlanJson.Options)?.Seconds ?? 0;
        }
        catch (Exception e) when (e is NanoException or JsonException)
        {
            return 0; // the first session, or a record that nobody can read
        }
    }

    /// <summary>A run can be repeated from its folder alone: the files that it reads lie in inputs/, named by hash.</summary>
    private static void KeepInputs(RunRequest request, RunFolder folder)
    {
        foreach (var file in PlanFiles.Of(request.Plan))
        {
            var kept = folder.Path(PlanFiles.KeptName(file));
            if (File.Exists(kept))
                continue;
            Disk.Guard(kept, () => Directory.CreateDirectory(folder.Path("inputs")));
            var content = FileBytes.Read(request.Files(file));
            AtomicFile.Write(kept, content);
        }
    }

    private static void WriteRecord(RunFolder folder, RunRecord record) =>
        folder.Write("run.json", JsonSerializer.Serialize(record, PlanJson.Options) + "\n");

    private static void TryWriteRecord(RunFolder folder, RunRecord record)
    {
        try
        {
            WriteRecord(folder, record);
        }
        catch (NanoException)
        {
            // The failure that ended the run is the one to tell; a disk that is full cannot take its record either.
        }
    }
}
