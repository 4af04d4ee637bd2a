// Capacity of one device: which labellings of 2 to 6 points can its control voltages make?
// The surrogate is made by scripts/surrogate.fsx.
#load "nano.fsx"
open Nano

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodesOf [ 3; 5 ] // limits left out are the device's or the model's own
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Readout = 0
        Surrogate = Some "models/hopping-7.safetensors" // searched here, validated on the device itself
}

let capacity = {
    VcDimension.on (input 2 |> dnpu 1 chip) with
        From = 2
        To = 6
        Attempts = 40 // the last labellings are rare: one search in thirty finds them
        Rule = Genetic { Genetic.standard with Generations = 200 }
}

run { experiment "vc-dimension" (VcDimension capacity) with Seed = 42 }
