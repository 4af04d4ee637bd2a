/// An experiment as YAML in which every key says what it is, and those that are left out stand as comments. The sentences
/// are those of the JSON Schema.
module Nano.Cli.Commented

open System
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open Nano

let private keyed = Regex(@"^( *)([a-z0-9-]+):(.*)$", RegexOptions.CultureInvariant)

let private object' (node: JsonNode | null) =
    match node with
    | :? JsonObject as it -> Some it
    | _ -> None

let private part (name: string) (node: JsonObject) = object' node[name]

/// What the schema says of a key below a node; names that people choose have one schema for all.
let rec private below (key: string) (node: JsonObject) : JsonObject option =
    let among (choices: JsonNode | null) =
        match choices with
        | :? JsonArray as list -> list |> Seq.choose object' |> Seq.tryPick (below key)
        | _ -> None

    part "properties" node
    |> Option.bind (part key)
    |> Option.orElse (part "additionalProperties" node)
    |> Option.orElse (among node["oneOf"])
    |> Option.orElse (among node["anyOf"])

let private sentence (node: JsonObject) =
    match node["description"] with
    | null -> ""
    | text -> text.GetValue<string>()

let private names (node: JsonObject) =
    match part "properties" node with
    | Some properties -> [ for pair in properties -> pair.Key ]
    | None -> []

/// The sentence of a kind of experiment.
let ofKind (kind: string) =
    object' (JsonNode.Parse NanoFile.Schema)
    |> Option.bind (below kind)
    |> Option.map sentence
    |> Option.defaultValue ""

/// A line of YAML: its depth, its key, its schema.
type private Line = { Text: string; Depth: int; Key: string; Schema: JsonObject option }

let private read (schema: JsonObject) (yaml: string) : Line list =
    let step (lines: Line list, above: (int * JsonObject option) list) (text: string) =
        let it = keyed.Match text

        if not it.Success then
            { Text = text; Depth = Int32.MaxValue; Key = ""; Schema = None } :: lines, above
        else
            let depth = it.Groups[1].Length
            let above = above |> List.skipWhile (fun (indent, _) -> indent >= depth)
            let key = it.Groups[2].Value
            let own = above |> List.tryHead |> Option.bind snd |> Option.bind (below key)
            { Text = text; Depth = depth; Key = key; Schema = own } :: lines, (depth, own) :: above

    yaml.TrimEnd().Split '\n'
    |> Array.fold step ([], [ -1, Some schema ])
    |> fst
    |> List.rev

let private column = 44

let private commented (line: Line) =
    match line.Schema |> Option.map sentence with
    | Some said when said <> "" -> $"{line.Text.PadRight column}# {said}"
    | _ -> line.Text

/// The keys of the protocol that are not written, with what they are when left out.
let private leftOut (kind: string) (schema: JsonObject) (lines: Line list) = [
    match below kind schema with
    | None -> ()
    | Some protocol ->
        let inside = lines |> List.skipWhile (fun line -> line.Key <> kind) |> List.tail
        let written = [ for line in inside |> List.takeWhile (fun line -> line.Depth > 0) -> line.Depth, line.Key ]

        for name in names protocol do
            if not (List.contains (2, name) written) then
                let said = below name protocol |> Option.map sentence |> Option.defaultValue ""
                $"  # {name}:".PadRight column + $"# {said}"
]

/// The protocol stands last in what is written, so that the keys that it could have come at the end.
let write (kind: string) (experiment: Experiment) : string =
    match object' (JsonNode.Parse NanoFile.Schema) with
    | None -> failwith "the schema is no object"
    | Some schema ->
        let lines = read schema (Compiler.toYaml experiment)

        String.Join(
            '\n',
            [
                $"# {kind}: {ofKind kind}"
                $"#   nano run {experiment.Name}.yaml                 key=value after it changes a key, as in seed=7"
                $"#   nano check {experiment.Name}.yaml               names every mistake"
                for line in lines do
                    if line.Depth = 0 && line.Key = kind then line.Text else commented line
                "  # Left out, and what they are then:"
                yield! leftOut kind schema lines
                ""
            ]
        )
