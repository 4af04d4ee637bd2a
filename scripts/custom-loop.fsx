// A training loop of one's own: control voltages of an XOR gate, found by the steps of the gradient search with a loss, a
// schedule and a stopping rule that Nano does not know. The usual search runs first, for comparison.
#load "nano.fsx"

open System.Collections.Immutable
open System.IO
open Nano
open Nano.Plan
open Nano.Runtime.Learning
open Nano.Runtime.Networks
open Nano.Runtime.Numerics
open Nano.Runtime.Surrogates

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodesOf [ 3; 5 ]
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Surrogate = Some "models/hopping-7.safetensors"
}

// The loss: currents of label 1 above 0 nA, those of label 0 below, each by a few times 0.5 nA.
let loss =
    law2 <@ fun (y: float<nA>) (t: float) -> log (1.0 + exp ((1.0 - 2.0 * t) * y / param "scale" 0.5<nA>)) @>

let gates = {
    BooleanGates.on (input 2 |> dnpu 1 chip) with
        Gates = [ Xor ]
        Rule = Gradient { Gradient.adam with Epochs = 300; Stop = 0.9; Criterion = Criterion.Loss loss }
}

let usual = run { experiment "custom-loop" (BooleanGates gates) with Seed = 42 }

// From here on everything is this script's own.
let plan = usual.Plan
let boolean = plan.Protocol :?> BooleanPlan
let rule = boolean.Search.Rule :?> GradientPlan
let file = Path.Combine(__SOURCE_DIRECTORY__, "..", "models", "hopping-7.safetensors")
let model = SurrogateFile.Read file
let evaluator = new SurrogateEvaluator(model, DenseEvaluator model.Network)

let network =
    DnpuNetwork(boolean.Search.Network, plan.Devices, ImmutableArray.Create<IDeviceEvaluator | null> evaluator)

let points = [|
    for point in boolean.Points do
        yield! point
|]

let task = SearchTask(network, points, Seq.toArray boolean.Gates[0].Targets)

/// The point of lowest loss: steps up to it, loss, currents and voltages.
type Point = { Step: int; Loss: float; Outputs: float[]; Controls: float[] }

/// Steps with a rate that falls from 50 mV along half a cosine, until fifty of them have gained less than a thousandth.
let descend (start: int) =
    let search = GradientSearch(rule, task, SeedTree(42UL).For $"custom-loop/{start}")

    let rec go step (best: Point) =
        search.Rate <- 0.025 * (1.0 + cos (System.Math.PI * float step / 600.0))
        let loss = search.Step()

        if step = 600 || step - best.Step = 50 then
            best
        elif loss < best.Loss * 0.999 then
            let outputs, controls = search.Outputs.ToArray(), search.Controls.ToArray()
            go (step + 1) { Step = step; Loss = loss; Outputs = outputs; Controls = controls }
        else
            go (step + 1) best

    go 1 { Step = 0; Loss = infinity; Outputs = [||]; Controls = [||] }

let found = List.init 8 descend |> List.minBy _.Loss
let fit = ThresholdAccuracy.Rising(found.Outputs, task.Targets)

let isInside =
    Seq.forall2 (fun volts (it: Bounds) -> volts >= it.Low && volts <= it.High) found.Controls network.ControlLimits

printfn $"after {found.Step} steps: loss %.4f{found.Loss}, right %.0f{fit.Percent} %%"
printfn "%s" (String.concat ", " [ for current in found.Outputs -> $"%.2f{current} nA" ])

if fit.Percent < 100.0 || not isInside then
    eprintfn "the loop did not find XOR inside the limits"
    exit 1
