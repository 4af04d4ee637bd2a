// Makes models/hopping-7.safetensors: samples a device and trains a network on what it did.
#load "nano.fsx"
open Nano

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodesOf [ 3; 5 ]
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Readout = 0
}

let training = {
    SurrogateTraining.on chip with
        Data = Acquired { Waves.standard with Batches = 200; BatchTime = 0.5<s> } // 500 000 rows at 5 kHz
        Hidden = [ 90; 90; 90; 90; 90 ]
        Epochs = 200
}

run { experiment "surrogate" (SurrogateTraining training) with Seed = 42 }
