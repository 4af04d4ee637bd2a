module Nano.Cli.CompileVerb

open Argu
open Nano
open Nano.Plan
open Nano.Runtime.Reporting

let work (arguments: ParseResults<CompileArguments>) (loaded: Loaded) =
    match arguments.GetResult(CompileArguments.To, Target.Plan), loaded.Experiment with
    | Target.Dot, _ -> printf $"{PlanGraph.Write loaded.Plan}"
    | Target.Yaml, Some experiment -> printf $"{Compiler.toYaml experiment}"
    | Target.Yaml, None ->
        let hint = "names and units are gone; its run folder holds source.yaml"
        raise (UsageException("a plan cannot be turned back into YAML", hint))
    | _ -> printf $"{PlanJson.Write loaded.Plan}"

let run (arguments: ParseResults<CompileArguments>) =
    Loading.load (arguments.GetResult CompileArguments.File) (arguments.GetResults CompileArguments.Set)
    |> work arguments

    Exit.Done
