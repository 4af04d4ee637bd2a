/// Laws in a file: named ones under laws:, and formulas where they are used.
module internal Nano.Yaml.LawText

open System.Text.Json.Nodes
open Nano.Plan
open Nano

/// The laws that can be referred to, and the text of the file, which says where a formula's parts stand.
type Laws = {
    Named: (string * Node) list
    /// Names that stand where a law is used: these laws are read there.
    Used: Set<string>
    Source: string
}

let none = { Named = []; Used = Set.empty; Source = "" }

/// The texts that stand where a law is used.
let rec private uses node = [
    match node with
    | Scalar _ -> ()
    | Items(items, _) ->
        for item in items do
            yield! uses item
    | Keys(entries, _) ->
        for key, child in entries do
            match key.Name, child with
            | ("activation" | "loss"), Scalar(text, _, _) -> text
            | "laws", _ -> ()
            | _ -> yield! uses child
]

/// The laws of a file; they are read where they are used, since only there their arguments are known.
let scope (source: string) (root: Node) : Laws = {
    Source = source
    Used = Set.ofList (uses root)
    Named =
        match Node.tryKey "laws" root with
        | Some(Keys(entries, _)) -> [ for key, node in entries -> key.Name, node ]
        | Some(Scalar _ | Items _)
        | None -> []
}

let private formulaSentence = "parameters and a formula: i0 = 5 nA; x / (1 + abs(x) / i0)"

let private parse laws (arguments: string list) node : Result<Law, Diagnostic list> =
    match node with
    | Scalar(text, _, place) when not (Node.isNothing node) && text.Trim() <> "" ->
        let placeAt = LawTokens.places laws.Source place text
        let problem (at, code, message, hint) = Diagnostic.Error(code, message, hint).At(placeAt at)

        LawParser.read arguments text
        |> Result.mapError (List.map problem)
        |> Result.map (fun it -> {
            Name = None
            Arguments = arguments
            Units = [ for _ in arguments -> None ], None
            Current = None
            Parameters = [ for name, value, _ in it.Parameters -> name, value ]
            Body = it.Formula
            Problems = []
            Place =
                fun part ->
                    match it.Places.TryGetValue part with
                    | true, at -> placeAt at
                    | _ -> place
        })
    | Scalar _ -> Codec.problem "N304" (Node.place node) "a formula is missing" $"a law is {formulaSentence}"
    | Items _
    | Keys _ -> Codec.expected "a formula" node $"a law is {formulaSentence}"

/// Values that take the place of those in the text; each must be in the same unit.
let private withParameters (entries: (Key * Node) list) (law: Law) : Result<Law, Diagnostic list> =
    let read (key: Key, node) =
        let place = Node.place node

        match node, law.Parameters |> List.tryFind (fst >> (=) key.Name) with
        | _, None ->
            let hint = Nearest.hint (List.map fst law.Parameters) key.Name
            Codec.problem "N302" key.Place $"this law has no parameter '{Node.shown key.Name}'" hint
        | Scalar(text, _, _), Some(_, before) ->
            match LawParser.quantity text with
            | Error(code, message, hint) -> Codec.problem code place message hint
            | Ok value when value.Dimension <> before.Dimension ->
                let say (it: Quantity) =
                    Dimension.describe CurrentUnit.Nanoamperes (Option.defaultValue Dimension.none it.Dimension)

                Codec.problem "N303" place $"the parameter '{key.Name}' is in {say before}, got {say value}" ""
            | Ok value -> Ok(key.Name, value)
        | (Items _ | Keys _), Some _ -> Codec.expected "a number with its unit" node ""

    entries
    |> List.map read
    |> Gather.all
    |> Result.map (fun values ->
        let change (name, before) =
            name,
            values
            |> List.tryFind (fst >> (=) name)
            |> Option.map snd
            |> Option.defaultValue before

        { law with Parameters = List.map change law.Parameters })

let private full =
    let raw sentence : Codec<Node> = { Read = Ok; Write = id; Schema = sentence }

    let text () = Codec.schema [ "type", Codec.value "string" ]

    let parameters () =
        let value = Codec.schema [ "type", Codec.strings [ "number"; "string" ] ]
        Codec.schema [ "type", Codec.value "object"; "additionalProperties", value ]

    mapping (
        keys {
            let! formula =
                required "formula" formulaSentence (raw text) (fun (formula: Node, _: Node option) -> formula)

            and! parameters =
                maybe "parameters" "values that take the place of the formula's own" (raw parameters) snd

            return formula, parameters
        }
    )

let private definition laws arguments node : Result<Law, Diagnostic list> =
    match node with
    | Keys _ ->
        full.Read node
        |> Result.bind (fun (formula, parameters) ->
            let law = parse laws arguments formula

            match parameters with
            | None -> law
            | Some(Keys(entries, _)) -> law |> Result.bind (withParameters entries)
            | Some(Scalar _ | Items _ as other) ->
                Codec.expected "parameters by name" other "as in parameters: { i0: 5 nA }")
    | Scalar _
    | Items _ -> parse laws arguments node

let private isName (text: string) =
    text <> ""
    && System.Char.IsAsciiLetter text[0]
    && text
       |> Seq.forall (fun c -> System.Char.IsAsciiLetterOrDigit c || c = '_' || c = '-')

/// A law where it is used: a name from laws:, or a formula of these arguments.
let law (laws: Laws) (arguments: string list) : Codec<Law> = {
    Read =
        fun node ->
            match node with
            | Scalar(text, _, place) when not (Node.isNothing node) ->
                match laws.Named |> List.tryFind (fst >> (=) text) with
                | Some(name, node) ->
                    definition laws arguments node
                    |> Result.map (fun law -> { law with Name = Some name })
                // y-t may be a name that is not there, or a formula.
                | None when
                    isName text
                    && not (List.contains text arguments)
                    && (not (text.Contains '-') || (Nearest.word (List.map fst laws.Named) text).IsSome)
                    ->
                    let hint = Nearest.hint (List.map fst laws.Named) text
                    let hint = if hint = "" then "name it under 'laws', or write the formula itself" else hint
                    Codec.problem "N302" place $"no law is called '{Node.shown text}'" hint
                | None -> parse laws arguments node
            | Scalar _
            | Items _
            | Keys _ -> definition laws arguments node
    Write =
        fun law ->
            match law.Name with
            | Some name -> Node.scalar name
            | None -> Node.scalar law.Text
    Schema = fun () -> Codec.schema [ "oneOf", JsonArray(Codec.schema [ "type", Codec.value "string" ], full.Schema()) ]
}

/// All laws of a file, by name. They were read where they are used; one that nothing uses is read here.
let named laws : Codec<Law list> = {
    Read =
        fun node ->
            match node with
            | Keys(entries, _) ->
                entries
                |> List.filter (fun (key, _) -> not (laws.Used.Contains key.Name))
                |> List.map (fun (key, child) ->
                    if isName key.Name then
                        match
                            [ [ "x" ]; [ "y"; "t" ]; [ "v" ] ]
                            |> List.map (fun names -> definition laws names child)
                        with
                        | results when List.exists Result.isOk results -> Ok []
                        | results ->
                            // Of its readings the one that has least to complain of is the one that was meant.
                            results
                            |> List.choose (function
                                | Error problems -> Some problems
                                | Ok _ -> None)
                            |> List.minBy List.length
                            |> Error
                    else
                        let hint = "letters, digits, '-' and '_', beginning with a letter"
                        Codec.problem "N302" key.Place $"'{Node.shown key.Name}' cannot be the name of a law" hint)
                |> Gather.all
                |> Result.map List.concat
            | Scalar _
            | Items _ -> Codec.expected "laws by name" node "as in laws: { soft: tanh(x / (5 nA)) }"
    Write =
        List.map (fun law -> Option.defaultValue "" law.Name, Node.scalar law.Text)
        >> Node.keys
    Schema =
        fun () ->
            Codec.schema [
                "type", Codec.value "object"
                "additionalProperties",
                Codec.schema [ "oneOf", JsonArray(Codec.schema [ "type", Codec.value "string" ], full.Schema()) ]
            ]
}
