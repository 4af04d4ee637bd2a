[<Xunit.Collection("runs")>]
module Nano.Cli.Tests.InterruptTests

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

/// Waits until the first findings are kept.
let private untilSomethingIsKept (command: Command) (output: string) =
    let kept () =
        Directory.Exists output
        && Directory.EnumerateFiles(output, "findings.jsonl", SearchOption.AllDirectories)
           |> Seq.exists (fun path -> FileInfo(path).Length > 0L)

    while not (kept ()) do
        Assert.False(command.HasEnded, "the run ended before it had kept anything")
        Thread.Sleep 10

[<SignalTheory>]
[<InlineData(2)>]
[<InlineData(15)>]
let An_interrupted_run_goes_on (signal: int) =
    use folder = new Folder()
    folder.Write("long.yaml", long)
    use command = folder.Start("run", "long.yaml", "--threads", "2")
    untilSomethingIsKept command (folder.At "out")
    send signal command
    let interrupted = command.Wait()
    ended 130 interrupted
    says [ "interrupted; the same command goes on from what is kept" ] interrupted
    Assert.Equal("", interrupted.Out)
    let run = runOf (folder.At "out") "long"
    Assert.False(File.Exists(Path.Combine(run, "result.json")))
    hasNothingHalfWritten run
    use record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")))
    Assert.Equal(130, record.RootElement.GetProperty("exit").GetInt32())
    Assert.Contains("interrupted", record.RootElement.GetProperty("failure").GetString())

    let state = folder.Nano("plan", "long.yaml")
    Assert.Matches("interrupted: [0-9]+ findings are kept, a run goes on", state.Out)
    let resumed = folder.Nano("run", "long.yaml")
    ended 0 resumed
    says [ "found by an earlier run and are kept" ] resumed
    Assert.Contains("found by an earlier run and are kept", File.ReadAllText(Path.Combine(run, "log.txt")))
    Assert.Equal<Map<_, _>>(undisturbedLong.Value, lasting run)

[<Fact>]
let A_run_that_is_killed_at_any_moment_goes_on () =
    use folder = new Folder()
    folder.Write("tiny.yaml", tiny)
    let wanted = undisturbedTiny.Value
    let watch = Stopwatch.StartNew()
    ended 0 (folder.Nano("run", "tiny.yaml", "--threads", "1"))
    let whole = watch.Elapsed
    let random = Random 20200113
    // Before a fifth of the time the program itself starts.
    let moments = [ for _ in 1..12 -> whole * (0.2 + 0.9 * random.NextDouble()) ]
    let killed = ref 0

    let round (number: int) =
        let output = $"out{number}"
        use victim = folder.Start("run", "tiny.yaml", "--out", output, "--threads", "1")
        Thread.Sleep moments[number]
        victim.Kill()

        if victim.Wait().Exit <> 0 then
            Interlocked.Increment killed |> ignore

        ended 0 (folder.Nano("run", "tiny.yaml", "--out", output, "--threads", "1"))
        let run = runOf (folder.At output) "tiny"
        hasNothingHalfWritten run
        Assert.Equal<Map<_, _>>(wanted, lasting run)

    Parallel.For(0, moments.Length, ParallelOptions(MaxDegreeOfParallelism = 2), round)
    |> ignore

    Assert.True(killed.Value >= 3, $"only {killed.Value} of 12 runs were killed before their end")
