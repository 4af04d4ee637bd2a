module Nano.Cli.PlanVerb

open System.IO
open System.Text.Json
open Argu
open Nano.Plan
open Nano.Runtime.Running

let private protocol (plan: ExperimentPlan) =
    match plan.Protocol with
    | :? VcDimensionPlan as vc ->
        let count = [ for points in vc.From .. vc.To -> (1 <<< points) - 2 ] |> List.sum
        $"vc-dimension: {count} labellings of {vc.From} to {vc.To} points, at most {vc.Search.Attempts} attempts each"
    | :? BooleanPlan as gates -> $"boolean: {gates.Gates.Length} gates, at most {gates.Search.Attempts} attempts each"
    | :? AbundancePlan as abundance -> $"abundance: {abundance.Gates.Length} gates in {abundance.Samples} settings"
    | :? AcquirePlan as acquire ->
        $"acquire: {acquire.Sampling.Batches} batches of {acquire.Sampling.BatchSamples} samples"
    | :? SurrogateTrainingPlan as training -> $"surrogate: {training.Epochs} epochs in batches of {training.Batch}"
    | :? CharacterisePlan as it ->
        let count = plan.Devices[it.Device].Electrodes.Length
        let ways = if it.Directions = Directions.Both then ", up and back" else ""

        String.concat "; " [
            $"characterise: {count} curves of {it.Points} points{ways}"
            $"slopes at {it.Settings} settings"

            for map in it.Maps do
                $"a map of {map.Points} x {map.Points} points"

            if not it.Temperatures.IsEmpty then
                $"{it.Temperatures.Length} temperatures"
        ]
    | other -> failwith $"no summary for a protocol of type {other.GetType().Name}"

/// What a line of the checkpoint is.
let private pieces (plan: ExperimentPlan) =
    match plan.Protocol with
    | :? AbundancePlan -> "blocks of settings"
    | _ -> "findings"

let work (arguments: ParseResults<PlanArguments>) (loaded: Loaded) =
    let folder = RunFolder.Of(arguments.GetResult(PlanArguments.Out, "out"), loaded.Plan)

    let kept =
        let path = folder.Path "checkpoint/findings.jsonl"
        if File.Exists path then Seq.length (File.ReadLines path) else 0

    let memory =
        MemoryEstimate.Of(loaded.Plan, System.Environment.ProcessorCount, loaded.Files)

    let state, reason =
        if folder.IsFinished then
            "finished", "result.json is there; --again would run it anew"
        elif kept > 0 then
            "interrupted", $"{kept} {pieces loaded.Plan} are kept, a run goes on"
        elif Directory.Exists folder.Location then
            "interrupted", "nothing could be kept, a run starts over"
        else
            "to do", "no run of this plan is there"

    if arguments.Contains PlanArguments.Json then
        let line = {|
            name = loaded.Plan.Name
            identity = folder.Identity
            folder = folder.Location
            state = state
            reason = reason
            memory_bytes = int64 memory.Bytes
        |}

        printfn $"{JsonSerializer.Serialize line}"
    else
        printfn $"{protocol loaded.Plan}"
        printfn $"memory: {memory}"
        printfn $"{folder.Location}"
        printfn $"{state}: {reason}"

let run (arguments: ParseResults<PlanArguments>) =
    Loading.load (arguments.GetResult PlanArguments.File) (arguments.GetResults PlanArguments.Set)
    |> work arguments

    Exit.Done
