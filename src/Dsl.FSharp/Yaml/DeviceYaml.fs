/// devices: { chip: { physics, inputs, controls, readout, surrogate } }.
module internal Nano.Yaml.DeviceYaml

open Nano.Plan
open Nano

let private presets = [
    "tiny", Hopping.tiny
    "small", Hopping.small
    "standard", Hopping.standard
    "reference", Hopping.reference
]

let private fields = Microsoft.FSharp.Reflection.FSharpValue.PreComputeRecordReader typeof<Hopping>

/// The settings in which two devices differ, as a number: how much would have to be written.
let private differences (a: Hopping) (b: Hopping) =
    Array.zip (fields a) (fields b)
    |> Array.sumBy (fun (x, y) -> if x.Equals y then 0 else 1)

let private nearestPreset hopping = presets |> List.map snd |> List.minBy (differences hopping)

let private hopping: Codec<Hopping> =
    // What differs from the preset is written; what is not written is the preset's.
    let setting name sentence codec (get: Hopping -> 'T) =
        maybe name sentence codec (fun it -> Some(get it) |> Option.filter ((<>) (get (nearestPreset it))))

    let rates = [ "miller-abrahams", HopRate.MillerAbrahams; "fermi", HopRate.Fermi ]
    let closures = [ "hartree", Closure.Hartree; "pair-excluded", Closure.PairExcluded ]

    mapping (
        keys {
            let! preset =
                optional
                    "preset"
                    "the device to start from: 30, 60, 100 or 200 acceptors"
                    Hopping.standard
                    (Codec.word "preset" presets)
                    nearestPreset

            and! layoutSeed =
                setting "layout-seed" "draws places and energies of the acceptors" Codec.seed _.LayoutSeed

            and! temperature = setting "temperature" "temperature (77 K)" Codec.kelvin _.Temperature
            and! acceptors = setting "acceptors" "number of acceptors" Codec.integer _.Acceptors
            and! donors = setting "donors" "number of donors" Codec.integer _.Donors
            and! radius = setting "radius" "radius of the disc; as the preset's" Codec.metres _.Radius

            and! width =
                setting "electrode-width" "width of an electrode; as the preset's" Codec.metres _.ElectrodeWidth

            and! localisation =
                setting "localisation" "localisation length a of exp(-2r/a) (10 nm)" Codec.metres _.Localisation

            and! permittivity = setting "permittivity" "relative permittivity (10)" Codec.number _.Permittivity

            and! disorder =
                setting "disorder" "standard deviation of the site energies (0.15 eV)" Codec.electronvolts _.Disorder

            and! frequency =
                setting
                    "attempt-frequency"
                    "attempt frequency of hops, scales every current (1e12 Hz)"
                    Codec.hertz
                    _.AttemptFrequency

            and! hops =
                setting "hop-range" "shortest and longest hop ([3 nm, 60 nm])" (Codec.interval Codec.metres) _.HopRange

            and! spacing = setting "spacing" "no two acceptors are closer (3 nm)" Codec.metres _.Spacing

            and! rates =
                setting
                    "rates"
                    "rate of a hop against its energy (miller-abrahams)"
                    (Codec.word "rate law" rates)
                    _.Rates

            and! closure =
                setting "closure" "how averages are closed (hartree)" (Codec.word "closure" closures) _.Closure

            return {
                Acceptors = defaultArg acceptors preset.Acceptors
                Donors = defaultArg donors preset.Donors
                Radius = defaultArg radius preset.Radius
                ElectrodeWidth = defaultArg width preset.ElectrodeWidth
                Localisation = defaultArg localisation preset.Localisation
                Permittivity = defaultArg permittivity preset.Permittivity
                Disorder = defaultArg disorder preset.Disorder
                Temperature = defaultArg temperature preset.Temperature
                AttemptFrequency = defaultArg frequency preset.AttemptFrequency
                HopRange = defaultArg hops preset.HopRange
                Spacing = defaultArg spacing preset.Spacing
                Rates = defaultArg rates preset.Rates
                Closure = defaultArg closure preset.Closure
                LayoutSeed = defaultArg layoutSeed preset.LayoutSeed
            }
        }
    )

/// [3, 5], or { electrodes: [3, 5], limits: [-0.5 V, 0.5 V] }.
let private electrodes: Codec<Electrodes> =
    let numbers = Codec.filled "electrode numbers" Codec.integer

    let full =
        mapping (
            keys {
                let! indices =
                    required "electrodes" "numbers of the electrodes" numbers (fun (it: Electrodes) -> it.Indices)

                and! limits =
                    optional
                        "limits"
                        "voltages that they may carry"
                        Interval.unbounded
                        (Codec.interval Codec.volts)
                        _.Limits

                return { Indices = indices; Limits = limits }
            }
        )

    {
        Read =
            fun node ->
                match node with
                | Keys _ -> full.Read node
                | Items _ -> numbers.Read node |> Result.map electrodesOf
                | Scalar _ ->
                    Codec.expected
                        "a list of electrode numbers"
                        node
                        "write [3, 5], or { electrodes: [3, 5], limits: [-0.5 V, 0.5 V] }"
        Write =
            fun it ->
                if Interval.isUnbounded it.Limits then
                    numbers.Write it.Indices
                else
                    full.Write it
        Schema = fun () -> Codec.schema [ "oneOf", System.Text.Json.Nodes.JsonArray(numbers.Schema(), full.Schema()) ]
    }

let private device: Codec<Device> =
    mapping (
        keys {
            let! physics =
                maybe "physics" "a simulated device of hopping holes" hopping (fun (it: Device) -> it.Physics)

            and! inputs =
                optional "inputs" "electrodes of the data; the model's own" Electrodes.none electrodes _.Inputs

            and! controls =
                optional "controls" "electrodes that are searched; all others" Electrodes.none electrodes _.Controls

            and! readout = optional "readout" "the electrode whose current is read (0)" 0 Codec.integer _.Readout
            and! surrogate = maybe "surrogate" "file of a trained model of the device" Codec.text _.Surrogate

            return {
                Name = ""
                Physics = physics
                Inputs = inputs
                Controls = controls
                Readout = readout
                Surrogate = surrogate
            }
        }
    )

/// All devices of a file, by name.
let devices: Codec<Device list> = {
    Read =
        fun node ->
            match node with
            | Keys(entries, _) ->
                entries
                |> List.map (fun (key, child) ->
                    device.Read child |> Result.map (fun it -> { it with Name = key.Name }))
                |> Gather.all
            | Scalar _
            | Items _ -> Codec.expected "devices by name" node "write devices: { chip: { … } }"
    Write = List.map (fun it -> it.Name, device.Write it) >> Node.keys
    Schema = fun () -> Codec.schema [ "type", Codec.value "object"; "additionalProperties", device.Schema() ]
}

/// The devices that can be referred to. One that cannot be read is known by name, so that its mistakes are told once.
let scope (root: Node) : Device list =
    match Node.tryKey "devices" root with
    | Some(Keys(entries, _)) -> [
        for key, child in entries ->
            match device.Read child with
            | Ok it -> { it with Name = key.Name }
            | Error _ -> Device.named key.Name
      ]
    | Some(Scalar _ | Items _)
    | None -> []

/// A device by its name.
let reference (scope: Device list) : Codec<Device> = {
    Read =
        fun node ->
            Codec.text.Read node
            |> Result.bind (fun name ->
                match scope |> List.tryFind (fun it -> it.Name = name) with
                | Some device -> Ok device
                | None ->
                    let hint = Nearest.hint (scope |> List.map _.Name) name
                    let hint = if hint = "" then "name it under 'devices'" else hint
                    Codec.problem "N200" (Node.place node) $"no such device '{Node.shown name}'" hint)
    Write = fun it -> Codec.text.Write it.Name
    Schema = Codec.text.Schema
}
