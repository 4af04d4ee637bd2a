[<Xunit.Collection("runs")>]
module Nano.Cli.Tests.RunTests

open System.IO
open System.Text.Json
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

let private bytes run name = File.ReadAllBytes(Path.Combine(run, name))

[<Fact>]
let A_run_leaves_everything_and_is_not_repeated () =
    use folder = new Folder()
    folder.Write("tiny.yaml", tiny)
    let first = folder.Nano("run", "tiny.yaml", "--threads", "1", "seed=4")
    ended 0 first
    let run = runOf (folder.At "out") "tiny"

    for name in
        [
            "plan.json"
            "source.yaml"
            "overrides.txt"
            "run.json"
            "metrics.csv"
            "result.json"
            "report.html"
            "log.txt"
            "checkpoint/findings.jsonl"
            "figures/capacity.svg"
        ] do
        Assert.True(File.Exists(Path.Combine(run, name)), $"{name} is missing")

    hasNothingHalfWritten run
    Assert.Equal(tiny, File.ReadAllText(Path.Combine(run, "source.yaml")))
    Assert.Equal("seed=4\n", File.ReadAllText(Path.Combine(run, "overrides.txt")))
    Assert.Contains("N = 3: capacity", first.Out)
    Assert.Contains("of 6 labellings", first.Err)
    use record = JsonDocument.Parse(bytes run "run.json")
    Assert.Equal(0, record.RootElement.GetProperty("exit").GetInt32())
    Assert.Equal("nano run tiny.yaml --threads 1 seed=4", record.RootElement.GetProperty("command").GetString())

    let before = stamps run
    let second = folder.Nano("run", "tiny.yaml", "--set", "seed=4", "--json")
    ended 0 second
    says [ "finished before" ] second
    Assert.Equal<Map<_, _>>(before, stamps run)
    Assert.StartsWith(first.Out, second.Out)

    use line = JsonDocument.Parse(second.Out.TrimEnd('\n').Split('\n') |> Array.last)
    let told = line.RootElement
    Assert.Equal(Path.GetFileName run, told.GetProperty("identity").GetString())
    use result = JsonDocument.Parse(bytes run "result.json")
    Assert.True(JsonElement.DeepEquals(told.GetProperty "result", result.RootElement))

    let lastingBefore = lasting run
    ended 0 (folder.Nano("run", "tiny.yaml", "seed=4", "--again", "--threads", "3", "--quiet"))
    Assert.Equal<Map<_, _>>(lastingBefore, lasting run)
    Assert.NotEqual<Map<_, _>>(before, stamps run)

[<Fact>]
let A_run_is_repeated_from_its_folder_alone () =
    use folder = new Folder()
    folder.Write("modelled.yaml", modelled)
    writeModel folder.Path
    ended 0 (folder.Nano("run", "modelled.yaml"))
    let run = runOf (folder.At "out") "modelled"
    File.Delete(folder.At "model.safetensors")
    File.Delete(folder.At "modelled.yaml")
    let again = folder.Nano("run", Path.Combine(run, "plan.json"), "--out", "other")
    ended 0 again
    let other = runOf (folder.At "other") "modelled"
    Assert.Equal(Path.GetFileName run, Path.GetFileName other)
    // The source of the second run is the plan, not the YAML file.
    let same run = lasting run |> Map.filter (fun name _ -> not (name.StartsWith "source."))
    Assert.Equal<Map<_, _>>(same run, same other)

[<Fact>]
let A_trained_model_does_not_depend_on_threads () =
    use folder = new Folder()
    folder.Write("training.yaml", training)
    ended 0 (folder.Nano("run", "training.yaml", "--threads", "1", "--out", "one"))
    ended 0 (folder.Nano("run", "training.yaml", "--threads", "3", "--out", "three"))
    let one = lasting (runOf (folder.At "one") "training")
    Assert.Contains("model.safetensors", one.Keys)
    Assert.Contains("data.csv", one.Keys)
    Assert.Equal<Map<_, _>>(one, lasting (runOf (folder.At "three") "training"))

[<Fact>]
let A_gate_that_cannot_be_found_is_a_bad_outcome () =
    use folder = new Folder()
    folder.Write("hopeless.yaml", hopeless)
    let outcome = folder.Nano("run", "hopeless.yaml")
    ended 1 outcome
    Assert.Contains("not found", outcome.Out)
    Assert.True(File.Exists(Path.Combine(runOf (folder.At "out") "hopeless", "result.json")))
    ended 1 (folder.Nano("run", "hopeless.yaml"))

[<Fact>]
let Two_runs_of_the_same_plan_do_not_meet () =
    use folder = new Folder()
    folder.Write("tiny.yaml", tiny)
    use one = folder.Start("run", "tiny.yaml", "--threads", "1")
    use two = folder.Start("run", "tiny.yaml", "--threads", "1")
    let outcomes = [ one.Wait(); two.Wait() ]
    Assert.Contains(outcomes, fun it -> it.Exit = 0)

    for outcome in outcomes do
        if outcome.Exit <> 0 then
            ended 6 outcome
            says [ "N602"; "another run is at work in 'out/tiny/" ] outcome

    let run = runOf (folder.At "out") "tiny"
    hasNothingHalfWritten run
    Assert.Equal<Map<_, _>>(undisturbedTiny.Value, lasting run)

[<Fact>]
let A_second_run_says_that_the_first_is_at_work () =
    use folder = new Folder()
    folder.Write("long.yaml", long)
    use first = folder.Start("run", "long.yaml", "--threads", "1")

    while not first.HasEnded
          && not (
              Directory.Exists(folder.At "out")
              && Directory.EnumerateFiles(folder.At "out", "log.txt", SearchOption.AllDirectories)
                 |> Seq.isEmpty
                 |> not
          ) do
        System.Threading.Thread.Sleep 20

    let second = folder.Nano("run", "long.yaml")
    ended 6 second

    says
        [
            "error N602: another run is at work in 'out/long/"
            "hint: wait for it, or choose another folder with --out"
        ]
        second

    ended 0 (first.Wait())

[<Fact>]
let Abundance_says_how_common_each_gate_is_and_goes_on_from_its_blocks () =
    use folder = new Folder()
    folder.Write("common.yaml", common)
    let first = folder.Nano("run", "common.yaml", "--threads", "2")
    ended 0 first
    Assert.Matches("and: in [0-9.]+ % of the settings \\([0-9]+ of 150; 95 %: [0-9.]+ % to [0-9.]+ %\\)", first.Out)
    Assert.Contains("negative response to an input in ", first.Out)
    let run = runOf (folder.At "out") "common"
    let result = bytes run "result.json"
    Assert.Equal(151, File.ReadAllLines(Path.Combine(run, "settings.csv")).Length)
    Assert.Equal(7, File.ReadAllLines(Path.Combine(run, "metrics.csv")).Length)
    File.Delete(Path.Combine(run, "result.json"))
    let plan = folder.Nano("plan", "common.yaml")
    Assert.Contains("abundance: 6 gates in 150 settings", plan.Out)
    Assert.Contains("interrupted: 3 blocks of settings are kept, a run goes on", plan.Out)
    ended 0 (folder.Nano("run", "common.yaml", "--threads", "1"))
    Assert.Equal<byte[]>(result, bytes run "result.json")
