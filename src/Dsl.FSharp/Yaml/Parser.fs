/// Text to tree. The only file that knows YamlDotNet, and only its events: what a scalar means is ours to say.
module internal Nano.Yaml.Parser

open System
open System.Collections.Generic
open System.IO
open Nano.Plan
open YamlDotNet.Core
open YamlDotNet.Core.Events

/// Bounds against files that are no experiments; real ones stay far below.
let private largestText = 4 * 1024 * 1024

let private deepest = 32

exception private Refused of Diagnostic

let private refuse place message hint = raise (Refused(Diagnostic.Error("N100", message, hint).At place))

/// The parser's own messages, without the positions that the place already says.
let private sentence (message: string) =
    let text = message.Trim().TrimEnd('.')
    let text = if text.StartsWith "(Line:" then text[text.LastIndexOf("): ") + 3 ..] else text
    $"this is not YAML: {Char.ToLowerInvariant text[0]}{text[1..]}"

/// The first line, from this one on, that is indented with a tab.
let private tabbed (text: string) line =
    text.Split '\n'
    |> Seq.indexed
    |> Seq.skip (max 0 (line - 1))
    |> Seq.tryPick (fun (index, line) ->
        let indentation = line.Length - line.TrimStart().Length
        let tab = line.IndexOf '\t'
        if tab >= 0 && tab < indentation then Some(index + 1, tab + 1) else None)

/// A line such as "rule: genetic: …".
let private hasInnerKey (text: string) line =
    let lines = text.Split '\n'

    line >= 1
    && line <= lines.Length
    && Text.RegularExpressions.Regex.IsMatch(lines[line - 1], @"^\s*(- )?[\w-]+: +[\w-]+:( |$)")

let private build (placeOf: Mark -> Place) (duplicates: List<Diagnostic>) (opened: Stack<Place>) (parser: IParser) =
    let next () =
        if not (parser.MoveNext()) then
            raise (InvalidOperationException())

        match parser.Current with
        | null -> raise (InvalidOperationException())
        | event -> event

    let refuseExtras (node: NodeEvent) place =
        if not node.Anchor.IsEmpty then
            refuse place "anchors (&name) are not read" "write the value out in each place"

        if not node.Tag.IsEmpty && not node.Tag.IsNonSpecific then
            refuse place $"tags ({Node.shown node.Tag.Value}) are not read" "leave the tag out"

    let rec node depth (event: ParsingEvent) : Node =
        let place = placeOf event.Start

        if depth > deepest then
            refuse place $"this is nested more than {deepest} levels deep" ""

        match event with
        | :? Scalar as scalar ->
            refuseExtras scalar place
            Node.Scalar(scalar.Value, scalar.Style <> ScalarStyle.Plain, place)
        | :? SequenceStart as start ->
            refuseExtras start place

            if start.Style = SequenceStyle.Flow then
                opened.Push place

            let found = List<Node>()
            let mutable event = next ()

            while not (event :? SequenceEnd) do
                found.Add(node (depth + 1) event)
                event <- next ()

            if start.Style = SequenceStyle.Flow then
                opened.Pop() |> ignore

            Items(List.ofSeq found, place)
        | :? MappingStart as start ->
            refuseExtras start place

            if start.Style = MappingStyle.Flow then
                opened.Push place

            let found = List<Key * Node>()
            let seen = Dictionary<string, Place>()
            let mutable event = next ()

            while not (event :? MappingEnd) do
                let key = key event
                let value = node (depth + 1) (next ())

                match seen.TryGetValue key.Name with
                | true, first ->
                    let hint = if first.Line > 0 then $"the first is on line {first.Line}" else ""
                    let message = $"the key '{Node.shown key.Name}' is written twice"
                    duplicates.Add(Diagnostic.Error("N105", message, hint).At key.Place)
                | _ ->
                    seen.Add(key.Name, key.Place)
                    found.Add(key, value)

                event <- next ()

            if start.Style = MappingStyle.Flow then
                opened.Pop() |> ignore

            Keys(List.ofSeq found, place)
        | :? AnchorAlias -> refuse place "aliases (*name) are not read" "write the value out in each place"
        | _ -> refuse place "this is not YAML" ""

    and key (event: ParsingEvent) : Key =
        match event with
        | :? Scalar as scalar -> { Name = scalar.Value; Place = placeOf event.Start }
        | _ -> refuse (placeOf event.Start) "a key must be a word" ""

    let rec document (event: ParsingEvent) =
        match event with
        | :? StreamStart -> document (next ())
        | :? StreamEnd -> refuse (placeOf event.Start) "there is nothing in this file" ""
        | :? DocumentStart ->
            let root = node 0 (next ())
            next () |> ignore // the document's end

            match next () with
            | :? StreamEnd -> root
            | event ->
                refuse
                    (placeOf event.Start)
                    "one file holds one experiment"
                    "put what follows '---' into a file of its own"
        | _ -> refuse (placeOf event.Start) "this is not YAML" ""

    document (next ())

let private parseWith (placeOf: int -> int -> Place) (text: string) : Result<Node, Diagnostic list> =
    let placeOfMark (mark: Mark) = placeOf (int mark.Line) (int mark.Column)
    let failed place message hint = Error [ Diagnostic.Error("N100", message, hint).At place ]

    if text.Length > largestText then
        failed (placeOf 1 1) $"this is larger than {largestText / 1024 / 1024} MiB, too large for an experiment" ""
    else
        let duplicates = List<Diagnostic>()
        let opened = Stack<Place>()

        try
            let root = build placeOfMark duplicates opened (Parser(new StringReader(text)))
            if duplicates.Count = 0 then Ok root else Error(List.ofSeq duplicates)
        with
        | Refused diagnostic -> Error [ yield! duplicates; diagnostic ]
        | :? YamlException as problem when problem.Message.Contains " tab " ->
            match tabbed text (int problem.Start.Line) with
            | Some(line, column) -> failed (placeOf line column) "a tab stands where spaces must" "indent with spaces"
            | None -> failed (placeOfMark problem.Start) (sentence problem.Message) "indent with spaces"
        | :? YamlException as problem when
            problem.Message.Contains "found invalid mapping"
            && hasInnerKey text (int problem.Start.Line)
            ->
            let hint = "a mapping within a line stands in braces: key: { other: value }"
            failed (placeOfMark problem.Start) "a key stands where a value was begun" hint
        | :? YamlException as problem when
            problem.Message.Contains "expected key"
            || problem.Message.Contains "expected ':'"
            ->
            let hint = "a line is key: value, with a space after the colon, and as far in as its neighbours"
            failed (placeOfMark problem.Start) (sentence problem.Message) hint
        | :? YamlException as problem when opened.Count = 0 || int problem.Start.Index < text.TrimEnd().Length ->
            failed (placeOfMark problem.Start) (sentence problem.Message) ""
        // Without a place, and not only as InvalidOperationException: what the parser throws where a bracket is left
        // open depends on what follows it. No text may end Nano with a stack trace.
        | _ when opened.Count > 0 -> failed (opened.Peek()) "what is opened here is never closed" ""
        | problem -> failed (placeOf 1 1) $"this is not YAML: {problem.Message}" ""

/// Reads a file's text; problems carry the file's name, line and column.
let parse (file: string) text = parseWith (fun line column -> Place(file, line, column)) text

/// Reads a value that was given on the command line; everything in it has the one place.
let parseAt (place: Place) text = parseWith (fun _ _ -> place) text

/// Bytes to text: UTF-8 only, with or without its mark.
let decode (file: string) (bytes: byte[]) : Result<string, Diagnostic list> =
    let strict = Text.UTF8Encoding(false, true)
    let byteOrderMark = [| 0xEFuy; 0xBBuy; 0xBFuy |]
    let start = if bytes.AsSpan().StartsWith(ReadOnlySpan byteOrderMark) then 3 else 0

    try
        Ok(strict.GetString(bytes, start, bytes.Length - start))
    with :? Text.DecoderFallbackException as problem ->
        let before = bytes.AsSpan(0, start + max 0 problem.Index)
        let line = 1 + before.Count 10uy
        let column = before.Length - before.LastIndexOf 10uy
        let message = "this file is not UTF-8 text"
        Error [ Diagnostic.Error("N100", message, "save it as UTF-8").At(Place(file, line, column)) ]
