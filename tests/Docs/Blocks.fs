/// Runs what a document shows. Each language has a meaning; a block with none is a mistake, so that nothing goes unread.
module Nano.Docs.Blocks

open System
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open Nano.Docs.Markdown
open Nano.Docs.Scratch
open Nano.Yaml

/// What the comment before a block asks for: words after a name, parted by semicolons.
type private Instructions = Map<string, string>

let private instructions (text: string) : Instructions =
    Map.ofList [
        for part in text.Split(';', StringSplitOptions.RemoveEmptyEntries ||| StringSplitOptions.TrimEntries) do
            match part.IndexOf ' ' with
            | -1 -> part, ""
            | at -> part[.. at - 1], part[at + 1 ..].Trim()
    ]

let private joined (lines: string list) = String.Join('\n', lines) + "\n"

let private write folder (name: string) (text: string) =
    let path = Path.Combine(folder, name)
    Directory.CreateDirectory(nonNull (Path.GetDirectoryName path)) |> ignore
    File.WriteAllText(path, text)
    path

let private last (output: string) =
    let lines = output.TrimEnd().Split '\n'

    String.Join(
        '\n',
        lines
        |> Array.skip (max 0 (lines.Length - 12))
        |> Array.map (fun line -> "    " + line)
    )

let private expect code (outcome: Outcome) =
    if outcome.Exit = code then
        Ok()
    else
        Error $"exit status {outcome.Exit}, expected {code}:\n{last outcome.Output}"

/// Lines of the document in this order among those of the output; '…' stands for anything.
let private compare (shown: string list) (output: string) =
    let matches (pattern: string) (line: string) =
        Regex.IsMatch(line.TrimEnd(), "^" + Regex.Escape(pattern.TrimEnd()).Replace("…", ".*") + "$")

    let rec follow (shown: string list) (lines: string list) =
        match shown, lines with
        | [], _ -> Ok()
        | "" :: shown, _ -> follow shown lines
        | wanted :: _, [] -> Error $"the output has no line '{wanted}' there:\n{last output}"
        | wanted :: others, line :: lines when matches wanted line -> follow others lines
        | _, _ :: lines -> follow shown lines

    follow shown (List.ofArray (output.Split '\n'))

/// Lines that end with a backslash go on in the next one.
let private commands (lines: string list) =
    (joined lines).Replace("\\\n", " ").Split('\n', StringSplitOptions.RemoveEmptyEntries)
    |> List.ofArray

let private shell folder (asked: Instructions) (lines: string list) =
    match Map.tryFind "elsewhere" asked with
    | Some file ->
        // What runs in another script of the build only has to stand there.
        let text = File.ReadAllText(Path.Combine(folder, file))

        match
            lines
            |> List.tryFind (fun line -> line.Trim() <> "" && not (text.Contains(line.Trim())))
        with
        | Some line -> Error $"'{line.Trim()}' does not stand in {file}", ""
        | None -> Ok(), ""
    | None ->
        let more = Map.tryFind "quick" asked |> Option.defaultValue ""

        let lengthen (command: string) =
            if more <> "" && command.Contains "nano run " then
                $"{command.TrimEnd()} {more}"
            else
                command

        match (Map.tryFind "given" asked |> Option.defaultValue "").Split ' ' with
        | [| name; source |] -> File.Copy(Path.Combine(folder, source), Path.Combine(folder, name), true)
        | _ -> ()

        let script = write folder ".block.sh" (joined (commands lines |> List.map lengthen))
        let outcome = execute folder "bash" [ "-e"; script ]
        let code = Map.tryFind "exit" asked |> Option.map int |> Option.defaultValue 0
        expect code outcome, outcome.Output

let rec private merge (below: Node) (above: Node) : Node =
    match below, above with
    | Keys(old, place), Keys(added, _) ->
        let changed =
            old
            |> List.map (fun (key, value) ->
                match Node.tryKey key.Name above with
                | Some other -> key, merge value other
                | None -> key, value)

        let fresh = added |> List.filter (fun (key, _) -> (Node.tryKey key.Name below).IsNone)
        Keys(changed @ fresh, place)
    | _, _ -> above

let private parsed name text =
    match Parser.parse name text with
    | Ok node -> node
    | Error problems -> failwith (String.Join('\n', problems))

let private yaml folder (asked: Instructions) (text: string) =
    let whole =
        match Map.tryFind "into" asked with
        | Some file ->
            let below = parsed file (File.ReadAllText(Path.Combine(folder, file)))
            Printer.print (merge below (parsed "the fragment" text))
        | None -> text

    let path = write folder "experiments/block.yaml" whole
    expect 0 (execute folder (Path.Combine(folder, "nano")) [ "check"; path ])

let private references folder = [
    for name in [ "Nano.Runtime"; "Nano.Drivers"; "Nano.Dsl" ] do
        Path.Combine(folder, "artifacts", "nano", $"{name}.dll")
]

let private fsharp folder (asked: Instructions) (text: string) =
    let prelude =
        String.Join("", [ for path in references folder -> $"#r \"{path.Replace('\\', '/')}\"\n" ])
        + "open Nano\n"

    let source = if asked.ContainsKey "fragment" then prelude + text else text

    let path =
        write folder (if asked.ContainsKey "fragment" then "block.fsx" else "scripts/block.fsx") source

    expect 0 (execute folder "dotnet" [ "fsi"; "--typecheck-only"; "--warnaserror+"; path ])

let private csharp folder (text: string) =
    let items = String.Join("", [ for path in references folder -> $"<Reference Include=\"{path}\" />" ])

    let project =
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup>{items}</ItemGroup></Project>"

    write folder "block/Program.cs" text |> ignore
    let path = write folder "block/block.csproj" project
    expect 0 (execute folder "dotnet" [ "build"; path; "-v"; "q"; "--nologo" ])

let private json (text: string) =
    try
        JsonDocument.Parse(text).Dispose()
        Ok()
    with :? JsonException as problem ->
        Error problem.Message

/// Whether a block changes a file of the sources: those of the guides.
let isEdit (block: Block) = (instructions block.Instruction).ContainsKey "in"

/// Runs a block; the output of the last shell block goes along. Edits are done before.
let run (folder: string) (output: string) (block: Block) : Result<unit, string> * string =
    let asked = instructions block.Instruction
    let text = joined block.Lines

    if isEdit block then
        Ok(), output
    else
        match Map.tryFind "file" asked, block.Language with
        | Some name, _ ->
            write folder name text |> ignore
            Ok(), output
        | None, "sh" -> shell folder asked block.Lines
        | None, "yaml" -> yaml folder asked text, output
        | None, "fsharp" -> fsharp folder asked text, output
        | None, "csharp" -> csharp folder text, output
        | None, "json" -> json text, output
        | None, "text" when asked.ContainsKey "output" -> compare block.Lines output, output
        | None, "text" when asked.ContainsKey "shape" -> Ok(), output
        | None, "text" ->
            Error "text needs a comment before it: <!-- check: output --> or <!-- check: shape -->", output
        | None, "" -> Error "a block without a language", output
        | None, other -> Error $"nothing is known of blocks in '{other}'", output
