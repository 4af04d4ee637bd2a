/// Plans as files: made, changed by hand, broken.
module Nano.Cli.Tests.PlanTests

open System.IO
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

let private compiled =
    lazy
        (use folder = new Folder()
         folder.Write("tiny.yaml", tiny)
         let outcome = folder.Nano("compile", "tiny.yaml")
         ended 0 outcome
         Assert.Equal("", outcome.Err)
         outcome.Out)

[<Theory>]
[<InlineData("\"version\": 1",
             "\"version\": 99",
             "plan.json: error N108: the plan is of version 99, this build runs version 1")>]
[<InlineData("\"vc-dimension\"", "\"vc-dimnsion\"", "error N107: this is no plan: ")>]
[<InlineData("\"readout\": 0", "\"readout\": \"rim\"", "plan.json:74:23: error N107: this is no plan: ")>]
[<InlineData("\"seed\": 3", "\"sed\": 3", "plan.json:4:9: error N107: this is no plan: ")>]
[<InlineData("\"name\": \"tiny\"", "\"name\": \"../tiny\"", "error N206: '../tiny' cannot be a folder's name")>]
let A_plan_that_was_changed_is_refused (right: string, wrong: string, text: string) =
    use folder = new Folder()
    let plan = compiled.Value
    Assert.Contains(right, plan)
    folder.Write("plan.json", plan.Replace(right, wrong))
    let outcome = folder.Nano("run", "plan.json")
    ended 3 outcome
    says [ text ] outcome
    Assert.False(Directory.Exists(folder.At "out"))

[<Fact>]
let A_plan_that_makes_no_sense_is_refused_with_all_that_is_wrong () =
    use folder = new Folder()

    let changes = [
        "\"to\": 3", "\"to\": 40", "error N209: this plan cannot be run: to must be from 2 to 20, got 40"
        "\"device\": 0", "\"device\": 7", "device of layer 'dnpu-1' must be an index below 1, got 7"
        "\"attempts\": 2", "\"attempts\": 0", "attempts must be from 1 to 100000, got 0"
        "\"generations\": 5", "\"generations\": 0", "generations must be from 1 to 1000000, got 0"
        "\"acceptors\": 30", "\"acceptors\": 1", "acceptors must be from 2 to 2000, got 1"
        "\"high-volts\": 0.5", "\"high-volts\": -3", "high-volts of electrode 3 must be from -0.5 to 2, got -3"
    ]

    let change (plan: string) (right: string, wrong: string, _) =
        Assert.Contains(right, plan)
        plan.Replace(right, wrong)

    folder.Write("plan.json", List.fold change compiled.Value changes)
    let outcome = folder.Nano("run", "plan.json")
    ended 3 outcome
    says [ for _, _, sentence in changes -> sentence ] outcome
    Assert.False(Directory.Exists(folder.At "out"))

[<Theory>]
[<InlineData("\"samples\": 10000", "\"samples\": 0", "samples must be from 1 to 1000000, got 0")>]
[<InlineData("\"correlation\": 0.9", "\"correlation\": 1.5", "correlation must be from -1 to 1, got 1.5")>]
[<InlineData("\"contrast\": 0.1", "\"contrast\": -1", "contrast must be from 0 to 2, got -1")>]
[<InlineData("\"name\": \"and\",\n        \"targets\": [\n          false,",
             "\"name\": \"and\",\n        \"targets\": [",
             "targets of 'and' must be 4, got 3")>]
let A_plan_of_abundance_that_makes_no_sense_is_refused (right: string, wrong: string, sentence: string) =
    use folder = new Folder()
    let plan = nanoIn repository [ "compile"; "experiments/abundance.yaml" ]
    Assert.Contains(right, plan.Out)
    folder.Write("plan.json", plan.Out.Replace(right, wrong))
    let outcome = folder.Nano("run", "plan.json")
    ended 3 outcome
    says [ "error N209: this plan cannot be run: " + sentence ] outcome

[<Theory>]
[<InlineData("", "error N109: the file is empty")>]
[<InlineData("null", "error N107: this is no plan")>]
[<InlineData("{ \"version\": 1, \"name\": \"x\"", "error N107: this is no plan")>]
let What_is_no_plan_is_refused (text: string, sentence: string) =
    use folder = new Folder()
    folder.Write("plan.json", text)
    let outcome = folder.Nano("run", "plan.json")
    ended 3 outcome
    says [ "plan.json:"; sentence ] outcome
    Assert.False(Directory.Exists(folder.At "out"))

[<Fact>]
let A_plan_takes_no_overrides_and_compiles_to_itself () =
    use folder = new Folder()
    folder.Write("plan.json", compiled.Value)
    let same = folder.Nano("compile", "plan.json")
    ended 0 same
    Assert.Equal(compiled.Value, same.Out)
    let changed = folder.Nano("run", "plan.json", "seed=4")
    ended 2 changed
    says [ "a plan takes no overrides" ] changed
    Assert.False(Directory.Exists(folder.At "out"))
