module Nano.Dsl.Tests.NanoFileTests

open System
open System.IO
open Nano.Plan
open Nano
open Nano.Runtime
open Nano.Dsl.Tests.Bench
open Xunit

let private example = Path.Combine(root, "experiments", "acquire.yaml")

let private surrogates =
    Func<string, SurrogateFacts>(fun _ -> raise (NanoException("N110", "broken", "")))

[<Fact>]
let Compile_gives_the_plan_with_overrides () =
    let compiled = NanoFile.Compile(example, [ "seed=5" ], surrogates)
    Assert.Equal(5UL, compiled.Plan.Seed)
    Assert.StartsWith("# yaml-language-server", compiled.Source)
    Assert.Equal<string list>([ "seed=5" ], compiled.Overrides)

[<Fact>]
let Compile_throws_all_problems_at_once () =
    let failure =
        Assert.Throws<InvalidExperimentException>(fun () ->
            NanoFile.Compile(example, [ "seed=x"; "sed=1" ], surrogates) |> ignore)

    Assert.Equal(2, failure.Diagnostics.Count)
    Assert.Contains("--set seed: error N101", failure.Message)

[<Fact>]
let Check_tells_what_is_wrong_and_nothing_where_all_is_well () =
    Assert.Empty(NanoFile.Check(example, [], surrogates))
    Assert.Equal("N104", (Seq.head (NanoFile.Check(example, [ "acquire.waveform=x" ], surrogates))).Code)

[<Fact>]
let A_surrogate_that_cannot_be_read_is_a_diagnostic_not_an_exception () =
    let model = Path.Combine(root, "README-absent.md")
    let some = Path.Combine(root, "global.json")
    Assert.Equal("N110", (Seq.head (NanoFile.Check(example, [ $"devices.chip.surrogate={some}" ], surrogates))).Code)
    Assert.Equal("N230", (Seq.head (NanoFile.Check(example, [ $"devices.chip.surrogate={model}" ], surrogates))).Code)

[<Fact>]
let The_language_lies_over_the_runtime_and_not_the_other_way_round () =
    let runtime = typeof<ExperimentPlan>.Assembly
    Assert.DoesNotContain(runtime.GetReferencedAssemblies(), fun it -> it.Name = "Nano.Dsl")
    Assert.Contains(typeof<Experiment>.Assembly.GetReferencedAssemblies(), fun it -> it.Name = runtime.GetName().Name)
