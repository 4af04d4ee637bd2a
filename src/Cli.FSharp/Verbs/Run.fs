module Nano.Cli.RunVerb

open System
open Argu
open Nano.Runtime.Running

let private threads (arguments: ParseResults<RunArguments>) =
    match arguments.TryGetResult RunArguments.Threads with
    | None -> Environment.ProcessorCount
    | Some number when number >= 1 && number <= 1024 -> number
    | Some number -> raise (UsageException($"--threads must be from 1 to 1024, got {number}", ""))

let run (quiet: bool) (plain: bool) (command: string) (arguments: ParseResults<RunArguments>) =
    let loaded =
        Loading.load (arguments.GetResult RunArguments.File) (arguments.GetResults RunArguments.Set)

    let output = arguments.GetResult(RunArguments.Out, "out")
    let again = arguments.Contains RunArguments.Again
    let request = Loading.request loaded output command (threads arguments) again
    let runner = Runner(Loading.opener, TimeProvider.System)

    let struct (folder, wasFinished) =
        Monitors.interruptible (fun stop ->
            Monitors.watching quiet plain (fun monitor -> runner.Run(request, monitor, stop)))

    let struct (_, result) = folder.Read()

    if wasFinished && not quiet then
        eprintfn "finished before; --again runs it anew"

    for line in Headline.lines result do
        printfn $"{line}"

    printfn $"""report: {folder.Path "report.html"}"""

    if arguments.Contains RunArguments.Json then
        printfn $"{folder.ResultLine()}"

    if Headline.isGood result then Exit.Done else Exit.Bad
