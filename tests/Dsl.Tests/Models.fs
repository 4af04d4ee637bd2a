/// Random experiments: most make no sense, all can be written.
module Nano.Dsl.Tests.Models

open FsCheck
open FsCheck.FSharp
open Nano

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

/// A preset with some of its settings changed; one field each, so that every field is written alone and with others.
let private hopping = gen {
    let! basis = Gen.elements [ Hopping.tiny; Hopping.small; Hopping.standard; Hopping.reference ]
    let! seed = Gen.choose (0, 1000)
    let! whole = count
    let! value = positive
    let! hops = interval

    let changes: (Hopping -> Hopping) list = [
        fun it -> { it with Acceptors = whole }
        fun it -> { it with Donors = whole }
        fun it -> { it with Radius = value * 1.0<m> }
        fun it -> { it with ElectrodeWidth = value * 1.0<m> }
        fun it -> { it with Localisation = value * 1.0<m> }
        fun it -> { it with Permittivity = value }
        fun it -> { it with Disorder = value * 1.0<eV> }
        fun it -> { it with Temperature = value * 1.0<K> }
        fun it -> { it with AttemptFrequency = value * 1.0<Hz> }
        fun it -> { it with HopRange = hops }
        fun it -> { it with Spacing = value * 1.0<m> }
        fun it -> { it with Rates = HopRate.Fermi }
        fun it -> { it with Closure = Closure.PairExcluded }
    ]

    let! some = Gen.subListOf changes
    return { List.fold (fun it change -> change it) basis some with LayoutSeed = int64 seed }
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

let private trainingLosses = [
    law2 <@ fun (y: float<nA>) (t: float<nA>) -> abs (y - t) @>
    law2 <@ fun (y: float<nA>) (t: float<nA>) -> (y - t) * tanh ((y - t) / param "w" 2.0<nA>) @>
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
            | 3 -> activation activations[pick % activations.Length] before
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
            let! offspring = count
            let! generations = count
            let! alpha = real
            let! beta = real

            return
                Genetic {
                    Criterion = criterion
                    Stop = stop
                    Elite = elite
                    Offspring = offspring
                    Generations = generations
                    Alpha = alpha
                    Beta = beta
                }
        }
        gen {
            // Accuracy has no gradient.
            let! criterion = criterion |> Gen.filter ((<>) Criterion.Accuracy)
            let! stop = real
            let! epochs = count
            let! rate = measured real
            let! decays = Gen.two real
            let! range = Gen.elements [ RangeRule.Penalty; RangeRule.Clip; RangeRule.Smooth ]
            let! epsilon = real
            let! weight = real

            return
                Gradient {
                    Criterion = criterion
                    Stop = stop
                    Epochs = epochs
                    Rate = rate
                    Beta1 = fst decays
                    Beta2 = snd decays
                    Epsilon = epsilon
                    Range = range
                    PenaltyWeight = weight
                }
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
    let! rate = measured positive
    let! batches = count
    let! time = measured positive
    let! ramp = measured positive

    return {
        Waveform = waveform
        Frequencies = frequencies
        SampleRate = rate
        Batches = batches
        BatchTime = time
        Ramp = ramp
    }
}

let private capacity = gen {
    let! network = network
    let! range = Gen.two count
    let! points = data
    let! attempts = count
    let! threshold = unit
    let! rule = rule
    let! margin = Gen.optionOf (measured positive)
    let! place = place
    let! validate = flag
    let! plateau = count

    return
        VcDimension {
            Network = network
            From = fst range
            To = snd range
            Points = points
            Attempts = attempts
            Threshold = threshold
            Rule = rule
            Margin = margin
            SearchOn = place
            Validate = validate
            Plateau = plateau
        }
}

let private gates = gen {
    let! network = network
    let! table = Gen.nonEmptyListOf flag
    let! gates = Gen.nonEmptyListOf (Gen.elements [ And; Or; Nand; Nor; Xor; Xnor; Table("mine", table) ])
    let! data = Gen.optionOf data
    let! attempts = count
    let! threshold = unit
    let! rule = rule
    let! margin = Gen.optionOf (measured positive)
    let! place = place
    let! validate = flag
    let! plateau = count

    return
        BooleanGates {
            Network = network
            Gates = gates
            Data = data
            Attempts = attempts
            Threshold = threshold
            Rule = rule
            Margin = margin
            SearchOn = place
            Validate = validate
            Plateau = plateau
        }
}

let private abundance = gen {
    let! network = network
    let! samples = count
    let! gates = Gen.nonEmptyListOf (Gen.elements [ And; Nor; Xor; Table("mine", [ true; false ]) ])
    let! data = Gen.optionOf data
    let! correlation = unit
    let! contrast = real
    let! plateau = count

    return
        Abundance {
            Network = network
            Samples = samples
            Gates = gates
            Data = data
            Correlation = correlation
            Contrast = contrast
            Plateau = plateau
        }
}

let private acquisition = gen {
    let! device = deviceNamed "a"
    let! waves = waves
    return Acquire { Device = device; Sampling = waves }
}

let private training = gen {
    let! device = deviceNamed "a"
    let! waves = waves
    let! data = Gen.elements [ Acquired waves; Recorded "d.csv"; Acquired Waves.standard ]
    let! hidden = Gen.nonEmptyListOf count
    let! counts = Gen.two count
    let! rate = real
    let! decays = Gen.two real
    let! epsilon = real
    let! amplification = real
    let! clip = Gen.oneof [ Gen.constant Interval.unbounded; interval ]
    let! splits = Gen.listOfLength 3 unit
    let! loss = Gen.optionOf (Gen.elements trainingLosses)

    return
        SurrogateTraining {
            Device = device
            Data = data
            Hidden = hidden
            Epochs = fst counts
            Batch = snd counts
            Rate = rate
            Beta1 = fst decays
            Beta2 = snd decays
            Epsilon = epsilon
            Amplification = amplification
            Clip = clip
            Splits = splits
            Loss = loss |> Option.map (Law.renamed [ "y"; "t" ])
        }
}

let private characterisation = gen {
    let! device = deviceNamed "a"
    let! points = count
    let! directions = Gen.elements [ Directions.Up; Directions.Both ]
    let! rested = Gen.subListOf [ 0..7 ]
    let! volts = Gen.two (measured real)
    let! plateau = count
    let! settings = Gen.choose (0, 10)
    let! maps = Gen.listOf (Gen.elements [ VoltageMap.on [ 3; 5 ]; { Electrodes = [ 1; 2 ]; Points = 7 } ])
    let! electrode = Gen.optionOf (Gen.choose (0, 7))
    let! temperatures = Gen.listOf (measured positive)

    return
        Characterise {
            Device = device
            Points = points
            Directions = directions
            Rest = [ for number in rested -> number, fst volts ]
            Plateau = plateau
            Settings = settings
            Step = snd volts
            Maps = maps
            TemperatureElectrode = electrode
            Temperatures = temperatures
        }
}

let private protocol = Gen.oneof [ capacity; gates; abundance; acquisition; training; characterisation ]

let experiments = gen {
    let! name = Gen.elements [ "e"; "ring-1"; "42"; "true"; "a: b"; "#x"; "ü" ]
    let! seed = Gen.choose (0, 1000000)
    let! effects = Gen.elements [ Effects.Off; Effects.Quiet; Effects.Realistic ]
    let! instrument = Gen.elements [ Usual; Simulated effects; Surrogate effects ]
    let! protocol = protocol
    return { Name = name; Seed = int64 seed; Instrument = instrument; Protocol = protocol }
}
