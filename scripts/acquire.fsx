// Records what a noisy device does under waves on all seven electrodes.
#load "nano.fsx"
open Nano

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodesOf [ 3; 5 ]
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Readout = 0
}

let waves = {
    Waves.standard with
        Waveform = Waveform.Triangle
        Batches = 4
        BatchTime = 0.5<s>
        Ramp = 20e-3<s>
}

run {
    experiment "acquire" (Acquire { Acquire.on chip with Sampling = waves }) with
        Seed = 42
        Instrument = Simulated Effects.Realistic
}
