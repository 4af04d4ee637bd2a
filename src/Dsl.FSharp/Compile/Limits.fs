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

let check context (device: Device) (facts: SurrogateFacts option) (wiring: Wiring) (electrodes: ElectrodePlan list) =
    let show (low: float) (high: float) = $"[{Scalars.show low} V, {Scalars.show high} V]"

    let check channel (electrode: ElectrodePlan) =
        let part = if List.contains electrode.Number wiring.Inputs then "inputs" else "controls"
        let path = [ "devices"; device.Name; part; "limits" ]
        let said = show electrode.LowVolts electrode.HighVolts
        let problem = Context.problem context path "N213"

        if Double.IsInfinity electrode.LowVolts || Double.IsInfinity electrode.HighVolts then
            [
                problem $"electrode {electrode.Number} of '{device.Name}' needs limits" "as in limits: [-1 V, 1 V]"
            ]
        elif not (electrode.LowVolts < electrode.HighVolts) then
            [
                problem
                    $"limits {said} of electrode {electrode.Number} of '{device.Name}' are no range"
                    "write [low, high]"
            ]
        else
            let outside (range: Bounds) =
                electrode.LowVolts < range.Low - slack
                || electrode.HighVolts > range.High + slack

            // Of a device of which there are only recorded data, nothing ever rests.
            let isPluggedIn = device.Physics.IsSome || facts.IsSome
            let includesRest = electrode.LowVolts <= 0.0 && electrode.HighVolts >= 0.0

            [
                if isPluggedIn && not includesRest then
                    let message =
                        $"limits of electrode {electrode.Number} of '{device.Name}' must include 0 V, where it rests"

                    if Interval.isUnbounded (given device wiring electrode.Number) then
                        let path = [ "devices"; device.Name; "surrogate" ]
                        Context.problem context path "N213" message $"the model holds for {said} alone"
                    else
                        problem message $"they are {said}"

                if device.Physics.IsSome && outside (Bounds(-physicsLimit, physicsLimit)) then
                    problem
                        $"limits {said} of electrode {electrode.Number} are outside the device '{device.Name}'"
                        $"it holds for {show -physicsLimit physicsLimit}"

                match facts with
                | Some facts when outside facts.Ranges[channel] ->
                    let range = facts.Ranges[channel]

                    problem
                        $"limits {said} of electrode {electrode.Number} are outside the device '{device.Name}'"
                        $"its model holds for {show range.Low range.High}"
                | _ -> ()
            ]

    electrodes |> List.mapi check |> List.concat |> List.distinct
