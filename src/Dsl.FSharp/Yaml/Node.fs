namespace Nano.Yaml

open Nano.Plan

/// A key of a mapping, and where it stands.
type internal Key = { Name: string; Place: Place }

/// A YAML tree of our own: three shapes, each with its place. Everything after the parser is a function over it.
type internal Node =
    | Scalar of text: string * quoted: bool * place: Place
    | Items of items: Node list * place: Place
    | Keys of entries: (Key * Node) list * place: Place

module internal Node =
    let place node =
        match node with
        | Scalar(_, _, place)
        | Items(_, place)
        | Keys(_, place) -> place

    /// A scalar that says nothing: empty, ~ or null.
    let isNothing node =
        match node with
        | Scalar(("" | "~" | "null"), false, _) -> true
        | Scalar _
        | Items _
        | Keys _ -> false

    /// Text short enough for a message, without what could command a terminal.
    let shown = Nearest.shown

    /// How a message names what was found.
    let describe node =
        match node with
        | Items _ -> "a list"
        | Keys _ -> "a mapping"
        | Scalar _ when isNothing node -> "nothing"
        | Scalar(text, true, _) -> $"the text \"{shown text}\""
        | Scalar(text, false, _) -> $"'{shown text}'"

    // What a writer makes has no place yet.
    let scalar text = Scalar(text, false, Place.None)
    let items nodes = Items(nodes, Place.None)

    let keys entries = Keys([ for name, node in entries -> { Name = name; Place = Place.None }, node ], Place.None)

    let tryKey name node =
        match node with
        | Keys(entries, _) -> entries |> List.tryFind (fun (key, _) -> key.Name = name) |> Option.map snd
        | Scalar _
        | Items _ -> None

    /// The name that a list element gives itself with 'as'.
    let asName node =
        match tryKey "as" node with
        | Some(Scalar(text, _, _)) -> Some text
        | Some(Items _ | Keys _)
        | None -> None

    /// The place of what a path names, or of the nearest part of the path that is there.
    let rec locate path node =
        match path, node with
        | step :: rest, Keys _ ->
            match tryKey step node with
            | Some child -> locate rest child
            | None -> place node
        | step :: rest, Items(items, _) ->
            match System.Int32.TryParse(step: string) with
            | true, index when index >= 0 && index < items.Length -> locate rest items[index]
            | _ -> place node
        | _ -> place node
