module Nano.Cli.Program

open System
open Argu
open Nano.Runtime.Running

let private verbs () = [
    for case in CommandLine.parser.Value.GetArgumentCases() do
        if case.ArgumentType = ArgumentType.SubCommand then
            yield! case.CommandLineNames.Value
]

/// Argu has no "did you mean"; a word that is nearly a verb gets one.
let private usage (words: string[]) (problem: ArguParseException) =
    match problem.ErrorCode with
    | ErrorCode.HelpText ->
        printfn $"{problem.Message}"
        Exit.Done
    | _ ->
        let first = (problem.Message.Split '\n')[0] |> _.Replace("ERROR: ", "")
        eprintfn $"nano: {first}"

        let nearVerb =
            match Array.tryHead words with
            | Some word when not (List.contains word (verbs ())) -> Nano.Yaml.Nearest.word (verbs ()) word
            | _ -> None

        match nearVerb with
        | Some verb -> eprintfn $"  hint: did you mean '{verb}'?"
        | None -> eprintfn "  hint: nano --help lists the verbs, nano VERB --help the options"

        Exit.Usage

/// The script that a verb is given in the place of a file.
let private script (words: string list) =
    match Loading.parted words with
    | [ file ], _ when Loading.isScript file -> Some file
    | _ -> None

let private dispatch (words: string[]) =
    let parsed = CommandLine.parse (List.ofArray words)

    let talk: RunVerb.Talk = {
        Quiet = parsed.Quiet
        Plain = parsed.Plain
        Command = String.Join(' ', Array.append [| "nano" |] words)
        Listen = Monitors.signals
    }

    let given files otherwise =
        match script files with
        | Some file -> ScriptProcess.ask (List.ofArray words) file
        | None -> otherwise ()

    if parsed.Results.Contains Arguments.Version then
        printfn $"nano {Provenance.Version()}"
        Exit.Done
    else
        match parsed.Results.TryGetSubCommand() with
        | Some(Run arguments) ->
            match script (arguments.GetResult RunArguments.File) with
            | Some file -> ScriptProcess.run (List.ofArray words) file
            | None -> RunVerb.run talk arguments
        | Some(Plan arguments) -> given (arguments.GetResult PlanArguments.File) (fun () -> PlanVerb.run arguments)
        | Some(Check arguments) -> CheckVerb.run arguments
        | Some(Compile arguments) ->
            given (arguments.GetResult CompileArguments.File) (fun () -> CompileVerb.run arguments)
        | Some(Report arguments) -> ReportVerb.run arguments
        | Some(Model arguments) -> ModelVerb.run arguments
        | Some(Devices arguments) ->
            given (arguments.GetResult(DevicesArguments.File, [])) (fun () -> DevicesVerb.run arguments)
        | Some(New arguments) -> NewVerb.run arguments
        | Some Schema -> SchemaVerb.run ()
        | Some Quiet
        | Some No_Color
        | Some Arguments.Version
        | None ->
            eprintfn $"{CommandLine.parser.Value.PrintUsage()}"
            Exit.Usage

[<EntryPoint>]
let main words =
    Console.OutputEncoding <- Text.Encoding.UTF8

    try
        try
            match Help.kept words with
            | Some text ->
                Console.Out.Write text
                Exit.Done
            | None -> dispatch words
        with
        | :? ArguParseException as problem -> usage words problem
        | failure -> Complaints.tell failure
    finally
        Console.Out.Flush()
