/// vc-dimension and boolean: a network, points, and a search for labellings.
module internal Nano.Compile.LowerSearch

open System
open System.Collections.Immutable
open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Compile.LowerDevice

/// Labellings are 2^N: at this N there are a million.
let private mostPoints = 20

let private place context path (devices: LoweredDevice list) wanted =
    let without = devices |> List.filter (fun it -> it.Facts.IsNone)

    match wanted, without with
    | SearchPlace.Instrument, _ -> Ok Plan.SearchPlace.Instrument
    | SearchPlace.Usual, _ :: _ -> Ok Plan.SearchPlace.Instrument
    | (SearchPlace.Usual | SearchPlace.Surrogate), [] -> Ok Plan.SearchPlace.Surrogate
    | SearchPlace.Surrogate, missing :: _ ->
        let message = $"cannot search on the surrogate: device '{missing.Device.Name}' has none"

        Error [
            Context.problem
                context
                (path @ [ "search-on" ])
                "N203"
                message
                "search on the instrument, or name a model file"
        ]

let private checkSettings context path (it: Search) (devices: LoweredDevice list) = [
    yield! Check.wholeBetween context (path @ [ "attempts" ]) 1 100000 it.Attempts
    yield! Check.wholeBetween context (path @ [ "plateau" ]) 1 1000000 it.Plateau
    yield! LowerRule.check context (path @ [ "rule" ]) it.Rule

    match it.Margin with
    | Some margin -> yield! Check.notNegative context (path @ [ "margin" ]) (float margin)
    | None -> ()

    if devices.IsEmpty then
        let message = "the network has no dnpu layer, so it has no control voltages to search"
        Context.problem context (path @ [ "network" ]) "N260" message "as in dnpu: { device: chip, count: 1 }"

    for device in devices do
        if device.Plan.Controls.IsEmpty then
            let path = [ "devices"; device.Device.Name; "controls" ]
            Context.problem context path "N210" $"device '{device.Device.Name}' has no control electrode to search" ""
]

/// The margin that was asked for, or four times the largest error that a surrogate of the search knows of itself; what
/// a law makes of that error is not known.
let private margin (devices: LoweredDevice list) (network: NetworkPlan) place (asked: float<nA> option) =
    match asked, place with
    | Some margin, _ -> float margin
    | None, _ when (network.Layers[network.Layers.Length - 1] :? ActivationPlan) -> 0.0
    | None, Plan.SearchPlace.Surrogate ->
        devices
        |> List.choose (fun it -> it.Facts |> Option.map _.Error)
        |> List.filter Double.IsFinite
        |> List.fold max 0.0
        |> (*) 4.0
    | None, _ -> 0.0

/// Outside its limits no voltage may reach an instrument; a penalty only makes it dear.
let private checkRange context path (it: Search) place =
    match it.Rule with
    | Gradient { Range = RangeRule.Penalty } when place = Plan.SearchPlace.Instrument -> [
        Context.problem
            context
            (path @ [ "rule"; "gradient"; "range" ])
            "N201"
            "with range 'penalty' voltages leave their limits during the search, and this one is on the instrument"
            "take range: smooth or range: clip, or search on a surrogate"
      ]
    | Gradient _
    | Genetic _ -> []

let private search context path devices network (it: Search) : Result<SearchPlan, Diagnostic list> =
    let settings =
        match checkSettings context path it devices with
        | [] -> Ok()
        | problems -> Error problems

    Gather.both
        settings
        (Gather.both
            (LowerNetwork.lower context devices (path @ [ "network" ]) network)
            (place context path devices it.SearchOn))
    |> Result.bind (fun ((), ((network, output), place)) ->
        let range =
            match checkRange context path it place with
            | [] -> Ok()
            | problems -> Error problems

        Gather.both range (LowerRule.lower context (path @ [ "rule" ]) output it.Rule)
        |> Result.map (fun ((), rule) ->
            let margin = margin devices network place it.Margin
            SearchPlan(network, rule, it.Attempts, margin, place, it.Validate, it.Plateau)))

/// The columns of the data that a network takes.
let private inputWidth network =
    Signal.inOrder network
    |> List.tryPick (fun signal ->
        match signal.Layer with
        | Layer.Input width -> Some width
        | Layer.Rescale _
        | Layer.Dnpu _
        | Layer.Activation _
        | Layer.Concat -> None)
    |> Option.defaultValue 0

let vcDimension context devices (it: VcDimension) : Result<ProtocolPlan, Diagnostic list> =
    let path = [ "vc-dimension" ]
    let search = search context path devices it.Network (Search.ofVcDimension it)
    let points = LowerData.lower context (path @ [ "points" ]) (inputWidth it.Network) it.Points
    let count = points |> Result.map _.Length |> Result.defaultValue mostPoints

    let problems = [
        yield! Check.wholeBetween context (path @ [ "from" ]) 2 mostPoints it.From
        yield! Check.wholeBetween context (path @ [ "to" ]) it.From mostPoints it.To

        yield!
            Check.numberWhere
                context
                (path @ [ "threshold" ])
                "from 0 to below the fewest points"
                (fun p -> p >= 0.0 && p < float it.From)
                it.Threshold

        if it.To > count && it.To <= mostPoints then
            Context.problem
                context
                (path @ [ "to" ])
                "N224"
                $"'to' is {it.To}, but there are only {count} points"
                "give more under 'points'"
    ]

    Gather.both (Gather.both search points) (if problems.IsEmpty then Ok() else Error problems)
    |> Result.bind (fun ((search, points), ()) ->
        match
            SearchSize.check context path devices it.To search
            @ LowerData.checkDistinct context (path @ [ "points" ]) it.Points it.To points
        with
        | [] -> Ok(VcDimensionPlan(search, it.From, it.To, points, it.Threshold) :> ProtocolPlan)
        | problems -> Error problems)

/// Wanted values on 00, 01, 10, 11.
let private truth gate =
    match gate with
    | And -> "and", [ false; false; false; true ]
    | Or -> "or", [ false; true; true; true ]
    | Nand -> "nand", [ true; true; true; false ]
    | Nor -> "nor", [ true; false; false; false ]
    | Xor -> "xor", [ false; true; true; false ]
    | Xnor -> "xnor", [ true; false; false; true ]
    | Table(name, values) -> name, values

let private checkGates context path (isCorners: bool) points equalPoints (gates: Gate list) =
    let isTable (gate: Gate) = gate.IsTable

    let check index gate = [
        let path = path @ [ string index ]
        let name, values = truth gate

        if not (isTable gate) && not isCorners then
            Context.problem
                context
                path
                "N225"
                $"the gate '{name}' is one of two inputs"
                "write a table, as in { name: majority, table: [0, 0, 0, 1, 0, 1, 1, 1] }"
        elif values.Length <> points then
            Context.problem
                context
                path
                "N225"
                $"the table of '{name}' has {values.Length} values; there are {points} points"
                ""
        elif List.distinct values |> List.length = 1 then
            Context.problem context path "N225" $"'{name}' is the same everywhere; there is nothing to search" ""
        else
            for first, second in equalPoints do
                if values[first] <> values[second] then
                    let message =
                        $"'{name}' wants both 0 and 1 at points {first + 1} and {second + 1}, which are the same"

                    Context.problem context path "N225" message "no network can do that"

            yield! Check.name context path name
    ]

    [
        yield! gates |> List.mapi check |> List.concat

        for name, group in
            gates
            |> List.mapi (fun index gate -> fst (truth gate), index)
            |> List.groupBy fst do
            if group.Length > 1 then
                Context.problem context (path @ [ string (snd group[1]) ]) "N225" $"two gates are called '{name}'" ""

        if gates.IsEmpty then
            Context.problem context path "N225" "there is no gate to search" ""
    ]

let boolean context devices (it: BooleanGates) : Result<ProtocolPlan, Diagnostic list> =
    let path = [ "boolean" ]
    let search = search context path devices it.Network (Search.ofGates it)
    let width = inputWidth it.Network
    let data = it.Data |> Option.defaultValue (Boolean width)
    let points = LowerData.lower context (path @ [ "data" ]) width data

    let problems = [
        yield!
            Check.numberWhere
                context
                (path @ [ "threshold" ])
                "greater than 0, up to 1"
                (fun it -> it > 0.0 && it <= 1.0)
                it.Threshold

        match points with
        | Ok points ->
            let equal = LowerData.equalPoints points
            yield! checkGates context (path @ [ "gates" ]) (data = Boolean 2) points.Length equal it.Gates
        | Error _ -> ()
    ]

    Gather.both (Gather.both search points) (if problems.IsEmpty then Ok() else Error problems)
    |> Result.bind (fun ((search, points), ()) ->
        let gates = [
            for gate in it.Gates -> GatePlan(fst (truth gate), ImmutableArray.CreateRange(snd (truth gate)))
        ]

        match SearchSize.check context path devices points.Length search with
        | [] -> Ok(BooleanPlan(search, points, ImmutableArray.CreateRange gates, it.Threshold) :> ProtocolPlan)
        | problems -> Error problems)
