module Nano.Cli.Program

open System
open Argu
open Nano.Runtime.Running

let private verbs = [ "run"; "plan"; "check"; "compile"; "report"; "model"; "devices"; "schema" ]

let private parser =
    lazy ArgumentParser.Create<Arguments>(programName = "nano", errorHandler = ExceptionExiter())

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
            | Some word when not (List.contains word verbs) -> Nano.Yaml.Nearest.word verbs word
            | _ -> None

        match nearVerb with
        | Some verb -> eprintfn $"  hint: did you mean '{verb}'?"
        | None -> eprintfn "  hint: nano --help lists the verbs, nano VERB --help the options"

        Exit.Usage

let private dispatch (words: string[]) =
    let tidy = List.ofArray words |> Words.tidy parser.Value
    let results = parser.Value.ParseCommandLine(List.toArray tidy, raiseOnUsage = true)
    let quiet = results.Contains Quiet
    let plain = results.Contains No_Color
    let command = String.Join(' ', Array.append [| "nano" |] words)

    if results.Contains Arguments.Version then
        printfn $"nano {Provenance.Version()}"
        Exit.Done
    else
        match results.TryGetSubCommand() with
        | Some(Run arguments) -> RunVerb.run quiet plain command arguments
        | Some(Plan arguments) -> PlanVerb.run arguments
        | Some(Check arguments) -> CheckVerb.run arguments
        | Some(Compile arguments) -> CompileVerb.run arguments
        | Some(Report arguments) -> ReportVerb.run arguments
        | Some(Model arguments) -> ModelVerb.run arguments
        | Some(Devices arguments) -> DevicesVerb.run arguments
        | Some Schema -> SchemaVerb.run ()
        | Some Quiet
        | Some No_Color
        | Some Arguments.Version
        | None ->
            eprintfn $"{parser.Value.PrintUsage()}"
            Exit.Usage

[<EntryPoint>]
let main words =
    Console.OutputEncoding <- Text.Encoding.UTF8

    try
        try
            dispatch words
        with
        | :? ArguParseException as problem -> usage words problem
        | failure -> Complaints.tell failure
    finally
        Console.Out.Flush()
