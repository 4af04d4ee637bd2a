module Nano.Cli.ReportVerb

open System.IO
open System.Text.Json
open Argu
open Nano.Plan
open Nano.Runtime
open Nano.Runtime.Formats
open Nano.Runtime.Running

let private record (folder: RunFolder) =
    let refuse (problem: exn) =
        raise (NanoException("N603", $"'{folder.Location}' has no readable run.json: {problem.Message}"))

    try
        match JsonSerializer.Deserialize<RunRecord>(FileBytes.Text(folder.Path "run.json"), PlanJson.Options) with
        | null -> refuse (JsonException "it is 'null'")
        | record -> record
    with
    | :? NanoException as problem -> refuse problem
    | :? JsonException as problem -> refuse problem

let run (arguments: ParseResults<ReportArguments>) =
    for path in arguments.GetResult ReportArguments.Runs do
        if not (Directory.Exists path) then
            raise (UsageException($"there is no folder '{path}'", "name folders of runs, such as out/NAME/ID"))

        let folder = RunFolder.At path
        let struct (plan, result) = folder.Read()
        ReportWriter.Write(folder, plan, result, record folder)
        printfn $"""{folder.Path "report.html"}"""

    Exit.Done
