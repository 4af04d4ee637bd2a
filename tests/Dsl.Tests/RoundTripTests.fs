module Nano.Dsl.Tests.RoundTripTests

open FsCheck
open FsCheck.FSharp
open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Dsl.Tests.Bench
open Xunit

let private real =
    Gen.map (fun (NormalFloat it) -> it) (ArbMap.defaults |> ArbMap.generate<NormalFloat>)

let private unit: Gen<float> = Gen.map (fun it -> float it / 1000.0) (Gen.choose (-1000, 1000))
let private flag = Gen.elements [ true; false ]
let private count = Gen.choose (1, 1000)
let private positive = Gen.map (fun it -> abs it + 1e-12) real
let private measured (gen: Gen<float>) : Gen<float<'u>> = Gen.map LanguagePrimitives.FloatWithMeasure gen

let private interval<[<Measure>] 'u> : Gen<Interval<'u>> = gen {
    let! a = measured real
    let! b = measured real
    return between (min a b) (max a b)
}

let private hopping = gen {
    let! basis = Gen.elements [ Hopping.tiny; Hopping.small; Hopping.standard; Hopping.reference ]
    let! temperature = Gen.elements [ 77.0<K>; 300.0<K> ]
    let! radius = measured positive
    let! changed = flag
    let! hops = interval
    let! seed = Gen.choose (0, 1000)

    return {
        basis with
            Temperature = temperature
            Radius = if changed then radius else basis.Radius
            HopRange = if changed then hops else basis.HopRange
            Rates = if changed then HopRate.Fermi else basis.Rates
            LayoutSeed = int64 seed
    }
}

let private electrodeList = gen {
    let! numbers = Gen.nonEmptyListOf (Gen.choose (0, 7))
    let! limits = Gen.oneof [ Gen.constant Interval.unbounded; interval ]
    return { Indices = numbers; Limits = limits }
}

let private deviceNamed name = gen {
    let! physics = Gen.optionOf hopping
    let! inputs = Gen.oneof [ Gen.constant Electrodes.none; electrodeList ]
    let! controls = Gen.oneof [ Gen.constant Electrodes.none; electrodeList ]
    let! readout = Gen.choose (0, 7)

    let! surrogate =
        Gen.optionOf (Gen.elements [ "m.pt"; "models/a b.safetensors"; "C:\\x: #1"; "-"; "null"; "1e3" ])

    return {
        Name = name
        Physics = physics
        Inputs = inputs
        Controls = controls
        Readout = readout
        Surrogate = surrogate
    }
}

/// Laws of scripts; written down, they read back as texts.
let private activations = [
    law <@ fun (x: float<nA>) -> x / (1.0 + abs x / param "i0" 5.0<nA>) @>
    law <@ fun (x: float<nA>) -> 0.1<V> * tanh (-x / 3.0<nA>) - 2.5e-3<V> @>
    law <@ fun (x: float<V>) -> param "slope" -1e-3<V^-1> * x * x @>
    |> Law.named "square"
    law <@ fun (x: float) -> pown x 3 - 1.0 / 3.0 @> |> Law.named "cube"
]

let private losses = [
    law2 <@ fun (y: float<nA>) (t: float) -> log (1.0 + limexp ((1.0 - 2.0 * t) * y / param "s" 0.7<nA>)) @>
    law2 <@ fun (y: float<nA>) (t: float) -> sqrt (abs (y - t * 3e-2<nA>)) @>
    |> Law.named "root"
]

/// A random network: each new layer takes what any earlier ones made; what is left over is joined at the end.
let private network = gen {
    let! a = deviceNamed "a"
    let! b = deviceNamed "b"
    let! width = Gen.choose (1, 4)
    let! steps = Gen.listOf (Gen.zip (Gen.choose (0, 4)) (Gen.choose (0, 100)))
    let! target = interval
    let! isNamed = flag
    let start = if isNamed then input width |> named "start" else input width

    let grow (made: Signal list, used: Signal list) (kind, pick) =
        let before = made[pick % made.Length]
        let other = made[pick * 7 % made.Length]

        let next =
            match kind with
            | 0 -> dnpu (1 + pick % 3) (if pick % 2 = 0 then a else b) before
            | 1 -> rescale target before
            | 4 -> activation activations[pick % activations.Length] before
            | 2 ->
                rescaleFrom (between -1.5 (float pick)) target before
                |> named $"layer{made.Length}"
            | _ -> concat [ before; other; before ]

        next :: made, next.Inputs @ used

    let made, used = List.fold grow ([ start ], []) (List.truncate 12 steps)
    let isUsed signal = used |> List.exists (fun it -> obj.ReferenceEquals(it, signal))
    return made |> List.filter (isUsed >> not) |> concat |> dnpu 1 a
}

let private criterion =
    Gen.elements [
        Criterion.Correlation
        Criterion.CorrelationSigmoid
        Criterion.Fisher
        Criterion.Accuracy
        for law in losses do
            Criterion.Loss(Law.renamed [ "y"; "t" ] law)
    ]

let private rule =
    Gen.oneof [
        gen {
            let! criterion = criterion
            let! stop = real
            let! elite = count
            return Genetic { Genetic.standard with Criterion = criterion; Stop = stop; Elite = elite }
        }
        gen {
            let! rate = measured real
            let! range = Gen.elements [ RangeRule.Penalty; RangeRule.Clip; RangeRule.Smooth ]
            let! epsilon = real
            return Gradient { Gradient.adam with Rate = rate; Range = range; Epsilon = epsilon }
        }
        Gen.constant (Genetic Genetic.standard)
        Gen.constant (Gradient Gradient.adam)
    ]

let private data =
    Gen.oneof [
        Gen.map Points (Gen.nonEmptyListOf (Gen.nonEmptyListOf unit))
        Gen.map Boolean (Gen.choose (1, 8))
        Gen.elements [ Csv "p.csv"; Csv "data/ä ö.csv" ]
    ]

let private place = Gen.elements [ SearchPlace.Usual; SearchPlace.Surrogate; SearchPlace.Instrument ]

let private waves = gen {
    let! waveform = Gen.elements [ Waveform.Sine; Waveform.Triangle ]
    let! frequencies = Gen.listOf (measured positive)
    let! batches = count
    let! ramp = measured positive

    return {
        Waves.standard with
            Waveform = waveform
            Frequencies = frequencies
            Batches = batches
            Ramp = ramp
    }
}

let private protocol =
    Gen.oneof [
        gen {
            let! network = network
            let! rule = rule
            let! points = data
            let! place = place
            let! validate = flag
            let! attempts = count
            let! margin = Gen.optionOf (measured positive)

            return
                VcDimension {
                    VcDimension.on network with
                        Rule = rule
                        Points = points
                        SearchOn = place
                        Validate = validate
                        Attempts = attempts
                        Margin = margin
                }
        }
        gen {
            let! network = network
            let! rule = rule
            let! data = Gen.optionOf data
            let! table = Gen.nonEmptyListOf flag
            let! gates = Gen.nonEmptyListOf (Gen.elements [ And; Or; Nand; Nor; Xor; Xnor; Table("mine", table) ])
            let! threshold = unit

            return
                BooleanGates {
                    BooleanGates.on network with
                        Rule = rule
                        Data = data
                        Gates = gates
                        Threshold = threshold
                }
        }
        gen {
            let! network = network
            let! data = Gen.optionOf data
            let! samples = count
            let! gates = Gen.nonEmptyListOf (Gen.elements [ And; Nor; Xor; Table("mine", [ true; false ]) ])
            let! correlation = unit
            let! contrast = real

            return
                Abundance {
                    Abundance.on network with
                        Data = data
                        Samples = samples
                        Gates = gates
                        Correlation = correlation
                        Contrast = contrast
                }
        }
        gen {
            let! device = deviceNamed "a"
            let! waves = waves
            return Acquire { Acquire.on device with Sampling = waves }
        }
        gen {
            let! device = deviceNamed "a"
            let! waves = waves
            let! data = Gen.elements [ Acquired waves; Recorded "d.csv"; Acquired Waves.standard ]
            let! hidden = Gen.nonEmptyListOf count
            let! clip = Gen.oneof [ Gen.constant Interval.unbounded; interval ]
            let! rate = real

            return
                SurrogateTraining {
                    SurrogateTraining.on device with
                        Data = data
                        Hidden = hidden
                        Clip = clip
                        Rate = rate
                }
        }
        gen {
            let! device = deviceNamed "a"
            let! directions = Gen.elements [ Directions.Up; Directions.Both ]
            let! rested = Gen.subListOf [ 0..7 ]
            let! volts = measured real
            let! settings = Gen.choose (0, 10)
            let! maps = Gen.listOf (Gen.elements [ VoltageMap.on [ 3; 5 ]; { Electrodes = [ 1; 2 ]; Points = 7 } ])
            let! electrode = Gen.optionOf (Gen.choose (0, 7))
            let! temperatures = Gen.listOf (measured positive)

            return
                Characterise {
                    Characterise.on device with
                        Directions = directions
                        Rest = [ for number in rested -> number, volts ]
                        Settings = settings
                        Maps = maps
                        TemperatureElectrode = electrode
                        Temperatures = temperatures
                }
        }
    ]

let private experiments = gen {
    let! name = Gen.elements [ "e"; "ring-1"; "42"; "true"; "a: b"; "#x"; "ü" ]
    let! seed = Gen.choose (0, 1000000)
    let! effects = Gen.elements [ Effects.Off; Effects.Quiet; Effects.Realistic ]
    let! instrument = Gen.elements [ Usual; Simulated effects; Surrogate effects ]
    let! protocol = protocol
    return { Name = name; Seed = int64 seed; Instrument = instrument; Protocol = protocol }
}

/// A signal without its identity: layers in order with names, inputs by number. Names that only a written list needs
/// are those that the plan would use anyway.
let private shape (output: Signal) =
    let layers = Signal.withNames output
    let index signal = layers |> List.findIndex (fun (it, _) -> obj.ReferenceEquals(it, signal))
    [ for signal, name in layers -> signal.Layer, name, List.map index signal.Inputs ]

/// Equal but for the identity of signals.
let private same (a: Experiment) (b: Experiment) =
    let blank = input 1

    let parts (it: Experiment) =
        match it.Protocol with
        | VcDimension vc -> shape vc.Network, VcDimension { vc with Network = blank }
        | BooleanGates gates -> shape gates.Network, BooleanGates { gates with Network = blank }
        | Abundance abundance -> shape abundance.Network, Abundance { abundance with Network = blank }
        | Acquire _
        | SurrogateTraining _
        | Characterise _ -> [], it.Protocol

    parts a = parts b && { a with Protocol = b.Protocol } = b

[<Fact>]
let What_is_written_reads_back_the_same () =
    let readsBack (it: Experiment) =
        let text = Compiler.toYaml it

        match Parser.parse "written" text |> Result.bind ExperimentYaml.read with
        | Ok again when same it again -> true
        | Ok again -> failwith $"%A{it}\nbecame\n{text}\nbecame\n%A{again}"
        | Error problems -> failwith $"{problems}\nin\n{text}"

    Check.One(Config.QuickThrowOnFailure.WithMaxTest 500, Prop.forAll (Arb.fromGen experiments) readsBack)

[<Theory>]
[<InlineData("input: 2|dnpu: { device: chip, count: 1 }")>]
[<InlineData("{ input: 2, as: x }|{ dnpu: { device: chip, count: 1 }, as: a }|concat: [x]|{ dnpu: { device: chip, count: 1 }, as: b }|concat: [a, b]|rescale: [-0.5 V, 0.5 V]|dnpu: { device: chip, count: 1 }")>]
let A_file_written_anew_gives_the_same_plan (layers: string) =
    match compile (withNetwork (List.ofArray (layers.Split '|'))) with
    | Ok compiled -> Assert.Equal(PlanJson.Write compiled.Plan, json (compile (Compiler.toYaml compiled.Experiment)))
    | Error problems -> failwith $"{problems}"
