namespace Nano.Yaml

open System.Text.Json.Nodes
open Nano.Plan
open Nano
open Nano.Yaml.Scalars

/// One description, three uses: reads a node (with every problem, not the first), writes it, and prints its schema.
type internal Codec<'T> = { Read: Node -> Result<'T, Diagnostic list>; Write: 'T -> Node; Schema: unit -> JsonObject }

/// Results that keep the problems of all parts.
module internal Gather =
    let both a b =
        match a, b with
        | Ok x, Ok y -> Ok(x, y)
        | Error p, Error q -> Error(p @ q)
        | Error p, Ok _
        | Ok _, Error p -> Error p

    let all (results: Result<'T, Diagnostic list> list) =
        let problems =
            results
            |> List.collect (function
                | Error p -> p
                | Ok _ -> [])

        let isFailed = results |> List.exists Result.isError
        if isFailed then Error problems else Ok(results |> List.choose Result.toOption)

module internal Codec =
    let problem code place message hint = Error [ Diagnostic.Error(code, message, hint).At place ]

    let expected what node hint = problem "N101" (Node.place node) $"expected {what}, got {Node.describe node}" hint

    /// The label with its article.
    let article (label: string) = if "aeiou".Contains label[0] then $"an {label}" else $"a {label}"

    let map into back codec = {
        Read = codec.Read >> Result.map into
        Write = back >> codec.Write
        Schema = codec.Schema
    }

    /// An object for the schema, from pairs.
    let schema (pairs: (string * JsonNode) list) =
        let made = JsonObject()

        for name, value in pairs do
            made[name] <- value

        made

    let value (item: 'T) : JsonNode = nonNull (System.Text.Json.JsonSerializer.SerializeToNode item)

    let strings (words: string list) : JsonNode = JsonArray [| for word in words -> value word |]

    /// A schema that says which public type of the language it describes. Names that only readers have stay unsaid.
    let titled<'T> isWanted (schema: JsonObject) =
        let it = typeof<'T>
        let isOurs = it.Assembly = System.Reflection.Assembly.GetExecutingAssembly()

        if isOurs && (it.IsPublic || it.IsNestedPublic) && isWanted it then
            schema.Insert(0, "title", value it.Name)

        schema

    /// Names the F# word where it is not the key's own name.
    let spoken (word: string) codec = {
        codec with
            Schema =
                fun () ->
                    let made = codec.Schema()
                    made.Remove "title" |> ignore
                    made["$comment"] <- value $"F#: {word}"
                    made
    }

    /// A node as JSON, for defaults.
    let rec json node : JsonNode =
        match node with
        | Scalar(text, _, _) ->
            match Scalars.number text, Scalars.truth text with
            | Ok number, _ -> value number
            | _, Ok truth -> value truth
            | Error _, Error _ -> value text
        | Items(items, _) -> JsonArray [| for item in items -> json item |]
        | Keys(entries, _) -> schema [ for key, child in entries -> key.Name, json child ]

    let private scalar what allowQuoted parse print describe = {
        Read =
            fun node ->
                match node with
                | Scalar(_, true, _) when not allowQuoted -> expected what node "leave out the quotation marks"
                | Scalar(text, _, place) when not (Node.isNothing node) ->
                    match parse text with
                    | Ok found -> Ok found
                    | Error fault when fault.Says = "" -> expected what node fault.Hint
                    | Error fault -> problem "N101" place $"'{Node.shown text}' is {fault.Says}" fault.Hint
                | Scalar _
                | Items _
                | Keys _ -> expected what node ""
        Write = print >> Node.scalar
        Schema = fun () -> schema (describe ())
    }

    let text: Codec<string> = {
        Read =
            fun node ->
                match node with
                | Scalar(text, _, _) when not (Node.isNothing node) -> Ok text
                | Scalar _
                | Items _
                | Keys _ -> expected "text" node ""
        Write = fun text -> Scalar(text, Scalars.looksLikeAnother text, Place.None)
        Schema = fun () -> schema [ "type", value "string" ]
    }

    /// Text that remembers its place.
    let located: Codec<string * Place> = {
        Read = fun node -> text.Read node |> Result.map (fun found -> found, Node.place node)
        Write = fst >> text.Write
        Schema = text.Schema
    }

    let private whole low high parse print =
        let parse text =
            match wholeNumber text with
            | Ok number when number < low || number > high ->
                Error { Says = "out of range"; Hint = $"from {low} to {high}" }
            | Ok number -> Ok(parse number)
            | Error fault -> Error fault

        scalar "a whole number" false parse print (fun () -> [ "type", value "integer" ])

    let integer: Codec<int> = whole -2147483647L 2147483647L int string

    let long: Codec<int64> = whole System.Int64.MinValue System.Int64.MaxValue id string

    /// Where random numbers start.
    let seed: Codec<int64> = whole 0L System.Int64.MaxValue id string

    let number: Codec<float> =
        scalar "a number" false Scalars.number show (fun () -> [ "type", value "number" ])

    let truth: Codec<bool> =
        scalar "true or false" false Scalars.truth (fun it -> if it then "true" else "false") (fun () -> [
            "type", value "boolean"
        ])

    let private quantityPattern = @"^[+-]?[0-9.]+([eE][+-]?[0-9]+)? *[fpnuµμmkMGT]?[A-Za-zΩΩ]+$"

    let private measured symbol power shown : Codec<float> =
        let parse = quantity { Symbol = symbol; Power = power }

        scalar $"a quantity in {shown}" true parse (fun it -> $"{show it} {shown}") (fun () -> [
            "type", strings [ "number"; "string" ]
            "pattern", value quantityPattern
            "unit", value shown
        ])

    let private withUnit codec : Codec<float<'u>> = map LanguagePrimitives.FloatWithMeasure float codec

    let volts: Codec<float<V>> = withUnit (measured "V" 0 "V")
    let seconds: Codec<float<s>> = withUnit (measured "s" 0 "s")
    let hertz: Codec<float<Hz>> = withUnit (measured "Hz" 0 "Hz")
    let kelvin: Codec<float<K>> = withUnit (measured "K" 0 "K")
    let metres: Codec<float<m>> = withUnit (measured "m" 0 "m")
    let electronvolts: Codec<float<eV>> = withUnit (measured "eV" 0 "eV")
    let nanoamperes: Codec<float<nA>> = withUnit (measured "A" -9 "nA")

    /// One end of a range that may be data, volts or nanoamperes: a bare number is in the unit of what precedes.
    let level: Codec<float> =
        let parse text =
            match Scalars.number text, quantity { Symbol = "V"; Power = 0 } text with
            | Ok found, _
            | _, Ok found -> Ok found
            | Error _, Error _ -> quantity { Symbol = "A"; Power = -9 } text

        scalar "a number, or a quantity in V or nA" true parse show (fun () -> [
            "type", strings [ "number"; "string" ]
        ])

    let list what (item: Codec<'T>) : Codec<'T list> = {
        Read =
            fun node ->
                match node with
                | Items(items, _) -> items |> List.map item.Read |> Gather.all
                | Scalar _
                | Keys _ -> expected $"a list of {what}" node ""
        Write = List.map item.Write >> Node.items
        Schema = fun () -> schema [ "type", value "array"; "items", item.Schema() ]
    }

    /// A list that says something.
    let filled what (item: Codec<'T>) : Codec<'T list> = {
        list what item with
            Read =
                fun node ->
                    match node with
                    | Items([], place) -> problem "N101" place $"expected a list of {what}, got an empty one" ""
                    | Items _
                    | Scalar _
                    | Keys _ -> (list what item).Read node
    }

    /// [low, high].
    let interval (item: Codec<float<'u>>) : Codec<Interval<'u>> = {
        Read =
            fun node ->
                match node with
                | Items([ low; high ], _) ->
                    Gather.both (item.Read low) (item.Read high)
                    |> Result.map (fun (low, high) -> between low high)
                | Items(items, place) -> problem "N101" place $"expected [low, high], got {items.Length} values" ""
                | Scalar _
                | Keys _ -> expected "[low, high]" node ""
        Write = fun it -> Node.items [ item.Write it.Low; item.Write it.High ]
        Schema =
            fun () -> schema [ "type", value "array"; "items", item.Schema(); "minItems", value 2; "maxItems", value 2 ]
    }

    /// One of a few words.
    let word label (words: (string * 'T) list) : Codec<'T> =
        let names = List.map fst words

        {
            Read =
                fun node ->
                    match node with
                    | Scalar(text, _, place) when not (Node.isNothing node) ->
                        match List.tryFind (fst >> (=) text) words with
                        | Some(_, found) -> Ok found
                        | None -> problem "N104" place $"unknown {label} '{Node.shown text}'" (Nearest.hint names text)
                    | Scalar _
                    | Items _
                    | Keys _ -> expected (article label) node (Nearest.hint names "")
            Write = fun it -> words |> List.find (snd >> (=) it) |> fst |> Node.scalar
            Schema = fun () -> schema [ "enum", strings names ] |> titled<'T>(fun _ -> true)
        }
