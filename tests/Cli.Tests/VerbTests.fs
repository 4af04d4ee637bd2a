/// compile, plan, devices, schema and report.
module Nano.Cli.Tests.VerbTests

open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

let private experiments = Path.Combine(repository, "experiments")

[<Theory>]
[<InlineData("abundance")>]
[<InlineData("acquire")>]
[<InlineData("boolean")>]
[<InlineData("characterise")>]
[<InlineData("surrogate")>]
[<InlineData("vc-dimension")>]
let An_experiment_compiles_to_the_same_plan_by_way_of_yaml (name: string) =
    let file = Path.Combine(experiments, $"{name}.yaml")
    let plan = nanoIn repository [ "compile"; file ]
    ended 0 plan
    Assert.Equal("", plan.Err)
    let yaml = nanoIn repository [ "compile"; file; "--to"; "yaml" ]
    ended 0 yaml
    use folder = new Folder()

    Directory.CreateSymbolicLink(folder.At "models", Path.Combine(repository, "models"))
    |> ignore

    folder.Write("e.yaml", yaml.Out)
    let back = folder.Nano("compile", "e.yaml")
    ended 0 back
    Assert.Equal(plan.Out, back.Out)

[<Fact>]
let The_table_of_the_command_line_has_every_verb () =
    let words pattern (text: string) = [ for found in Regex.Matches(text, pattern) -> found.Groups[1].Value ]

    let help = (nanoIn repository [ "--help" ]).Out
    let verbs = help[help.IndexOf "SUBCOMMANDS:" .. help.IndexOf "OPTIONS:"]
    let document = File.ReadAllText(Path.Combine(repository, "docs", "command-line.md"))
    Assert.Equal<string list>(words "(?m)^    ([a-z-]+) +(?:<|[a-z])" verbs, words "(?m)^\| `([a-z-]+)" document)

[<Fact>]
let A_network_is_drawn_for_Graphviz () =
    let network = nanoIn repository [ "compile"; Path.Combine(experiments, "boolean.yaml"); "--to"; "dot" ]
    ended 0 network
    Assert.StartsWith("digraph \"boolean\" {", network.Out)
    Assert.Contains("layer1 -> layer2 [label=\"2\"]", network.Out)
    let device = nanoIn repository [ "compile"; Path.Combine(experiments, "acquire.yaml"); "--to"; "dot" ]
    Assert.Contains("electrode0_7 -> device0", device.Out)

[<Fact>]
let The_schema_is_the_one_that_is_kept () =
    let outcome = nanoIn repository [ "schema" ]
    ended 0 outcome
    Assert.Equal(File.ReadAllText(Path.Combine(experiments, "nano.schema.json")), outcome.Out)

[<Fact>]
let A_plan_says_what_is_there_and_writes_nothing () =
    use folder = new Folder()
    folder.Write("tiny.yaml", tiny)

    let folders () =
        Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories)
        |> Set.ofArray

    let asked (words: string list) =
        let before = stamps folder.Path, folders ()
        let outcome = nanoIn folder.Path ("plan" :: "tiny.yaml" :: words)
        ended 0 outcome
        Assert.Equal((stamps folder.Path, folders ()), before)
        outcome.Out

    let first = asked []
    Assert.Contains("vc-dimension: 8 labellings of 2 to 3 points, at most 2 attempts each", first)
    Assert.Contains("to do: no run of this plan is there", first)
    Assert.Matches("\nmemory: at most 1[0-9]{2} MB\n", first)
    ended 0 (folder.Nano("run", "tiny.yaml", "-q"))
    Assert.Contains("finished: result.json is there", asked [])
    let run = runOf (folder.At "out") "tiny"
    File.Delete(Path.Combine(run, "result.json"))
    Assert.Contains("interrupted: 8 findings are kept, a run goes on", asked [])
    File.Delete(Path.Combine(run, "checkpoint", "findings.jsonl"))
    use line = JsonDocument.Parse(asked [ "--json" ])
    Assert.Equal("interrupted", line.RootElement.GetProperty("state").GetString())
    Assert.Equal("nothing could be kept, a run starts over", line.RootElement.GetProperty("reason").GetString())
    Assert.Equal(Path.GetFileName run, line.RootElement.GetProperty("identity").GetString())
    Assert.Contains("to do", asked [ "seed=9" ])

[<Fact>]
let Devices_answer () =
    use folder = new Folder()
    folder.Write("tiny.yaml", tiny)
    let presets = folder.Nano("devices")
    ended 0 presets

    for preset in [ "tiny"; "small"; "standard"; "reference" ] do
        Assert.Contains($"  {preset} ", presets.Out)

    let answer = folder.Nano("devices", "tiny.yaml")
    ended 0 answer
    Assert.Contains("readout at electrode 0", answer.Out)
    Assert.Contains("  electrode 3: -0.5 V to 0.5 V", answer.Out)
    Assert.Contains("  all electrodes at 0 V: 0 nA", answer.Out)
    let json = folder.Nano("devices", "tiny.yaml", "--json")
    use document = JsonDocument.Parse json.Out
    Assert.Equal(7, document.RootElement[0].GetProperty("electrodes").GetArrayLength())
    Assert.False(Directory.Exists(folder.At "out"))

[<Fact>]
let A_report_is_drawn_anew_with_the_same_bytes () =
    use folder = new Folder()
    writeModel folder.Path
    folder.Write("e.yaml", modelled)
    ended 0 (folder.Nano("run", "e.yaml"))
    let run = runOf (folder.At "out") "modelled"
    let wanted = contents run
    File.Delete(Path.Combine(run, "report.html"))
    Directory.Delete(Path.Combine(run, "figures"), true)
    let drawn = folder.Nano("report", run)
    ended 0 drawn
    Assert.Equal(Path.Combine(run, "report.html"), drawn.Out.TrimEnd '\n')
    Assert.Equal<Map<_, _>>(wanted, contents run)

[<Fact>]
let A_report_of_no_run_is_refused () =
    use folder = new Folder()
    let outcome = folder.Nano("report", "nowhere")
    ended 2 outcome
    says [ "there is no folder 'nowhere'" ] outcome
    let outcome = folder.Nano("report", ".")
    ended 6 outcome
    says [ "error N603: '.' holds no finished run: there is no plan.json in it" ] outcome
