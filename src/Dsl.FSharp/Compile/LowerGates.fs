/// boolean and abundance: truth tables on the corners, or on points of one's own.
module internal Nano.Compile.LowerGates

open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Compile.LowerDevice

let private points context path network data =
    let width = Signal.inputWidth network

    data
    |> Option.defaultValue (Boolean width)
    |> LowerData.lower context path width

let private ifNone problems = if List.isEmpty problems then Ok() else Error problems

let private gateProblems context path points gates =
    match points with
    | Ok points -> TruthTable.check context path points gates
    | Error _ -> []

let boolean context devices (it: BooleanGates) : Result<ProtocolPlan, Diagnostic list> =
    let path = [ "boolean" ]
    let search = LowerSearch.search context path devices it.Network (Search.ofGates it)
    let points = points context (path @ [ "data" ]) it.Network it.Data

    let problems = [
        yield!
            Check.numberWhere
                context
                (path @ [ "threshold" ])
                "greater than 0, up to 1"
                (fun it -> it > 0.0 && it <= 1.0)
                it.Threshold

        yield! gateProblems context (path @ [ "gates" ]) points it.Gates
    ]

    Gather.both (Gather.both search points) (ifNone problems)
    |> Result.bind (fun ((search, points), ()) ->
        match SearchSize.check context path devices points.Length search with
        | [] -> Ok(BooleanPlan(search, points, TruthTable.lower points it.Gates, it.Threshold) :> ProtocolPlan)
        | problems -> Error problems)

/// Settings of one run.
let private mostSamples = 1000000

/// Currents of a run that are held at once.
let private mostCurrents = 5e7

let abundance context (devices: LoweredDevice list) (it: Abundance) : Result<ProtocolPlan, Diagnostic list> =
    let path = [ "abundance" ]

    let network =
        LowerNetwork.lower context devices (path @ [ "network" ]) it.Network
        |> Result.map fst

    let points = points context (path @ [ "data" ]) it.Network it.Data

    let problems = [
        yield! Check.wholeBetween context (path @ [ "samples" ]) 1 mostSamples it.Samples
        yield! Check.wholeBetween context (path @ [ "plateau" ]) 1 1000000 it.Plateau

        yield!
            Check.numberWhere
                context
                (path @ [ "correlation" ])
                "from -1 to below 1"
                (fun it -> it >= -1.0 && it < 1.0)
                it.Correlation

        yield!
            // The largest contrast, 2, is that of currents of the same size and opposite signs.
            Check.numberWhere
                context
                (path @ [ "contrast" ])
                "from 0 to below 2"
                (fun it -> it >= 0.0 && it < 2.0)
                it.Contrast

        yield! LowerSearch.checkControls context path devices
        yield! gateProblems context (path @ [ "gates" ]) points it.Gates

        match points with
        | Ok points when
            float points.Length * float it.Samples > mostCurrents
            && it.Samples <= mostSamples
            ->
            let message =
                $"{it.Samples} settings at {points.Length} points are {Scalars.show (float points.Length * float it.Samples)} \
                  currents; at most 50 million are possible"

            Context.problem context (path @ [ "samples" ]) "N201" message "fewer samples, or fewer points"
        | _ -> ()
    ]

    Gather.both (Gather.both network points) (ifNone problems)
    |> Result.bind (fun ((network, points), ()) ->
        match SearchSize.fits context path devices network points.Length "a setting" it.Plateau 1 with
        | [] ->
            let gates = TruthTable.lower points it.Gates

            Ok(
                AbundancePlan(network, it.Samples, points, gates, it.Correlation, it.Contrast, it.Plateau)
                :> ProtocolPlan
            )
        | problems -> Error problems)
