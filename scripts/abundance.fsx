// How common the six gates are among random control voltages, on the device and on its surrogate.
#load "nano.fsx"
open Nano

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodes [ 3; 5 ] (between 0.0<V> 0.5<V>)
        Controls = electrodes [ 1; 2; 4; 6; 7 ] (between -1.0<V> 1.0<V>)
        Readout = 0
        Surrogate = Some "models/hopping-7.safetensors" // asked about the same settings
}

let gates = { Abundance.on (input 2 |> dnpu 1 chip) with Samples = 10000; Correlation = 0.9; Contrast = 0.1 }

run { experiment "abundance" (Abundance gates) with Seed = 42 }
