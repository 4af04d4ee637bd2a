namespace Nano.Yaml

open System.Text.Json.Nodes
open Nano.Plan

/// Keys of a mapping that become a 'T and are got back from an 'Owner. Since no key depends on the value of another,
/// all are read, and all their problems told.
type internal Fields<'Owner, 'T> = {
    Names: string list
    /// Groups of which one name must be there, and how to say that none is.
    Needs: (string list * string) list
    Properties: unit -> (string * JsonObject) list
    ReadKeys: Node -> Result<'T, Diagnostic list>
    WriteKeys: 'Owner -> (string * Node) list
}

[<AutoOpen>]
module internal KeysSyntax =
    let private described (sentence: string) (codec: Codec<'T>) =
        let made = codec.Schema()
        made["description"] <- Codec.value sentence
        made

    /// A key that must be there.
    let required name sentence (codec: Codec<'T>) (get: 'Owner -> 'T) : Fields<'Owner, 'T> = {
        Names = [ name ]
        Needs = [ [ name ], $"missing key '{name}': {sentence}" ]
        Properties = fun () -> [ name, described sentence codec ]
        ReadKeys =
            fun node ->
                match Node.tryKey name node with
                | Some child -> codec.Read child
                | None -> Error [] // said once for the whole mapping, where near misses are known
        WriteKeys = fun owner -> [ name, codec.Write(get owner) ]
    }

    /// A key that may be left out; None then.
    let maybe name sentence (codec: Codec<'T>) (get: 'Owner -> 'T option) : Fields<'Owner, 'T option> = {
        Names = [ name ]
        Needs = []
        Properties = fun () -> [ name, described sentence codec ]
        ReadKeys =
            fun node ->
                match Node.tryKey name node with
                | Some child -> codec.Read child |> Result.map Some
                | None -> Ok None
        WriteKeys = fun owner -> [ for it in Option.toList (get owner) -> name, codec.Write it ]
    }

    /// A key that may be left out; the default is then taken, and is not written.
    let optional name sentence (usual: 'T) (codec: Codec<'T>) (get: 'Owner -> 'T) : Fields<'Owner, 'T> =
        let key = maybe name sentence codec (fun owner -> Some(get owner) |> Option.filter ((<>) usual))

        let withDefault (schema: JsonObject) =
            try
                let written = codec.Write usual

                match codec.Read written with
                | Ok it when it = usual -> schema["default"] <- Codec.json written
                | Ok _
                | Error _ -> ()
            with :? System.Collections.Generic.KeyNotFoundException ->
                // "the usual one", "no limits of its own": what is only said by leaving the key out.
                ()

            schema

        {
            Names = key.Names
            Needs = []
            Properties = fun () -> [ for name, schema in key.Properties() -> name, withDefault schema ]
            ReadKeys = key.ReadKeys >> Result.map (Option.defaultValue usual)
            WriteKeys = key.WriteKeys
        }

    /// A mapping with these keys and no others.
    let mapping (fields: Fields<'T, 'T>) : Codec<'T> =
        let strangers entries =
            entries
            |> List.map fst
            |> List.filter (fun (key: Key) -> not (List.contains key.Name fields.Names))

        let read node entries place =
            // A file of another kind has thousands; some of them are enough to see it.
            let strange = strangers entries |> List.truncate 50
            let meant = strange |> List.choose (fun key -> Nearest.word fields.Names key.Name)
            let present name = entries |> List.exists (fun (key: Key, _) -> key.Name = name)

            let problems = [
                for key in strange do
                    let hint = Nearest.hint fields.Names key.Name
                    Diagnostic.Error("N103", $"unknown key '{Node.shown key.Name}'", hint).At key.Place
                for names, sentence in fields.Needs do
                    // A missing key whose near miss was found is the same mistake.
                    if
                        not (List.exists present names)
                        && not (List.exists (fun n -> List.contains n meant) names)
                    then
                        Diagnostic.Error("N102", sentence).At place
            ]

            match fields.ReadKeys node, problems with
            | Ok found, [] -> Ok found
            | Ok _, _ -> Error problems
            | Error others, _ -> Error(problems @ others)

        {
            Read =
                fun node ->
                    match node with
                    | Keys(entries, place) -> read node entries place
                    | Scalar _
                    | Items _ ->
                        let names = String.concat ", " fields.Names
                        Codec.expected "a mapping" node $"its keys: {names}"
            Write = fields.WriteKeys >> Node.keys
            Schema =
                fun () ->
                    let properties = Codec.schema [ for name, it in fields.Properties() -> name, it :> JsonNode ]

                    let needed = [
                        for names, _ in fields.Needs do
                            if names.Length = 1 then
                                yield! names
                    ]

                    Codec.schema [
                        "type", Codec.value "object"
                        "properties", properties
                        if not needed.IsEmpty then
                            "required", Codec.strings needed
                        for names, _ in fields.Needs do
                            if names.Length > 1 then
                                "oneOf",
                                JsonArray [|
                                    for name in names -> Codec.schema [ "required", Codec.strings [ name ] ] :> JsonNode
                                |]
                        "additionalProperties", Codec.value false
                    ]
                    |> Codec.titled<'T> Microsoft.FSharp.Reflection.FSharpType.IsRecord
        }

    type KeysBuilder() =
        member _.MergeSources(a: Fields<'O, 'A>, b: Fields<'O, 'B>) : Fields<'O, 'A * 'B> = {
            Names = a.Names @ b.Names
            Needs = a.Needs @ b.Needs
            Properties = fun () -> a.Properties() @ b.Properties()
            ReadKeys = fun node -> Gather.both (a.ReadKeys node) (b.ReadKeys node)
            WriteKeys = fun owner -> a.WriteKeys owner @ b.WriteKeys owner
        }

        member _.BindReturn(a: Fields<'O, 'A>, make: 'A -> 'B) : Fields<'O, 'B> = {
            Names = a.Names
            Needs = a.Needs
            Properties = a.Properties
            ReadKeys = a.ReadKeys >> Result.map make
            WriteKeys = a.WriteKeys
        }

    /// Describes some keys: keys { let! a = … and! b = … return … }.
    let keys = KeysBuilder()
