module internal Nano.Compile.LowerDevice

open System
open System.Collections.Immutable
open Nano.Plan
open Nano
open Nano.Yaml

/// A device that fits together, and what only its files know.
type LoweredDevice = {
    Device: Device
    Plan: DevicePlan
    Facts: SurrogateFacts option
    File: FoundFile option
    Warnings: Diagnostic list
}

/// Volts beyond which the simulated device is not to be trusted.
let private physicsLimit = 2.0

/// Slack for limits that went through a file.
let private slack = 1e-6

/// Which electrodes there are, and which do what, by number.
type private Wiring = { Activation: int list; Inputs: int list; Controls: int list }

let private model context (device: Device) =
    match device.Surrogate with
    | None -> Ok None
    | Some name ->
        let path = [ "devices"; device.Name; "surrogate" ]

        Context.file context path name
        |> Result.bind (fun found ->
            match context.Surroundings.Surrogates found.Path with
            | Ok facts -> Ok(Some(found, facts))
            | Error problem -> Error [ problem.At(context.Locate path) ])

/// The numbers of all electrodes, the readout's among them.
let private numbers (device: Device) (facts: SurrogateFacts option) =
    match device.Physics, facts with
    | Some _, _ -> [ 0..7 ]
    | None, Some facts -> [ 0 .. facts.Ranges.Length ]
    // A device of which there are only recorded data: those that are named.
    | None, None ->
        List.distinct (device.Readout :: device.Inputs.Indices @ device.Controls.Indices)
        |> List.sort

let private wire (device: Device) (facts: SurrogateFacts option) : Wiring =
    let activation = numbers device facts |> List.filter ((<>) device.Readout)

    let inputs =
        match device.Inputs.Indices, facts with
        | [], Some facts ->
            let known = List.toArray activation

            [
                for channel in facts.DataInputs do
                    if channel >= 0 && channel < known.Length then
                        known[channel]
            ]
        | given, _ -> given

    let controls =
        match device.Controls.Indices with
        | [] -> activation |> List.filter (fun number -> not (List.contains number inputs))
        | given -> given

    { Activation = activation; Inputs = inputs; Controls = controls }

let private checkWiring context (device: Device) (facts: SurrogateFacts option) (wiring: Wiring) =
    let at part = [ "devices"; device.Name; part ]
    let known = numbers device facts
    let listed = known |> List.map string |> String.concat ", "

    let twice numbers =
        numbers
        |> List.countBy id
        |> List.filter (fun (_, count) -> count > 1)
        |> List.map fst

    let absent part numbers = [
        for number in List.distinct numbers do
            if not (List.contains number known) then
                Context.problem
                    context
                    (at part)
                    "N212"
                    $"'{device.Name}' has no electrode {number}"
                    $"its electrodes: {listed}"
    ]

    [
        yield! absent "readout" [ device.Readout ]
        yield! absent "inputs" wiring.Inputs
        yield! absent "controls" wiring.Controls

        match facts with
        | Some facts when
            facts.Ranges.Length <> wiring.Activation.Length
            && List.contains device.Readout known
            ->
            let message =
                $"the model knows {facts.Ranges.Length} activation electrodes, '{device.Name}' has {wiring.Activation.Length}"

            Context.problem context (at "surrogate") "N214" message "it is the model of another device"
        | _ -> ()

        if wiring.Inputs.IsEmpty then
            Context.problem
                context
                (at "inputs")
                "N210"
                $"device '{device.Name}' has no input electrode"
                "as in inputs: [3, 5]"

        for number in twice wiring.Inputs do
            Context.problem context (at "inputs") "N211" $"electrode {number} of '{device.Name}' is an input twice" ""

        for number in twice wiring.Controls do
            Context.problem
                context
                (at "controls")
                "N211"
                $"electrode {number} of '{device.Name}' is a control twice"
                ""

        for number in List.distinct wiring.Inputs do
            if List.contains number wiring.Controls then
                Context.problem
                    context
                    (at "controls")
                    "N211"
                    $"electrode {number} of '{device.Name}' is both input and control"
                    ""

            if number = device.Readout then
                Context.problem
                    context
                    (at "inputs")
                    "N211"
                    $"electrode {number} of '{device.Name}' is both input and readout"
                    ""

        for number in List.distinct wiring.Controls do
            if number = device.Readout then
                Context.problem
                    context
                    (at "controls")
                    "N211"
                    $"electrode {number} of '{device.Name}' is both control and readout"
                    ""
    ]

/// The limits of each activation electrode: those given, else the device's own. An electrode that is neither input
/// nor control keeps its own (acquisition scans it, a search leaves it at 0 V).
let private limits (device: Device) (facts: SurrogateFacts option) (wiring: Wiring) =
    wiring.Activation
    |> List.mapi (fun channel number ->
        let isInput = List.contains number wiring.Inputs

        let given =
            if isInput then device.Inputs.Limits
            elif List.contains number wiring.Controls then device.Controls.Limits
            else Interval.unbounded

        let own =
            match device.Physics, facts with
            | Some _, _ -> if isInput then Bounds(-0.5, 0.5) else Bounds(-1.0, 1.0)
            | None, Some facts -> facts.Ranges[channel]
            | None, None -> Bounds(Double.NegativeInfinity, Double.PositiveInfinity)

        let bounds =
            if Interval.isUnbounded given then
                own
            else
                Bounds(float given.Low, float given.High)

        ElectrodePlan(number, bounds.Low, bounds.High))

let private checkLimits
    context
    (device: Device)
    (facts: SurrogateFacts option)
    (wiring: Wiring)
    (electrodes: ElectrodePlan list)
    =
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

            [
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

let private warn context (device: Device) (physics: PhysicsPlan) (facts: SurrogateFacts option) =
    match device.Physics, facts with
    | Some _, Some facts when facts.Device <> "" && facts.Device <> PlanJson.Fingerprint physics ->
        let place = context.Locate [ "devices"; device.Name; "surrogate" ]
        let message = $"the model was sampled from another device than '{device.Name}'"
        let hint = "train one of this device, or leave 'physics' out to take the model as the device"
        [ Diagnostic("N290", place, message, hint, Severity.Warning) ]
    | _ -> []

/// Where there are recorded data of a device, it may be otherwise unknown.
let lower context recorded (device: Device) : Result<LoweredDevice, Diagnostic list> =
    let path = [ "devices"; device.Name ]

    let before = [
        yield! Check.name context path device.Name

        match device.Physics with
        | Some hopping -> yield! LowerPhysics.check context (path @ [ "physics" ]) hopping
        | None -> ()

        if device.Physics.IsNone && device.Surrogate.IsNone && not recorded then
            Context.problem
                context
                path
                "N202"
                $"device '{device.Name}' has neither physics nor surrogate"
                "as in physics: { preset: small }"
    ]

    match Gather.both (model context device) (if before.IsEmpty then Ok() else Error before) with
    | Error problems -> Error problems
    | Ok(model, ()) ->
        let facts = model |> Option.map snd
        let wiring = wire device facts

        match checkWiring context device facts wiring with
        | [] ->
            let electrodes = limits device facts wiring

            match checkLimits context device facts wiring electrodes with
            | [] ->
                let channel number = List.findIndex ((=) number) wiring.Activation
                let channels numbers = ImmutableArray.CreateRange(List.map channel numbers)

                let physics =
                    match device.Physics with
                    | Some hopping -> LowerPhysics.lower hopping
                    | None -> UnmodelledPlan()

                let surrogate: SurrogatePlan =
                    match model with
                    | Some(file, _) -> SurrogateFilePlan file.Plan
                    | None -> NoSurrogatePlan()

                Ok {
                    Device = device
                    Plan =
                        DevicePlan(
                            device.Name,
                            physics,
                            ImmutableArray.CreateRange electrodes,
                            channels wiring.Inputs,
                            channels wiring.Controls,
                            device.Readout,
                            surrogate
                        )
                    Facts = facts
                    File = Option.map fst model
                    Warnings = warn context device physics facts
                }
            | problems -> Error problems
        | problems -> Error problems
