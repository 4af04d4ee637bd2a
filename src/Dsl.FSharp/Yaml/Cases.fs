namespace Nano.Yaml

open System.Text.Json.Nodes
open Nano.Plan

/// One case of a union: a mapping with its name as the one key, or its name alone where nothing needs to be said.
type internal Case<'T> = {
    Name: string
    Sentence: string
    ReadCase: Node -> Result<'T, Diagnostic list>
    /// What the name alone means.
    Alone: 'T option
    WriteCase: 'T -> Node option
    SchemaCase: unit -> JsonObject
}

[<AutoOpen>]
module internal CasesSyntax =
    /// A case with content.
    let case name sentence (codec: Codec<'A>) (make: 'A -> 'T) (content: 'T -> 'A option) : Case<'T> = {
        Name = name
        Sentence = sentence
        ReadCase = codec.Read >> Result.map make
        Alone = None
        WriteCase = content >> Option.map codec.Write
        SchemaCase = codec.Schema
    }

    /// A case whose content has a default: its name alone will do.
    let caseOr name sentence usual codec make content : Case<'T> = {
        case name sentence codec make content with
            Alone = Some(make usual)
    }

    let private schemaOf (cases: Case<'T> list) =
        let single (it: Case<'T>) =
            let content = it.SchemaCase()
            content["description"] <- Codec.value it.Sentence

            Codec.schema [
                "type", Codec.value "object"
                "properties", Codec.schema [ it.Name, content :> JsonNode ]
                "required", Codec.strings [ it.Name ]
                "additionalProperties", Codec.value false
            ]

        let alone = cases |> List.filter (fun it -> it.Alone.IsSome) |> List.map _.Name

        Codec.schema [
            "oneOf",
            JsonArray [|
                for it in cases do
                    yield single it :> JsonNode
                if not alone.IsEmpty then
                    yield Codec.schema [ "enum", Codec.strings alone ] :> JsonNode
            |]
        ]

    /// A union.
    let oneOf label (cases: Case<'T> list) : Codec<'T> =
        let names = cases |> List.map _.Name
        let find name = cases |> List.tryFind (fun it -> it.Name = name)

        let unknown place name =
            Codec.problem "N104" place $"unknown {label} '{Node.shown name}'" (Nearest.hint names name)

        let wanted = $"{Codec.article label}, a mapping with one key"

        {
            Read =
                fun node ->
                    match node with
                    | Keys([ key, content ], _) ->
                        match find key.Name with
                        | Some it when Node.isNothing content && it.Alone.IsSome -> Ok it.Alone.Value
                        | Some it -> it.ReadCase content
                        | None -> unknown key.Place key.Name
                    | Scalar(text, _, place) when not (Node.isNothing node) ->
                        match find text with
                        | Some { Alone = Some found } -> Ok found
                        | Some it ->
                            Codec.problem
                                "N101"
                                place
                                $"'{it.Name}' needs content: {it.Sentence}"
                                $"write {{ {it.Name}: … }}"
                        | None -> unknown place text
                    | Keys(entries, place) ->
                        let found =
                            entries
                            |> List.map (fun (key, _) -> $"'{Node.shown key.Name}'")
                            |> String.concat ", "

                        let found = if found = "" then "an empty one" else found
                        Codec.problem "N101" place $"expected {wanted}, got {found}" (Nearest.hint names "")
                    | Items _
                    | Scalar _ -> Codec.expected wanted node (Nearest.hint names "")
            Write =
                fun it ->
                    cases
                    |> List.pick (fun case ->
                        case.WriteCase it
                        |> Option.map (fun content ->
                            match content with
                            | Keys([], _) when case.Alone.IsSome -> Node.scalar case.Name
                            | _ -> Node.keys [ case.Name, content ]))
            Schema =
                fun () ->
                    let made =
                        schemaOf cases
                        |> Codec.titled<'T> Microsoft.FSharp.Reflection.FSharpType.IsUnion

                    if not (made.ContainsKey "title") then
                        made.Insert(
                            0,
                            "title",
                            Codec.value (string (System.Char.ToUpperInvariant label[0]) + label[1..])
                        )

                    made
        }

    /// A union whose case is a key of the mapping around it: exactly one of these keys.
    let oneKeyOf label (cases: Case<'T> list) (get: 'Owner -> 'T) : Fields<'Owner, 'T> =
        let names = cases |> List.map _.Name
        let listed = names |> List.map (fun name -> $"'{name}'") |> String.concat ", "
        let find name = cases |> List.find (fun it -> it.Name = name)

        let present node =
            match node with
            | Keys(entries, _) -> entries |> List.filter (fun (key, _) -> List.contains key.Name names)
            | Scalar _
            | Items _ -> []

        {
            Names = names
            Needs = [ names, $"missing {label}: one of {listed}" ]
            Properties =
                fun () -> [
                    for it in cases do
                        let made = it.SchemaCase()
                        made["description"] <- Codec.value it.Sentence
                        it.Name, made
                ]
            ReadKeys =
                fun node ->
                    match present node with
                    | [] -> Error []
                    | (first: Key, content) :: others ->
                        let found = (find first.Name).ReadCase content

                        let problems = [
                            for key, content in others do
                                let message = $"a second {label}, '{key.Name}': '{first.Name}' is already there"
                                Diagnostic.Error("N105", message, "one file holds one experiment").At key.Place

                                match (find key.Name).ReadCase content with
                                | Ok _ -> ()
                                | Error problems -> yield! problems
                        ]

                        match found with
                        | Ok it when problems.IsEmpty -> Ok it
                        | Ok _ -> Error problems
                        | Error own -> Error(own @ problems)
            WriteKeys =
                fun owner -> [
                    cases
                    |> List.pick (fun it -> it.WriteCase(get owner) |> Option.map (fun content -> it.Name, content))
                ]
        }
