/// The voltages that each electrode may carry.
module internal Nano.Compile.Limits

open System
open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Compile.Wiring

/// Volts beyond which the simulated device is not to be trusted.
let private physicsLimit = 2.0

/// Slack for limits that went through a file.
let private slack = 1e-6

/// What the experiment says of an electrode; unbounded where it says nothing.
let private given (device: Device) (wiring: Wiring) number =
    if List.contains number wiring.Inputs then device.Inputs.Limits
    elif List.contains number wiring.Controls then device.Controls.Limits
    else Interval.unbounded

/// Where both hold; a model that holds nowhere near is refused below.
let private within (model: Bounds) (own: Bounds) =
    let low, high = max own.Low model.Low, min own.High model.High
    if low < high then Bounds(low, high) else own

/// The limits of each activation electrode: those given, else the device's own as far as its model reaches. An
/// electrode that is neither input nor control keeps its own (acquisition scans it, a search leaves it at 0 V).
let ofDevice (device: Device) (facts: SurrogateFacts option) (wiring: Wiring) =
    wiring.Activation
    |> List.mapi (fun channel number ->
        let isInput = List.contains number wiring.Inputs

        let given = given device wiring number

        let own =
            match device.Physics, facts with
            | Some _, facts ->
                let usual = if isInput then Bounds(-0.5, 0.5) else Bounds(-1.0, 1.0)

                match facts with
                | Some facts -> within facts.Ranges[channel] usual
                | None -> usual
            | None, Some facts -> facts.Ranges[channel]
            | None, None -> Bounds(Double.NegativeInfinity, Double.PositiveInfinity)

        let bounds =
            if Interval.isUnbounded given then
                own
            else
                Bounds(float given.Low, float given.High)

        ElectrodePlan(number, bounds.Low, bounds.High))

/// What is wrong with the limits of one electrode: the part of the sentence before and behind the electrode, for one
/// and for several.
type private Fault = { Path: string list; Before: string; Behind: string; BehindSeveral: string; Hint: string }

let private show (range: Bounds) = $"[{Scalars.show range.Low} V, {Scalars.show range.High} V]"

let private faults (device: Device) (facts: SurrogateFacts option) wiring channel (electrode: ElectrodePlan) =
    let part = if List.contains electrode.Number wiring.Inputs then "inputs" else "controls"
    let said = show (Bounds(electrode.LowVolts, electrode.HighVolts))

    let fault before behind several hint = {
        Path = [ "devices"; device.Name; part; "limits" ]
        Before = before
        Behind = behind
        BehindSeveral = several
        Hint = hint
    }

    let outside (range: Bounds) =
        electrode.LowVolts < range.Low - slack
        || electrode.HighVolts > range.High + slack

    let isOutside (range: Bounds) owner =
        let behind = $" are outside the device '{device.Name}'"
        fault $"limits {said} of " behind behind $"{owner} for {show range}"

    if Double.IsInfinity electrode.LowVolts || Double.IsInfinity electrode.HighVolts then
        [
            fault "" $" of '{device.Name}' needs limits" $" of '{device.Name}' need limits" "as in limits: [-1 V, 1 V]"
        ]
    elif not (electrode.LowVolts < electrode.HighVolts) then
        let behind = $" of '{device.Name}' are no range"
        [ fault $"limits {said} of " behind behind "write [low, high]" ]
    else
        // Of a device of which there are only recorded data, nothing ever rests.
        let isPluggedIn = device.Physics.IsSome || facts.IsSome
        let includesRest = electrode.LowVolts <= 0.0 && electrode.HighVolts >= 0.0
        let trusted = Bounds(-physicsLimit, physicsLimit)

        [
            if isPluggedIn && not includesRest then
                let behind = $" of '{device.Name}' must include 0 V, where"
                let rest = fault "limits of " $"{behind} it rests" $"{behind} they rest" $"they are {said}"

                if Interval.isUnbounded (given device wiring electrode.Number) then
                    {
                        rest with
                            Path = [ "devices"; device.Name; "surrogate" ]
                            Hint = $"the model holds for {said} alone"
                    }
                else
                    rest

            if device.Physics.IsSome && outside trusted then
                isOutside trusted "it holds"

            match facts with
            | Some facts when outside facts.Ranges[channel] -> isOutside facts.Ranges[channel] "its model holds"
            | Some _
            | None -> ()
        ]

/// "electrode 3", "electrodes 3 and 5", "electrodes 1, 2 and 4".
let private named (numbers: int list) =
    match List.rev numbers |> List.map string with
    | [] -> "no electrode"
    | [ only ] -> $"electrode {only}"
    | last :: others -> $"""electrodes {String.Join(", ", List.rev others)} and {last}"""

/// Problems of the limits; electrodes of which the same is to be said share one.
let check context (device: Device) (facts: SurrogateFacts option) (wiring: Wiring) (electrodes: ElectrodePlan list) =
    electrodes
    |> List.mapi (fun channel electrode ->
        faults device facts wiring channel electrode
        |> List.map (fun fault -> fault, electrode.Number))
    |> List.concat
    |> List.groupBy fst
    |> List.map (fun (fault, group) ->
        let numbers = group |> List.map snd |> List.distinct
        let behind = if numbers.Length = 1 then fault.Behind else fault.BehindSeveral
        Context.problem context fault.Path "N213" $"{fault.Before}{named numbers}{behind}" fault.Hint)
