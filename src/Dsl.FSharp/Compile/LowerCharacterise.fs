/// characterise: curves, slopes, maps and temperatures of one device.
module internal Nano.Compile.LowerCharacterise

open System.Collections.Immutable
open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Compile.LowerDevice

/// Bounds of what one waveform may hold.
let private mostVolts = 1e8

let private at key = [ "characterise"; key ]

/// Electrodes that carry a voltage, by number.
let private numbers (device: LoweredDevice) = [ for it in device.Plan.Electrodes -> it.Number ]

let private twice numbers =
    numbers
    |> List.countBy id
    |> List.filter (fun (_, count) -> count > 1)
    |> List.map fst

/// Electrodes that are not there, or that only read.
let private absent context (device: LoweredDevice) path wanted = [
    let name = device.Device.Name
    let known = numbers device
    let listed = known |> List.map string |> String.concat ", "

    for number in List.distinct wanted do
        if number = device.Device.Readout then
            let message = $"electrode {number} of '{name}' is the readout, which is held at 0 V"
            Context.problem context path "N212" message $"electrodes that carry a voltage: {listed}"
        elif not (List.contains number known) then
            let message = $"'{name}' has no electrode {number}"
            Context.problem context path "N212" message $"electrodes that carry a voltage: {listed}"
]

let private checkRest context (device: LoweredDevice) rest = [
    yield! absent context device (at "rest") (List.map fst rest)

    for number in twice (List.map fst rest) do
        Context.problem context (at "rest") "N211" $"electrode {number} rests at two voltages" ""

    for number, volts: float<V> in rest do
        match device.Plan.Electrodes |> Seq.tryFind (fun it -> it.Number = number) with
        | Some it when not (float volts >= it.LowVolts && float volts <= it.HighVolts) ->
            let limits = $"[{Scalars.show it.LowVolts} V, {Scalars.show it.HighVolts} V]"

            Context.problem
                context
                (at "rest" @ [ string number ])
                "N213"
                $"electrode {number} of '{device.Device.Name}' cannot rest at {Scalars.show (float volts)} V"
                $"its limits are {limits}"
        | _ -> ()
]

let private checkMap context (device: LoweredDevice) index (it: VoltageMap) =
    let path = at "maps" @ [ string index ]
    let electrodes = path @ [ "electrodes" ]

    [
        yield! Check.wholeBetween context (path @ [ "points" ]) 3 1000 it.Points
        yield! absent context device electrodes it.Electrodes

        if it.Electrodes.Length <> 2 then
            let message = $"a map is over two electrodes, got {it.Electrodes.Length}"
            Context.problem context electrodes "N220" message "as in electrodes: [3, 5]"
        else
            for number in twice it.Electrodes do
                Context.problem context electrodes "N211" $"electrode {number} is on both axes of the map" ""
    ]

let private checkMaps context device (maps: VoltageMap list) = [
    for index, map in List.indexed maps do
        yield! checkMap context device index map

    // Each is a file named by its electrodes.
    for electrodes in twice [ for map in maps -> map.Electrodes ] do
        let listed = electrodes |> List.map string |> String.concat ", "
        Context.problem context (at "maps") "N211" $"two maps of the electrodes {listed}" "one will do"
]

let private checkTemperatures context (device: LoweredDevice) instrument (it: Characterise) = [
    for index, kelvin in List.indexed it.Temperatures do
        if not (float kelvin >= LowerPhysics.coldest && float kelvin <= LowerPhysics.hottest) then
            let range = $"from {LowerPhysics.coldest} K to {LowerPhysics.hottest} K"
            let message = $"a temperature must be {range}, got {Scalars.show (float kelvin)} K"
            Context.problem context (at "temperatures" @ [ string index ]) "N201" message ""

    for kelvin in twice it.Temperatures do
        Context.problem context (at "temperatures") "N201" $"{Scalars.show (float kelvin)} K is named twice" ""

    yield! absent context device (at "temperature-electrode") (Option.toList it.TemperatureElectrode)

    let refuse why =
        let message = $"temperatures can be set on a simulated device only: {why}"
        Context.problem context (at "temperatures") "N203" message "leave 'temperatures' out"

    if not it.Temperatures.IsEmpty then
        match instrument with
        | _ when device.Device.Physics.IsNone -> refuse $"device '{device.Device.Name}' has no physics"
        | Surrogate _ -> refuse "the instrument is 'surrogate'"
        | Simulated _
        | Usual -> ()
]

/// A central difference needs room to both sides, and the settings between.
let private checkStep context (device: LoweredDevice) (step: float<V>) =
    let room = device.Plan.Electrodes |> Seq.minBy (fun it -> it.HighVolts - it.LowVolts)
    let most = (room.HighVolts - room.LowVolts) / 4.0

    Check.numberWhere
        context
        (at "step")
        $"greater than 0 V and at most {Scalars.show most} V, a quarter of the limits of electrode {room.Number}"
        (fun it -> it > 0.0 && it <= most)
        (float step)

let private check context device instrument (it: Characterise) =
    let volts = 2.0 * float it.Points * float it.Plateau * float device.Plan.Electrodes.Length

    [
        yield! Check.wholeBetween context (at "points") 3 1000000 it.Points
        yield! Check.wholeBetween context (at "plateau") 1 1000000 it.Plateau
        yield! Check.wholeBetween context (at "settings") 0 10000000 it.Settings

        if volts > mostVolts then
            let message = $"a curve would have {Scalars.show volts} voltages; at most 100 million are possible"
            Context.problem context (at "points") "N201" message "fewer points, or a smaller plateau"

        yield! checkStep context device it.Step
        yield! checkRest context device it.Rest
        yield! checkMaps context device it.Maps
        yield! checkTemperatures context device instrument it
    ]

let characterise context (device: LoweredDevice) instrument (it: Characterise) : Result<ProtocolPlan, Diagnostic list> =
    match check context device instrument it with
    | [] ->
        let channel number = numbers device |> List.findIndex ((=) number)
        let rest = Map.ofList it.Rest

        let maps = [
            for map in it.Maps ->
                VoltageMapPlan(ImmutableArray.CreateRange(List.map channel map.Electrodes), map.Points)
        ]

        Ok(
            CharacterisePlan(
                0,
                it.Points,
                (match it.Directions with
                 | Directions.Up -> Plan.Directions.Up
                 | Directions.Both -> Plan.Directions.Both),
                ImmutableArray.CreateRange [
                    for number in numbers device -> rest |> Map.tryFind number |> Option.defaultValue 0.0<V> |> float
                ],
                it.Plateau,
                it.Settings,
                float it.Step,
                ImmutableArray.CreateRange maps,
                it.TemperatureElectrode
                |> Option.map channel
                |> Option.defaultValue (Seq.head device.Plan.Inputs),
                ImmutableArray.CreateRange(List.map float it.Temperatures)
            )
        )
    | problems -> Error problems
