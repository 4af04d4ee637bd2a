// Gates behind an amplifier that saturates, searched by a loss of one's own: formulas as layer and as criterion.
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

let amplifier =
    law
        <@
            fun (x: float<nA>) ->
                let i0 = param "i0" 2.0<nA>
                i0 * tanh (x / i0)
        @>
    |> Law.named "amplifier"

// t is the label, 0 or 1.
let loss =
    law2 <@ fun (y: float<nA>) (t: float) -> log (1.0 + limexp ((1.0 - 2.0 * t) * y / param "s" 0.2<nA>)) @>

let gates = {
    BooleanGates.on (input 2 |> dnpu 1 chip |> activation amplifier) with
        Gates = [ And; Or; Nand; Nor; Xor ]
        Attempts = 10
        Rule = Gradient { Gradient.adam with Criterion = Criterion.Loss loss }
}

run { experiment "amplified-gates" (BooleanGates gates) with Seed = 42 }
