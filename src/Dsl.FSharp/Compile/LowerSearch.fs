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

/// There is something to vary.
let checkControls context path (devices: LoweredDevice list) = [
    if devices.IsEmpty then
        let message = "the network has no dnpu layer, so it has no control voltages to search"
        Context.problem context (path @ [ "network" ]) "N260" message "as in dnpu: { device: chip, count: 1 }"

    for device in devices do
        if device.Plan.Controls.IsEmpty then
            let path = [ "devices"; device.Device.Name; "controls" ]
            Context.problem context path "N210" $"device '{device.Device.Name}' has no control electrode to search" ""
]

let private checkSettings context path (it: Search) (devices: LoweredDevice list) = [
    yield! Check.wholeBetween context (path @ [ "attempts" ]) 1 100000 it.Attempts
    yield! Check.wholeBetween context (path @ [ "plateau" ]) 1 1000000 it.Plateau
    yield! LowerRule.check context (path @ [ "rule" ]) it.Rule

    match it.Margin with
    | Some margin -> yield! Check.notNegative context (path @ [ "margin" ]) (float margin)
    | None -> ()

    yield! checkControls context path devices
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

let search context path devices network (it: Search) : Result<SearchPlan, Diagnostic list> =
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
            match LowerRule.checkPlace context path it.Rule place with
            | [] -> Ok()
            | problems -> Error problems

        Gather.both range (LowerRule.lower context (path @ [ "rule" ]) output it.Rule)
        |> Result.map (fun ((), rule) ->
            let margin = margin devices network place it.Margin
            SearchPlan(network, rule, it.Attempts, margin, place, it.Validate, it.Plateau)))

let vcDimension context devices (it: VcDimension) : Result<ProtocolPlan, Diagnostic list> =
    let path = [ "vc-dimension" ]
    let search = search context path devices it.Network (Search.ofVcDimension it)
    let points = LowerData.lower context (path @ [ "points" ]) (Signal.inputWidth it.Network) it.Points
    let count = points |> Result.map _.Length |> Result.defaultValue mostPoints

    let problems = [
        yield! Check.wholeBetween context (path @ [ "from" ]) 2 mostPoints it.From
        yield! Check.wholeBetween context (path @ [ "to" ]) 2 mostPoints it.To

        if it.From >= 2 then
            yield!
                Check.numberWhere
                    context
                    (path @ [ "threshold" ])
                    "from 0 to below the fewest points"
                    (fun p -> p >= 0.0 && p < float it.From)
                    it.Threshold

        if it.From >= 2 && it.To >= 2 && it.From > it.To then
            let message = $"'from' is {it.From} and 'to' is {it.To}: nothing lies between"
            Context.problem context (path @ [ "from" ]) "N201" message ""

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
