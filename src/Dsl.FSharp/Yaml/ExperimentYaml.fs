/// The whole file: name, seed, devices, instrument, and exactly one protocol.
module internal Nano.Yaml.ExperimentYaml

open Nano.Plan
open Nano

let private instrument: Codec<Instrument> =
    let effects =
        Codec.word "level of effects" [ "off", Effects.Off; "quiet", Effects.Quiet; "realistic", Effects.Realistic ]

    let settings =
        mapping (
            keys {
                let! effects =
                    optional "effects" "noise and electronics: off, quiet, realistic (off)" Effects.Off effects id

                return effects
            }
        )

    oneOf "instrument" [
        caseOr "simulated" "the device's own physics" Effects.Off settings Simulated (function
            | Simulated effects -> Some effects
            | Surrogate _
            | Usual -> None)
        caseOr "surrogate" "the device's trained model" Effects.Off settings Surrogate (function
            | Surrogate effects -> Some effects
            | Simulated _
            | Usual -> None)
    ]

/// What is got back from a case that a protocol is not: nothing. A new case without a line here fails the test that
/// reads every protocol back.
let private protocols scope laws = [
    case
        "vc-dimension"
        "capacity: which labellings of N points a network can make"
        (VcDimensionYaml.vcDimension scope laws)
        VcDimension
        (function
         | VcDimension it -> Some it
         | _ -> None)
    case "boolean" "searches control voltages for truth tables" (BooleanYaml.boolean scope laws) BooleanGates (function
        | BooleanGates it -> Some it
        | _ -> None)
    case
        "abundance"
        "counts gates among random control voltages"
        (AbundanceYaml.abundance scope laws)
        Abundance
        (function
         | Abundance it -> Some it
         | _ -> None)
    case "acquire" "records input–output data of a device" (AcquireYaml.acquire scope) Acquire (function
        | Acquire it -> Some it
        | _ -> None)
    case
        "surrogate"
        "trains a network that stands in for a device"
        (SurrogateYaml.surrogate scope laws)
        SurrogateTraining
        (function
         | SurrogateTraining it -> Some it
         | _ -> None)
    case
        "characterise"
        "curves, negative slopes, maps and temperatures of a device"
        (CharacteriseYaml.characterise scope)
        Characterise
        (function
         | Characterise it -> Some it
         | _ -> None)
]

let private codec scope laws : Codec<Experiment> =
    mapping (
        keys {
            let! name = required "name" "names the folder of the runs" Codec.text (fun (it: Experiment) -> it.Name)
            and! seed = optional "seed" "where all random numbers start (1)" 1L Codec.seed _.Seed

            and! _ =
                maybe "devices" "devices by name" DeviceYaml.devices (fun it ->
                    Some(Protocol.devices it.Protocol |> List.distinctBy _.Name))

            and! _ =
                maybe
                    "laws"
                    "formulas by name, for layers and losses"
                    (Codec.spoken "law" (LawText.named laws))
                    (fun it ->
                        match Protocol.laws it.Protocol |> List.filter _.Name.IsSome with
                        | [] -> None
                        | laws -> Some(List.distinct laws))

            and! instrument =
                optional
                    "instrument"
                    "where to measure; simulated where the device has physics, else surrogate"
                    Usual
                    instrument
                    _.Instrument

            and! protocol = oneKeyOf "protocol" (protocols scope laws) _.Protocol

            return { Name = name; Seed = seed; Instrument = instrument; Protocol = protocol }
        }
    )

/// The source is the text of the file: it says where the parts of a formula stand.
let readFrom (source: string) (root: Node) : Result<Experiment, Diagnostic list> =
    (codec (DeviceYaml.scope root) (LawText.scope source root)).Read root

/// A tree without a text.
let read = readFrom ""

let write (experiment: Experiment) : Node = (codec [] LawText.none).Write experiment

/// JSON Schema of experiment files, for editors.
let schema () =
    let made = (codec [] LawText.none).Schema()
    made.Insert(0, "$schema", Codec.value "https://json-schema.org/draft/2020-12/schema")
    made
