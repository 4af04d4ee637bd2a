/// The concepts of the language, read from the schema that the codecs print: a table for each mapping and each choice.
module Nano.Docs.Concepts

open System
open System.Collections.Generic
open System.Text.Json
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open Nano.Yaml

type Row = { Word: string; Value: string; Default: string; Sentence: string; FSharp: string }

type Concept = {
    Name: string
    /// Paths at which it stands in a file.
    Places: List<string>
    Rows: Row list
}

type private Kind =
    | Mapping of JsonObject
    | Choice of JsonObject list
    | Words of string list
    | Plain

let private tryText (name: string) (schema: JsonObject) =
    match schema[name] with
    | null -> None
    | node when node.GetValueKind() = JsonValueKind.String -> Some(node.GetValue<string>())
    | _ -> None

let private children (name: string) (schema: JsonObject) = [
    match schema[name] with
    | :? JsonArray as items ->
        for item in items do
            match item with
            | :? JsonObject as it -> it
            | _ -> ()
    | _ -> ()
]

let private properties (schema: JsonObject) = [
    match schema["properties"] with
    | :? JsonObject as all ->
        for pair in all do
            pair.Key, (nonNull pair.Value).AsObject()
    | _ -> ()
]

let private alternatives schema = children "oneOf" schema @ children "anyOf" schema

/// The wrapper of a case: a mapping that has neither name nor word of its own.
let private isCase (schema: JsonObject) =
    schema.ContainsKey "properties"
    && not (schema.ContainsKey "title")
    && not (schema.ContainsKey "$comment")

let private words (schema: JsonObject) = [
    match schema["enum"] with
    | :? JsonArray as all ->
        for word in all do
            string word
    | _ -> ()
]

let private kind (schema: JsonObject) =
    let cases = alternatives schema |> List.filter isCase

    if schema.ContainsKey "properties" then Mapping schema
    elif not cases.IsEmpty then Choice cases
    elif schema.ContainsKey "enum" then Words(words schema)
    else Plain

let private spoken schema = tryText "$comment" schema |> Option.map (fun text -> text.Replace("F#: ", ""))

/// The concept's name: its F# type; presets, which are values of a record, go by their key.
let private nameOf key (schema: JsonObject) =
    match tryText "title" schema, kind schema with
    | Some _, Plain
    | None, _ -> None
    | Some title, Words _ ->
        match FSharpWords.tryType title with
        | Some it when Microsoft.FSharp.Reflection.FSharpType.IsRecord it -> Some(FSharpWords.pascal key)
        | _ -> Some title
    | Some title, (Mapping _ | Choice _) -> Some title

let rec private value key (schema: JsonObject) : string =
    let listOf what =
        match schema["items"] with
        | :? JsonObject as items when schema.ContainsKey "minItems" -> $"[low, high], each a {value key items}"
        | :? JsonObject as items -> $"list of: {value key items}"
        | _ -> what

    match nameOf key schema, kind schema with
    | Some name, _ -> $"[{name}](#{Markdown.anchor name})"
    | None, Mapping _ -> "a mapping"
    | None, Words all -> all |> List.map (fun word -> $"`{word}`") |> String.concat " or "
    | None, (Choice _ | Plain) ->
        match alternatives schema, schema["additionalProperties"], tryText "unit" schema with
        | [], (:? JsonObject as each), _ -> $"names, each with a {value key each}"
        | [], _, Some unit -> $"quantity in {unit}"
        | [], _, None ->
            match schema["type"], tryText "type" schema with
            | _, Some "integer" -> "whole number"
            | _, Some "number" -> "number"
            | _, Some "string" -> "text"
            | _, Some "boolean" -> "true or false"
            | _, Some "array" -> listOf "list"
            | :? JsonArray, _ -> "number or quantity"
            | _ -> failwith $"no words for {schema.ToJsonString()}"
        | several, _, _ -> several |> List.map (value key) |> String.concat ", or "

let private shownDefault (schema: JsonObject) =
    match schema["default"] with
    | null -> ""
    | node ->
        let text =
            if node.GetValueKind() = JsonValueKind.String then
                node.GetValue<string>()
            else
                node.ToJsonString().Replace("\"", "").Replace(",", ", ")

        if text.Length <= 40 then $"`{text}`" else ""

let private remark = Regex @"\s*\(([^()]*)\)$"

/// A default that a sentence tells, as the number that it means.
let private meaning unit (text: string) =
    let symbol, power = if unit = Some "nA" then "A", -9 else Option.defaultValue "" unit, 0

    match Scalars.number text, Scalars.quantity { Symbol = symbol; Power = power } text with
    | Ok number, _
    | Error _, Ok number -> string number
    | Error _, Error _ -> text

/// The sentence without the default in brackets at its end, which has its own column; the two must be the same.
let private sentence path (schema: JsonObject) =
    let text = tryText "description" schema |> Option.defaultValue ""
    let told = remark.Match text
    let shown = (shownDefault schema).Trim '`'

    if told.Success && shown <> "" then
        let unit = tryText "unit" schema

        if meaning unit told.Groups[1].Value <> meaning unit shown then
            failwith $"{path}: its sentence tells the default '{told.Groups[1].Value}', but it is '{shown}'"

        remark.Replace(text, "")
    else
        text

/// What stands inside of lists and choices, without names of its own.
let rec private nameless key (schema: JsonObject) : JsonObject list =
    match nameOf key schema, kind schema, schema["items"] with
    | Some _, _, _ -> []
    | None, Mapping it, _ -> [ it ]
    | None, _, (:? JsonObject as items) -> nameless key items
    | None, _, _ -> alternatives schema |> List.collect (nameless key)

let private quoted word = $"`{word}`"

/// The row of a key, and those of mappings in it that have no name.
let rec private rows path prefix (find: string -> JsonObject -> string option) (key, schema: JsonObject) : Row list =
    let path = $"{path}.{key}"

    let word =
        match spoken schema, find key schema with
        | Some word, _ when nameless key schema |> List.isEmpty -> Some word
        | _, found -> found

    match word with
    | Some word when word.Contains ' ' || FSharpWords.exists word || word.Split('.').Length > 2 -> ()
    | Some word -> failwith $"{path}: there is no F# word '{word}'"
    | None -> failwith $"{path}: no F# word found; name it with Codec.spoken"

    [
        {
            Word = quoted (prefix + key)
            Value = value key schema
            Default = shownDefault schema
            Sentence = sentence path schema
            FSharp =
                word.Value.Split ' '
                |> Array.map (fun it -> quoted (it.Trim ','))
                |> String.concat " "
        }
        for inner in nameless key schema do
            let around = spoken inner |> Option.orElse word

            let find key _ =
                match around with
                | Some outer when FSharpWords.parameter outer key -> Some outer
                | other -> other

            for pair in properties inner do
                yield! rows path $"{prefix}{key}." find pair
    ]

/// The type of what a case holds, as its only field would have it.
let private content (schema: JsonObject) =
    match tryText "title" schema, tryText "type" schema with
    | Some title, _ -> Some title
    | None, Some "integer" -> Some "int32"
    | None, other -> other

let private rowsOf key path name (schema: JsonObject) =
    let title = tryText "title" schema |> Option.defaultValue name
    let owner = FSharpWords.tryType title

    let ofMapping word (schema: JsonObject) =
        let beside = words schema |> List.choose (FSharpWords.beside title)

        let named =
            [ schema["additionalProperties"] ]
            |> List.choose (function
                | :? JsonObject as it -> tryText "title" it
                | _ -> None)

        match owner |> Option.bind (fun it -> FSharpWords.field it word), FSharpWords.func word with
        | Some found, _ -> Some found
        | None, _ when not beside.IsEmpty -> Some(String.concat ", " beside)
        | None, Some found -> Some found
        | None, None ->
            match named |> List.tryPick (fun it -> FSharpWords.beside it "named") with
            | Some found -> Some found
            | None ->
                owner
                |> Option.bind (fun it -> FSharpWords.caseOfField it word (content schema))

    let ofCase word (schema: JsonObject) =
        FSharpWords.func word
        |> Option.orElse (owner |> Option.bind (fun it -> FSharpWords.case it word (content schema)))

    match kind schema with
    | Mapping it -> properties it |> List.collect (rows path "" ofMapping)
    | Choice cases ->
        let needed (case: JsonObject) = string (nonNull (nonNull case["required"]).[0])

        [
            for case in cases do
                yield!
                    properties case
                    |> List.filter (fun (key, _) -> key = needed case)
                    |> List.collect (rows path "" ofCase)

            let others =
                cases
                |> List.collect (fun case -> properties case |> List.filter (fun (key, _) -> key <> needed case))

            yield! others |> List.distinctBy fst |> List.collect (rows path "" (fun _ _ -> None))
        ]
    | Words all -> [
        for word in all do
            let found =
                owner
                |> Option.bind (fun it -> FSharpWords.case it word None)
                |> Option.orElse (FSharpWords.beside title word)

            match found with
            | Some found -> { Word = quoted word; Value = ""; Default = ""; Sentence = ""; FSharp = quoted found }
            | None -> failwith $"{path}: no F# word for '{word}' of '{key}'"
      ]
    | Plain -> []

/// All concepts in order of their first appearance.
let ofSchema (text: string) : Concept list =
    let found = List<Concept>()

    let rec visit key path (schema: JsonObject) =
        match nameOf key schema with
        | Some name ->
            match found |> Seq.tryFind (fun it -> it.Name = name) with
            | Some known -> known.Places.Add path
            | None ->
                let concept = { Name = name; Places = List [ path ]; Rows = rowsOf key path name schema }
                found.Add concept
        | None -> ()

        for key, child in properties schema do
            visit key (if path = "" then key else $"{path}.{key}") child

        for child in alternatives schema do
            visit key path child

        for (name: string), step in [ "items", "[]"; "additionalProperties", ".NAME" ] do
            match schema[name] with
            | :? JsonObject as child -> visit key (path + step) child
            | _ -> ()

    visit "" "" ((nonNull (JsonNode.Parse text)).AsObject())
    List.ofSeq found
