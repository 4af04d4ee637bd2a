module Nano.Cli.NewVerb

open System
open System.IO
open Argu
open Nano.Runtime
open Nano.Runtime.Running
open Nano.Yaml

/// scripts/nano.fsx of the Nano that is running.
let private prelude () =
    let rec above (folder: string | null) =
        match folder with
        | null ->
            let hint = "write YAML, or load a nano.fsx of your own"

            raise (
                NanoException("N605", "scripts/nano.fsx is not beside this Nano, so a script has nothing to load", hint)
            )
        | folder ->
            let path = Path.Combine(folder, "scripts", "nano.fsx")
            if File.Exists path then folder, path else above (Path.GetDirectoryName folder)

    let home, path = above (Path.TrimEndingDirectorySeparator AppContext.BaseDirectory)
    let way = Path.GetRelativePath(Environment.CurrentDirectory, path)
    // Inside the same work tree a script can move with it.
    let isInside =
        Environment.CurrentDirectory = home
        || Environment.CurrentDirectory.StartsWith $"{home}{Path.DirectorySeparatorChar}"

    if isInside then way.Replace('\\', '/') else path

let private starter (kind: string) =
    match Starters.all |> List.tryFind (fun it -> it.Kind = kind) with
    | Some starter -> starter
    | None ->
        let known = Starters.all |> List.map _.Kind
        raise (UsageException($"there is no kind of experiment '{kind}'", Nearest.hint known kind))

let run (arguments: ParseResults<NewArguments>) =
    let starter, word =
        match arguments.GetResult NewArguments.Kind_And_Name with
        | [ kind; name ] -> starter kind, name
        | [ kind ] ->
            starter kind |> ignore
            raise (UsageException("which name?", $"nano new {kind} mine"))
        | words ->
            raise (
                UsageException($"a kind and a name are wanted, got {words.Length} words", "nano new vc-dimension mine")
            )

    let isScript = arguments.Contains NewArguments.Script
    // Some write the file's name in the place of the experiment's.
    let has (ending: string) = word.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
    let ending = [ ".yaml"; ".yml"; ".fsx" ] |> List.tryFind has |> Option.defaultValue ""
    let name = word[.. word.Length - ending.Length - 1]

    match ending, isScript with
    | ".fsx", false ->
        raise (UsageException($"'{word}' is the name of a script", $"nano new {starter.Kind} {name} --script"))
    | (".yaml" | ".yml"), true ->
        raise (UsageException($"'{word}' is no name of a script", $"nano new {starter.Kind} {name} --script"))
    | _ -> ()

    if not (RunFolder.IsPlainName name) then
        let hint = "letters, digits, '-', '_' and '.'; the file is written into the current folder"
        raise (UsageException($"'{name}' is no name", hint))

    let path, text =
        if isScript then
            $"{name}.fsx", Starters.script starter (Commented.ofKind starter.Kind) name (prelude ())
        else
            $"{name}.yaml", Commented.write starter.Kind (Starters.experiment starter name)

    if Path.Exists path then
        raise (UsageException($"'{path}' is there already", "choose another name; nothing was written"))

    AtomicFile.Write(path, text)
    printfn $"{path}"
    Exit.Done
