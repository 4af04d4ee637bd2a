// The six gates of two inputs, by gradient search on the surrogate.
#load "nano.fsx"
open Nano

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodesOf [ 3; 5 ]
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Readout = 0
        Surrogate = Some "models/hopping-7.safetensors"
}

let gates = {
    BooleanGates.on (input 2 |> dnpu 1 chip) with
        Gates = [ And; Or; Nand; Nor; Xor; Xnor ]
        Rule = Gradient { Gradient.adam with Epochs = 300; Rate = 20e-3<V> }
        Plateau = 10 // samples for each point of a replay
}

run {
    experiment "boolean" (BooleanGates gates) with
        Seed = 42
        Instrument = Simulated Effects.Quiet // findings are replayed with noise
}
