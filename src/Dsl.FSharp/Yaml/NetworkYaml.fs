/// network: a list of layers, each fed by the one before it; 'as' names a layer, concat takes them up again.
module internal Nano.Yaml.NetworkYaml

open System.Collections.Generic
open Nano.Plan
open Nano

/// A layer as it is written, with names in place of signals.
type private Written =
    | Input of width: int
    | Rescale of source: Interval<1> option * target: Interval<V>
    | Dnpu of Device * count: int
    | Activation of Law
    | Concat of (string * Place) list

/// Real networks have tens; the walk through a network is recursive.
let private mostLayers = 1000

let private rescale: Codec<Interval<1> option * Interval<V>> =
    let target = Codec.interval Codec.volts

    let full =
        Codec.spoken "rescaleFrom"
        <| mapping (
            keys {
                let! source =
                    required
                        "from"
                        "the range that arrives; after a dnpu in nA"
                        (Codec.interval Codec.level)
                        (fst >> Option.get)

                and! target = required "to" "the range that leaves" target snd
                return Some source, target
            }
        )

    {
        Read =
            fun node ->
                match node with
                | Keys _ -> full.Read node
                | Items _
                | Scalar _ -> target.Read node |> Result.map (fun target -> None, target)
        Write =
            fun (source, target') ->
                match source with
                | Some _ -> full.Write(source, target')
                | None -> target.Write target'
        Schema = fun () -> Codec.schema [ "oneOf", System.Text.Json.Nodes.JsonArray(target.Schema(), full.Schema()) ]
    }

let private dnpu scope : Codec<Device * int> =
    mapping (
        keys {
            let! device = required "device" "name of the device" (DeviceYaml.reference scope) fst
            and! count = required "count" "number of nodes" Codec.integer snd
            return device, count
        }
    )

let private layer scope laws : Codec<Written> =
    oneOf "layer" [
        case "input" "the data; so many columns" Codec.integer Input (function
            | Input width -> Some width
            | Rescale _
            | Dnpu _
            | Activation _
            | Concat _ -> None)
        case "rescale" "maps the range that arrives onto volts: [low, high], or { from, to }" rescale Rescale (function
            | Rescale(source, target) -> Some(source, target)
            | Input _
            | Dnpu _
            | Activation _
            | Concat _ -> None)
        case "dnpu" "nodes of one device, each with controls of its own" (dnpu scope) Dnpu (function
            | Dnpu(device, count) -> Some(device, count)
            | Input _
            | Rescale _
            | Activation _
            | Concat _ -> None)
        case "activation" "a formula of x, or the name of one" (LawText.law laws [ "x" ]) Activation (function
            | Activation law -> Some law
            | Input _
            | Rescale _
            | Dnpu _
            | Concat _ -> None)
        case
            "concat"
            "named layers side by side; one name carries on from it"
            (Codec.filled "layer names" Codec.located)
            Concat
            (function
             | Concat names -> Some names
             | Input _
             | Rescale _
             | Activation _
             | Dnpu _ -> None)
    ]

/// A list element: the layer, its name, its place.
let private element scope laws node : Result<Written * string option * Place, Diagnostic list> =
    match node with
    | Keys(entries, place) ->
        let names, others = entries |> List.partition (fun (key, _) -> key.Name = "as")

        let name =
            match names with
            | (_, value) :: _ -> Codec.text.Read value |> Result.map Some
            | [] -> Ok None

        Gather.both ((layer scope laws).Read(Keys(others, place))) name
        |> Result.map (fun (written, name) -> written, name, place)
    | Scalar _
    | Items _ ->
        (layer scope laws).Read node
        |> Result.map (fun written -> written, None, Node.place node)

/// Names become signals. Layers that nothing needs are mistakes.
let private build (layers: (Written * string option * Place) list) : Result<Signal, Diagnostic list> =
    let named = Dictionary<string, Signal>()
    let made = List<Signal>()
    let problems = List<Diagnostic>()

    let find (name: string, place) =
        match named.TryGetValue name with
        | true, signal -> Some signal
        | _ ->
            let hint = Nearest.hint (List.ofSeq named.Keys) name
            problems.Add(Diagnostic.Error("N221", $"no earlier layer is called '{Node.shown name}'", hint).At place)
            None

    let step (previous: Signal option) (written, name, place) =
        let signal inputs layer = Some { Layer = layer; Inputs = inputs; Name = name; Place = place }

        let after layer =
            match previous with
            | Some before -> signal [ before ] layer
            | None ->
                if made.Count = 0 then
                    let message = "a network starts with an input"
                    problems.Add(Diagnostic.Error("N223", message, "as in - input: 2").At place)

                None

        let result =
            match written with
            | Input width -> signal [] (Layer.Input width)
            | Rescale(source, target) -> after (Layer.Rescale(source, target))
            | Dnpu(device, count) -> after (Layer.Dnpu(count, device))
            | Activation law -> after (Layer.Activation law)
            | Concat [ name ] -> find name
            | Concat names ->
                let found = List.map find names

                if List.forall Option.isSome found then
                    signal (List.choose id found) Layer.Concat
                else
                    None

        match result, written with
        | Some signal, Concat [ _ ] ->
            // Carries on from a layer; a second name for it would be one too many.
            if name.IsSome then
                let message = "one layer cannot have two names"
                problems.Add(Diagnostic.Error("N221", message, "leave out 'as'").At place)

            Some signal
        | Some signal, _ ->
            made.Add signal
            name |> Option.iter (fun name -> named[name] <- signal)
            Some signal
        | None, _ -> None

    match List.fold step None layers with
    | Some output when problems.Count = 0 ->
        let used = HashSet<Signal>(Signal.inOrder output, HashIdentity.Reference)

        let unused = [
            for signal in made do
                if not (used.Contains signal) then
                    let message = "nothing uses this layer"
                    Diagnostic.Error("N221", message, "name it with 'as' and take it up with concat").At signal.Place
        ]

        if unused.IsEmpty then Ok output else Error unused
    | _ -> Error(List.ofSeq problems)

/// The layers of a signal in order, with names where a list alone would not say what feeds what.
let private write scope laws (output: Signal) =
    let layers = Signal.withNames output

    let nameOf signal =
        layers
        |> List.find (fun (other, _) -> obj.ReferenceEquals(other, signal))
        |> snd

    let followers = List.pairwise layers |> List.map (fun ((a, _), (b, _)) -> b, a)

    let follows (signal: Signal) before =
        followers
        |> List.exists (fun (b, a) -> obj.ReferenceEquals(b, signal) && obj.ReferenceEquals(a, before))

    let jumps signal =
        match signal.Layer, signal.Inputs with
        | (Layer.Rescale _ | Layer.Dnpu _ | Layer.Activation _), [ before ] when not (follows signal before) ->
            Some before
        | _ -> None

    let mentioned = [
        for signal, _ in layers do
            match signal.Layer with
            | Layer.Concat -> yield! signal.Inputs
            | Layer.Input _
            | Layer.Rescale _
            | Layer.Activation _
            | Layer.Dnpu _ -> yield! Option.toList (jumps signal)
    ]

    let written signal =
        match signal.Layer with
        | Layer.Input width -> Input width
        | Layer.Rescale(source, target) -> Rescale(source, target)
        | Layer.Dnpu(count, device) -> Dnpu(device, count)
        | Layer.Activation law -> Activation law
        | Layer.Concat -> Concat [ for it in signal.Inputs -> nameOf it, Place.None ]

    Node.items [
        for signal, name in layers do
            for before in Option.toList (jumps signal) do
                (layer scope laws).Write(Concat [ nameOf before, Place.None ])

            let isMentioned = mentioned |> List.exists (fun it -> obj.ReferenceEquals(it, signal))

            match (layer scope laws).Write(written signal) with
            | Keys(entries, place) when isMentioned || signal.Name.IsSome ->
                Keys(entries @ [ { Name = "as"; Place = Place.None }, Codec.text.Write name ], place)
            | node -> node
    ]

let private schemaOf scope laws =
    let item = (layer scope laws).Schema()

    // 'as' stands beside the key of any layer.
    for choice in (nonNull item["oneOf"]).AsArray() do
        match (nonNull choice)["properties"] with
        | null -> ()
        | properties ->
            properties["as"] <-
                Codec.schema [
                    "type", Codec.value "string"
                    "description", Codec.value "name of this layer"
                    "$comment", Codec.value "F#: named"
                ]

    Codec.schema [ "type", Codec.value "array"; "items", item ]

let network (scope: Device list) (laws: LawText.Laws) : Codec<Signal> = {
    Read =
        fun node ->
            match node with
            | Items([], place) -> Codec.problem "N101" place "expected a list of layers, got an empty one" ""
            | Items(items, place) when items.Length > mostLayers ->
                Codec.problem "N101" place $"a network of {items.Length} layers; at most {mostLayers} are read" ""
            | Items(items, _) -> items |> List.map (element scope laws) |> Gather.all |> Result.bind build
            | Scalar _
            | Keys _ ->
                Codec.expected "a list of layers" node "as in [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]"
    Write = write scope laws
    Schema = fun () -> schemaOf scope laws
}
