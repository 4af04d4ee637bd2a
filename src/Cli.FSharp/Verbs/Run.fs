module Nano.Cli.RunVerb

open System
open Argu
open Nano.Runtime.Protocols
open Nano.Runtime.Running

let private threads (arguments: ParseResults<RunArguments>) =
    match arguments.TryGetResult RunArguments.Threads with
    | None -> Environment.ProcessorCount
    | Some number when number >= 1 && number <= 1024 -> number
    | Some number -> raise (UsageException($"--threads must be from 1 to 1024, got {number}", ""))

/// How a command talks, and what can ask it to stop.
type Talk = {
    Quiet: bool
    Plain: bool
    /// The command line, for the record.
    Command: string
    Listen: (unit -> unit) -> IDisposable
}

/// What a run has left: its folder, its result, and the exit status that this means.
type Ended = { Folder: RunFolder; Result: ProtocolResult; Status: int }

let work (talk: Talk) (arguments: ParseResults<RunArguments>) (loaded: Loaded) : Ended =
    let output = arguments.GetResult(RunArguments.Out, "out")
    let again = arguments.Contains RunArguments.Again
    let request = Loading.request loaded output talk.Command (threads arguments) again
    let runner = Runner(Loading.opener, TimeProvider.System)

    let struct (folder, wasFinished) =
        Monitors.interruptible talk.Listen (fun stop ->
            Monitors.watching talk.Quiet talk.Plain (fun monitor -> runner.Run(request, monitor, stop)))

    let struct (_, result) = folder.Read()

    if wasFinished && not talk.Quiet then
        eprintfn "finished before; --again runs it anew"

    for line in Headline.lines result do
        printfn $"{line}"

    printfn $"""report: {folder.Path "report.html"}"""

    if arguments.Contains RunArguments.Json then
        printfn $"{folder.ResultLine()}"

    {
        Folder = folder
        Result = result
        Status = (if Headline.isGood result then Exit.Done else Exit.Bad)
    }

let run (talk: Talk) (arguments: ParseResults<RunArguments>) =
    let loaded =
        Loading.load (arguments.GetResult RunArguments.File) (arguments.GetResults RunArguments.Set)

    (work talk arguments loaded).Status
