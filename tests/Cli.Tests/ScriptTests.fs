/// Scripts: the same language as YAML, run by dotnet fsi and by nano.
module Nano.Cli.Tests.ScriptTests

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open System.Threading
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

let private prelude = Path.Combine(repository, "scripts", "nano.fsx")

/// A script with two settings, and more to do after its run.
let private script =
    $"""#load @"{prelude}"
open Nano

let generations = setting "generations" 5
let stop = setting "stop" 0.95
let chip = {{ Device.named "chip" with Physics = Some {{ Hopping.tiny with LayoutSeed = 2L }} }}
let wired = {{ chip with Inputs = electrodesOf [ 3; 5 ]; Controls = electrodesOf [ 1; 2; 4; 6; 7 ] }}
let rule = Genetic {{ Genetic.standard with Generations = generations; Stop = stop }}
let capacity = {{ VcDimension.on (input 2 |> dnpu 1 wired |> named "only") with To = 3; Attempts = 2; Rule = rule }}
let small = run {{ experiment "tiny" (VcDimension capacity) with Seed = 3 }}
printfn "then: %%s %%d %%s" small.Folder small.Status (small.Result.GetType().Name)
"""

[<Fact>]
let A_script_runs_goes_on_and_leaves_what_it_was () =
    use folder = new Folder()
    folder.Write("tiny.fsx", script)
    let outcome = folder.Nano("run", "tiny.fsx", "generations=6", "--threads", "1", "vc-dimension.to=2")
    ended 0 outcome
    let run = runOf (folder.At "out") "tiny"
    Assert.Contains("N = 2: capacity 100.0 %", outcome.Out)
    Assert.DoesNotContain("N = 3", outcome.Out)
    Assert.Contains($"then: {Path.GetRelativePath(folder.Path, run)} 0 VcDimensionResult", outcome.Out)
    Assert.Equal(script, File.ReadAllText(Path.Combine(run, "source.fsx")))
    Assert.Equal("generations=6\nvc-dimension.to=2\n", File.ReadAllText(Path.Combine(run, "overrides.txt")))
    use plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "plan.json")))
    let search = plan.RootElement.GetProperty("protocol").GetProperty("search")
    Assert.Equal(6, search.GetProperty("rule").GetProperty("generations").GetInt32())
    use record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")))

    Assert.Equal(
        "nano run tiny.fsx generations=6 --threads 1 vc-dimension.to=2",
        record.RootElement.GetProperty("command").GetString()
    )

    // Another door to the same folder.
    let ours = $"--lib:{AppContext.BaseDirectory.TrimEnd Path.DirectorySeparatorChar}"

    let plain =
        programIn folder.Path "dotnet" [ "fsi"; ours; "tiny.fsx"; "vc-dimension.to=2"; "--set"; "generations=6" ]

    ended 0 plain
    says [ "finished before" ] plain
    Assert.Equal(outcome.Out, plain.Out)

[<Fact>]
let A_script_that_is_interrupted_goes_on () =
    use folder = new Folder()

    let long =
        script.Replace("To = 3", "From = 3; To = 4; Threshold = 0.0").Replace("\"stop\" 0.95", "\"stop\" 0.999")

    folder.Write("long.fsx", long)
    use command = folder.Start("run", "long.fsx", "--threads", "1")
    let output = folder.At "out"

    while not (
        Directory.Exists output
        && Directory.EnumerateFiles(output, "findings.jsonl", SearchOption.AllDirectories)
           |> Seq.exists (fun path -> FileInfo(path).Length > 0L)
    ) do
        Assert.False(command.HasEnded, "the run ended before it had kept anything")
        Thread.Sleep 10

    send terminate command
    let interrupted = command.Wait()
    ended 130 interrupted
    says [ "interrupted; the same command goes on from what is kept" ] interrupted
    Assert.DoesNotContain("then:", interrupted.Out)
    hasNothingHalfWritten output
    let resumed = folder.Nano("run", "long.fsx")
    ended 0 resumed
    says [ "found by an earlier run and are kept" ] resumed
    Assert.Contains("then: ", resumed.Out)

[<Fact>]
let Plan_and_compile_execute_a_script_as_far_as_its_experiments () =
    use folder = new Folder()
    folder.Write("tiny.fsx", script)
    let plan = folder.Nano("plan", "tiny.fsx", "seed=9")
    ended 0 plan
    Assert.StartsWith("vc-dimension: 8 labellings of 2 to 3 points", plan.Out)
    Assert.DoesNotContain("then:", plan.All)
    let yaml = folder.Nano("compile", "tiny.fsx", "--to", "yaml")
    ended 0 yaml
    folder.Write("tiny.yaml", yaml.Out)
    let same = folder.Nano("plan", "tiny.yaml", "seed=9")
    Assert.Equal(plan.Out, same.Out)
    Assert.False(Directory.Exists(folder.At "out"))

let private wrong (text: string) (words: string list) (status: int) (told: string list) =
    use folder = new Folder()
    folder.Write("e.fsx", text)
    let outcome = nanoIn folder.Path words
    ended status outcome
    Assert.Equal("", outcome.Out)
    says told outcome
    Assert.False(Directory.Exists(folder.At "out"))

[<Fact>]
let A_wrong_override_of_a_script_is_told_with_the_nearest_setting () =
    wrong script [ "run"; "e.fsx"; "generatons=6" ] 3 [
        "--set generatons: error N103: unknown key 'generatons'\n  hint: did you mean the setting 'generations'?"
    ]

[<Fact>]
let An_experiment_that_makes_no_sense_is_refused_with_the_names_of_its_layers () =
    let text = script.Replace("|> named \"only\"", "|> named \"only\" |> dnpu 1 wired |> named \"last\"")
    wrong text [ "run"; "e.fsx" ] 3 [ "e.fsx: error N220: vc-dimension.network.last: 'last' is fed 1 values" ]

[<Fact>]
let A_script_that_does_not_compile_is_told_by_its_compiler () =
    let text = script.Replace("Attempts = 2", "Attemps = 2")
    wrong text [ "run"; "e.fsx" ] 3 [ "e.fsx(9,"; "error FS1129: "; "Attempts" ]
    use folder = new Folder()
    folder.Write("e.fsx", text)
    let checked' = folder.Nano("check", "e.fsx", "--format", "json")
    ended 3 checked'
    use document = JsonDocument.Parse checked'.Out
    let first = document.RootElement[0]
    Assert.Equal("N121", first.GetProperty("code").GetString())
    Assert.Equal("e.fsx", first.GetProperty("where").GetProperty("file").GetString())
    Assert.Equal(9, first.GetProperty("where").GetProperty("line").GetInt32())

[<Fact>]
let A_script_that_runs_nothing_or_is_not_there () =
    wrong "printfn \"hello\"" [ "compile"; "e.fsx" ] 3 [ "hello"; "e.fsx: error N120: this script runs no experiment" ]
    wrong "" [ "run"; "absent.fsx" ] 3 [ "absent.fsx: error N109: there is no such file" ]
    wrong "" [ "run"; "e.fsx"; "--threads"; "many" ] 2 [ "--threads" ]

[<Theory>]
// As fsi has it, these are all 1.
[<InlineData("if batches = 1 then failwith \"boom\"", 3, "boom")>]
[<InlineData("exit 1", 1, "")>]
[<InlineData("exit 7", 7, "")>]
let A_script_that_fails_is_told_from_one_that_ends_itself (line: string, status: int, told: string) =
    use folder = new Folder()
    folder.Write("e.fsx", $"#load @\"{prelude}\"\nopen Nano\nlet batches = setting \"batches\" 1\n{line}\n")
    let outcome = folder.Nano("run", "e.fsx")
    ended status outcome
    says [ told ] outcome

[<Fact>]
let A_script_that_fails_after_its_run_is_no_bad_outcome () =
    use folder = new Folder()
    folder.Write("tiny.fsx", script.Replace("printfn \"then:", "failwith \"boom\"\nprintfn \"then:"))
    let outcome = folder.Nano("run", "tiny.fsx", "generations=6", "--threads", "1", "vc-dimension.to=2")
    ended 3 outcome
    Assert.Contains("N = 2: capacity 100.0 %", outcome.Out)

/// What a script starts may outlive it, and hold the streams that nano reads.
[<PipeFact>]
let Nano_does_not_wait_for_what_a_script_has_started () =
    use folder = new Folder()
    folder.Write("e.fsx", "System.Diagnostics.Process.Start(\"sleep\", \"200\").Id |> printfn \"sleeps: %d\"")
    // A nano that waits is killed after two minutes.
    let outcome = folder.Nano("check", "e.fsx")
    use sleeper = Process.GetProcessById(int (Regex.Match(outcome.Err, "sleeps: ([0-9]+)").Groups[1].Value))
    sleeper.Kill()
    ended 3 outcome
