/// characterise: { device, points, directions, rest, plateau, settings, step, maps, … }.
module internal Nano.Yaml.CharacteriseYaml

open System.Text.Json.Nodes
open Nano.Plan
open Nano

let private directions = Codec.word "direction" [ "up", Directions.Up; "both", Directions.Both ]

/// { 3: 0.2 V }: volts by the number of the electrode.
let private rest: Codec<(int * float<V>) list> =
    let entry (key: Key, child) =
        let number = Codec.integer.Read(Scalar(key.Name, false, key.Place))
        Gather.both number (Codec.volts.Read child)

    {
        Read =
            fun node ->
                match node with
                | Keys(entries, _) -> entries |> List.map entry |> Gather.all
                | Scalar _
                | Items _ -> Codec.expected "voltages by electrode" node "write { 3: 0.2 V }"
        Write =
            List.map (fun (number, volts) -> string number, Codec.volts.Write volts)
            >> Node.keys
        Schema =
            fun () ->
                Codec.schema [
                    "type", Codec.value "object"
                    "propertyNames", Codec.schema [ "pattern", Codec.value "^[0-9]+$" ] :> JsonNode
                    "additionalProperties", Codec.volts.Schema()
                ]
    }

let private map: Codec<VoltageMap> =
    let usual = VoltageMap.on []

    mapping (
        keys {
            let! electrodes =
                required
                    "electrodes"
                    "two electrodes; the slope is taken by the first"
                    (Codec.filled "electrode numbers" Codec.integer)
                    (fun (it: VoltageMap) -> it.Electrodes)

            and! points = optional "points" "voltages of each (41)" usual.Points Codec.integer _.Points
            return { Electrodes = electrodes; Points = points }
        }
    )

let characterise (scope: Device list) : Codec<Characterise> =
    let usual = Characterise.on (Device.named "")

    mapping (
        keys {
            let! device =
                required "device" "name of the device" (DeviceYaml.reference scope) (fun (it: Characterise) ->
                    it.Device)

            and! points = optional "points" "voltages of each curve (101)" usual.Points Codec.integer _.Points

            and! directions =
                optional "directions" "sweep up, or both: up and back (both)" usual.Directions directions _.Directions

            and! rest =
                optional "rest" "voltages of electrodes that are not swept; 0 V where not named" usual.Rest rest _.Rest

            and! plateau =
                optional
                    "plateau"
                    "samples for each reading; their mean counts (1)"
                    usual.Plateau
                    Codec.integer
                    _.Plateau

            and! settings =
                optional
                    "settings"
                    "random settings at which slopes are counted (2000)"
                    usual.Settings
                    Codec.integer
                    _.Settings

            and! step = optional "step" "to either side in a central difference (2 mV)" usual.Step Codec.volts _.Step

            and! maps =
                optional "maps" "currents over a grid of two electrodes; none" usual.Maps (Codec.list "maps" map) _.Maps

            and! electrode =
                maybe
                    "temperature-electrode"
                    "swept at each temperature; the first input"
                    Codec.integer
                    _.TemperatureElectrode

            and! temperatures =
                optional
                    "temperatures"
                    "simulated devices only; none"
                    usual.Temperatures
                    (Codec.list "temperatures" Codec.kelvin)
                    _.Temperatures

            return {
                Device = device
                Points = points
                Directions = directions
                Rest = rest
                Plateau = plateau
                Settings = settings
                Step = step
                Maps = maps
                TemperatureElectrode = electrode
                Temperatures = temperatures
            }
        }
    )
