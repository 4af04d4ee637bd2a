/// The texts of --help, kept as the parser writes them: making the parser takes longer than all the rest.
module Nano.Cli.Help

open System
open System.IO
open System.Reflection

/// The text for a command line that asks for help and for nothing else.
let kept (words: string[]) : string option =
    let name =
        match words with
        | [| "--help" |]
        | [| "-h" |]
        | [| "help" |] -> Some "nano"
        | [| verb; "--help" |]
        | [| verb; "-h" |]
        | [| "help"; verb |] when verb <> "nano" -> Some verb
        | _ -> None

    name
    |> Option.bind (fun name ->
        match Assembly.GetExecutingAssembly().GetManifestResourceStream $"help/{name}" with
        | null -> None
        | stream ->
            use reader = new StreamReader(stream)
            Some(reader.ReadToEnd().ReplaceLineEndings Environment.NewLine))
