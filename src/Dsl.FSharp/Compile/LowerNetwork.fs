module internal Nano.Compile.LowerNetwork

open System
open System.Collections.Generic
open System.Collections.Immutable
open Nano.Plan
open Nano
open Nano.Compile.LowerDevice

/// What a channel of a signal carries, as far as it is known.
type private Channel =
    | Data
    | Volts of Bounds
    | Current of Bounds option
    /// What a law gives: numbers, volts of which no range is known, or anything else.
    | Other of Dimension * Bounds option

let private dimension channel =
    match channel with
    | Data -> Dimension.none
    | Volts _ -> Dimension.volt
    | Current _ -> Dimension.current
    | Other(dimension, _) -> dimension

let private range channel =
    match channel with
    | Data -> Some(Bounds(-1.0, 1.0))
    | Volts range -> Some range
    | Current range
    | Other(_, range) -> range

let private channel dimension range =
    match range with
    | Some range when dimension = Dimension.volt -> Volts range
    | range when dimension = Dimension.current -> Current range
    | range -> Other(dimension, range)

/// A layer of the plan, and what it carries.
type private Built = { Index: int; Channels: Channel list }

let private widest = 65536
let private dataRange = Bounds(-1.0, 1.0)

/// Voltages that may be off by rounding, not by meaning.
let private slack = 1e-9

let private outputOf (device: LoweredDevice) =
    let isKnown (range: Bounds) = Double.IsFinite range.Low && Double.IsFinite range.High

    match device.Facts with
    // A plan without clipping writes ±1e300.
    | Some facts when isKnown facts.Clip && abs facts.Clip.High < 1e300 -> Some facts.Clip
    | Some facts when isKnown facts.OutputRange -> Some facts.OutputRange
    | _ -> None

/// Signals become layers by index, inputs first. A data column that meets a device directly is mapped from -1..1 onto the
/// limits of its electrode by a layer of its own. The unit of the output goes along, for losses.
let lower
    context
    (devices: LoweredDevice list)
    path
    (output: Signal)
    : Result<NetworkPlan * Dimension, Diagnostic list> =
    let layers = List<LayerPlan>()
    let problems = List<Diagnostic>()
    let built = Dictionary<Signal, Built option>(HashIdentity.Reference)

    let place (signal: Signal) name =
        if signal.Place = Place.None then
            context.Locate(path @ [ name ])
        else
            signal.Place

    let refuse signal name code message hint =
        problems.Add(Diagnostic.Error(code, message, hint).At(place signal name))
        None

    let add layer channels =
        layers.Add layer
        Some { Index = layers.Count - 1; Channels = channels }

    let rescaled name (before: Built) (source: Bounds list) (target: Bounds list) =
        let all (bounds: Bounds list) = ImmutableArray.CreateRange bounds
        let width = before.Channels.Length

        add
            (RescalePlan(name, [| before.Index |].ToImmutableArray(), width, all source, all target))
            (List.map Volts target)

    let rescale signal name (before: Built) (source: Interval<1> option) (target: Interval<V>) =
        let isRange low high = Double.IsFinite low && Double.IsFinite high && low < high
        let low, high = float target.Low, float target.High

        let declared channel =
            match source with
            | Some given -> Some(Bounds(given.Low, given.High))
            | None -> range channel

        let sources = before.Channels |> List.map declared

        if Interval.isUnbounded target then
            refuse
                signal
                name
                "N222"
                $"the target of '{name}' is not known"
                "give the limits of the electrodes, or write the range"
        elif not (isRange low high) then
            refuse signal name "N222" $"the target of '{name}' is no range" "write [low, high]"
        elif source |> Option.exists (fun it -> not (isRange it.Low it.High)) then
            refuse signal name "N222" $"the source of '{name}' is no range" "write from: [low, high]"
        elif
            sources
            |> List.exists (fun it -> not (Option.exists (fun (it: Bounds) -> isRange it.Low it.High) it))
        then
            refuse
                signal
                name
                "N222"
                $"cannot tell the range that arrives at '{name}'"
                "use { from: [low nA, high nA], to: [low, high] }"
        else
            rescaled name before (List.choose id sources) [ for _ in sources -> Bounds(low, high) ]

    let dnpu (signal: Signal) name (before: Built) count (device: Device) =
        let index = devices |> List.findIndex (fun it -> it.Device = device)
        let plan = devices[index].Plan
        let each = plan.Inputs.Length
        let width = before.Channels.Length
        let isShared = width = each

        if count < 1 || count > widest then
            refuse signal name "N201" $"'count' must be from 1 to {widest}, got {count}" ""
        elif not isShared && int64 width <> int64 each * int64 count then
            let wanted =
                if count = 1 then
                    $"{each}, the inputs of '{device.Name}'"
                else
                    let all = int64 each * int64 count
                    $"{each}, the inputs of one node of '{device.Name}', or {all}, those of all {count}"

            refuse signal name "N220" $"'{name}' is fed {width} values; it takes {wanted}" ""
        else
            let electrode channel = plan.Electrodes[plan.Inputs[channel % each]]

            let limits = [
                for channel in 0 .. width - 1 -> Bounds((electrode channel).LowVolts, (electrode channel).HighVolts)
            ]

            let isData = (List.head signal.Inputs).Layer.IsInput

            let fits (limit: Bounds) channel =
                match channel with
                | Volts range -> range.Low >= limit.Low - slack && range.High <= limit.High + slack
                | Data
                | Current _
                | Other _ -> false

            let source =
                if isData then
                    rescaled $"{name}-volts" before [ for _ in limits -> dataRange ] limits
                else
                    match
                        List.zip limits before.Channels
                        |> List.tryFindIndex (fun (limit, it) -> not (fits limit it))
                    with
                    | None -> Some before
                    | Some channel ->
                        let limit = limits[channel]
                        let electrode = (electrode channel).Number
                        let needed = $"rescale: [{Yaml.Scalars.show limit.Low} V, {Yaml.Scalars.show limit.High} V]"

                        match before.Channels[channel] with
                        | Volts range ->
                            let arriving = $"[{Yaml.Scalars.show range.Low} V, {Yaml.Scalars.show range.High} V]"

                            refuse
                                signal
                                name
                                "N213"
                                $"{arriving} at '{name}' is outside the limits of electrode {electrode}"
                                $"put '- {needed}' before it"
                        | Data ->
                            refuse
                                signal
                                name
                                "N222"
                                $"data reach '{name}' where volts are needed"
                                $"put '- {needed}' before it"
                        | Other(dimension, _) ->
                            let words =
                                if dimension = Dimension.volt then
                                    $"the range of the volts that reach '{name}' is not known"
                                elif Dimension.isNone dimension then
                                    $"plain numbers reach '{name}' where volts are needed"
                                else
                                    let unit = Dimension.describe CurrentUnit.Nanoamperes dimension
                                    $"values in {unit} reach '{name}' where volts are needed"

                            let target = $"[{Yaml.Scalars.show limit.Low} V, {Yaml.Scalars.show limit.High} V]"

                            refuse
                                signal
                                name
                                "N222"
                                words
                                $"put '- rescale: {{ from: [low, high], to: {target} }}' before it"
                        | Current _ ->
                            refuse
                                signal
                                name
                                "N222"
                                $"nanoamperes reach '{name}' where volts are needed"
                                $"put '- {needed}' before it"

            source
            |> Option.bind (fun source ->
                let current = Current(outputOf devices[index])

                add (DnpuPlan(name, [| source.Index |].ToImmutableArray(), count, index, isShared)) [
                    for _ in 1..count -> current
                ])

    let activation signal name (before: Built) (law: Law) =
        match before.Channels |> List.map dimension |> List.distinct with
        | [ only ] ->
            match LowerLaw.lower law [ only ] with
            | Error found ->
                // A script's law that was made without a place has that of its layer.
                problems.AddRange [ for it in found -> if it.Where = Place.None then it.At(place signal name) else it ]

                None
            | Ok lowered ->
                let inputs = [| before.Index |].ToImmutableArray()

                add (ActivationPlan(name, inputs, before.Channels.Length, lowered.Plan)) [
                    for it in before.Channels ->
                        channel lowered.Value (LawRange.find lowered.Plan (range it) lowered.Formula)
                ]
        | _ ->
            let message = $"values in different units reach '{name}'"
            refuse signal name "N305" message "a formula takes one unit: put it before they are joined"

    let concat signal name (parts: Built list) =
        let width = parts |> List.sumBy (fun part -> int64 part.Channels.Length)

        if width > int64 widest then
            refuse signal name "N220" $"'{name}' is {width} values wide, more than {widest}" ""
        elif parts.IsEmpty then
            refuse signal name "N220" $"'{name}' joins nothing" ""
        else
            let inputs = ImmutableArray.CreateRange [ for part in parts -> part.Index ]
            add (ConcatPlan(name, inputs, int width)) (parts |> List.collect _.Channels)

    let build (signal: Signal, name) =
        let inputs = signal.Inputs |> List.map (fun it -> built[it])

        built[signal] <-
            if List.exists Option.isNone inputs then
                None // its mistake is told already
            else
                match signal.Layer, List.choose id inputs with
                | Layer.Input width, _ when width < 1 || width > widest ->
                    refuse signal name "N201" $"'input' must be from 1 to {widest}, got {width}" ""
                | Layer.Input width, _ -> add (InputPlan(name, width)) [ for _ in 1..width -> Data ]
                | Layer.Rescale(source, target), before :: _ -> rescale signal name before source target
                | Layer.Dnpu(count, device), before :: _ -> dnpu signal name before count device
                | Layer.Activation law, before :: _ -> activation signal name before law
                | Layer.Concat, parts -> concat signal name parts
                | (Layer.Rescale _ | Layer.Dnpu _ | Layer.Activation _), [] ->
                    refuse signal name "N223" $"nothing flows into '{name}'" ""

    let named = Signal.withNames output

    for name, group in named |> List.groupBy snd do
        match group with
        | _ :: (second, _) :: _ -> refuse second name "N221" $"two layers are called '{name}'" "" |> ignore
        | _ -> ()

    match named |> List.filter (fun (signal, _) -> signal.Layer.IsInput) with
    | [ _ ] -> ()
    | [] -> problems.Add(Context.problem context path "N223" "this network has no input" "")
    | _ :: (second, name) :: _ ->
        refuse second name "N223" "a network has one input" "take it up twice by its name"
        |> ignore

    List.iter build named

    match built[output] with
    | Some final when final.Channels.Length <> 1 ->
        let message = $"this network ends with {final.Channels.Length} values; one is needed"

        problems.Add(
            Diagnostic.Error("N223", message, "end with a dnpu of count 1").At(place output (snd (List.last named)))
        )
    | _ -> ()

    match built[output] with
    | Some final when problems.Count = 0 ->
        Ok(NetworkPlan(layers.ToImmutableArray()), dimension (List.head final.Channels))
    | _ -> Error(List.ofSeq problems)
