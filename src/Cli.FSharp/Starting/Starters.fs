namespace Nano.Cli

open Nano

/// A small experiment of one kind to start from, as a model and as what one would write for it in a script. A test holds
/// the two together.
type Starter = {
    Kind: string
    Model: Protocol
    /// The lines between the device and the run.
    Lines: string
    /// What the last line runs.
    Case: string
}

module Starters =
    let private chip = {
        Device.named "chip" with
            Physics = Some { Hopping.tiny with LayoutSeed = 7L }
            Inputs = electrodesOf [ 3; 5 ]
            Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
    }

    /// The device in a script.
    let device =
        """let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.tiny with LayoutSeed = 7L } // another seed is another device of the same make
        Inputs = electrodesOf [ 3; 5 ] // limits left out are the device's own
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Readout = 0
}"""

    let private network = input 2 |> dnpu 1 chip
    let private rule = Genetic { Genetic.standard with Generations = 20 }

    let all = [
        {
            Kind = "vc-dimension"
            Model = VcDimension { VcDimension.on network with To = 4; Attempts = 3; Rule = rule }
            Lines =
                """let capacity = {
    VcDimension.on (input 2 |> dnpu 1 chip) with
        From = 2
        To = 4
        Attempts = 3 // searches before a labelling counts as not found
        Rule = Genetic { Genetic.standard with Generations = setting "generations" 20 }
}"""
            Case = "VcDimension capacity"
        }
        {
            Kind = "boolean"
            Model = BooleanGates { BooleanGates.on network with Gates = [ And; Or; Nand ]; Rule = rule }
            Lines =
                """let gates = {
    BooleanGates.on (input 2 |> dnpu 1 chip) with
        Gates = [ And; Or; Nand ] // a table of your own: Table("mine", [ true; false; false; true ])
        Rule = Genetic { Genetic.standard with Generations = setting "generations" 20 }
}"""
            Case = "BooleanGates gates"
        }
        {
            Kind = "abundance"
            Model = Abundance { Abundance.on network with Samples = 200; Gates = [ And; Or; Xor ] }
            Lines =
                """let gates = {
    Abundance.on (input 2 |> dnpu 1 chip) with
        Samples = setting "samples" 200 // random settings of the control voltages
        Gates = [ And; Or; Xor ]
}"""
            Case = "Abundance gates"
        }
        {
            Kind = "acquire"
            Model = Acquire { Acquire.on chip with Sampling = { Waves.standard with Batches = 2; BatchTime = 0.1<s> } }
            Lines =
                """let waves = {
    Waves.standard with
        Waveform = Waveform.Triangle // or Sine
        Batches = setting "batches" 2 // each with phases of its own
        BatchTime = 0.1<s>
}"""
            Case = "Acquire { Acquire.on chip with Sampling = waves }"
        }
        {
            Kind = "surrogate"
            Model =
                SurrogateTraining {
                    SurrogateTraining.on chip with
                        Data = Acquired { Waves.standard with Batches = 5; BatchTime = 0.2<s> }
                        Hidden = [ 30; 30 ]
                        Epochs = 20
                }
            Lines =
                """let training = {
    SurrogateTraining.on chip with
        Data = Acquired { Waves.standard with Batches = 5; BatchTime = 0.2<s> } // or Recorded "data.csv"
        Hidden = [ 30; 30 ]
        Epochs = setting "epochs" 20
}"""
            Case = "SurrogateTraining training"
        }
        {
            Kind = "characterise"
            Model =
                Characterise {
                    Characterise.on chip with
                        Points = 21
                        Settings = 100
                        Maps = [ { Electrodes = [ 3; 5 ]; Points = 11 } ]
                }
            Lines =
                """let study = {
    Characterise.on chip with
        Points = setting "points" 21 // voltages of each curve
        Settings = 100 // random settings at which slopes are counted
        Maps = [ { Electrodes = [ 3; 5 ]; Points = 11 } ]
}"""
            Case = "Characterise study"
        }
    ]

    let private seed = 42L

    let experiment (starter: Starter) (name: string) = { experiment name starter.Model with Seed = seed }

    /// The text of a script, that loads the prelude from this path.
    let script (starter: Starter) (sentence: string) (name: string) (prelude: string) =
        $"""// {starter.Kind}: {sentence}
//   nano run {name}.fsx                  key=value after it changes a setting or a part of the experiment
//   nano compile {name}.fsx --to yaml    the same as a file
#load @"{prelude}"
open Nano

{device}

{starter.Lines}

run {{ experiment "{name}" ({starter.Case}) with Seed = {seed} }}
"""
