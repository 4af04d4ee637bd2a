/// Which electrode of a device does what.
module internal Nano.Compile.Wiring

open Nano

/// Which electrodes there are, and which do what, by number.
type Wiring = { Activation: int list; Inputs: int list; Controls: int list }

/// The numbers of all electrodes, the readout's among them.
let private numbers (device: Device) (facts: SurrogateFacts option) =
    match device.Physics, facts with
    | Some _, _ -> [ 0..7 ]
    | None, Some facts -> [ 0 .. facts.Ranges.Length ]
    // A device of which there are only recorded data: those that are named.
    | None, None ->
        List.distinct (device.Readout :: device.Inputs.Indices @ device.Controls.Indices)
        |> List.sort

let ofDevice (device: Device) (facts: SurrogateFacts option) : Wiring =
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

let check context (device: Device) (facts: SurrogateFacts option) (wiring: Wiring) =
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
            let known, wanted = facts.Ranges.Length, wiring.Activation.Length
            let message = $"the model knows {known} activation electrodes, '{device.Name}' has {wanted}"

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
