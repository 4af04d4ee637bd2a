// A layer of one's own between two layers of devices: lateral inhibition, whose strength is found along with the control
// voltages. Its slopes are held against finite differences first. The usual network, without it, runs for comparison.
#load "nano.fsx"

open System
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

/// Each current less the strength times the other one.
type Inhibition() =
    interface ILayer with
        member _.Width = 2
        member _.Parameters = ImmutableArray.Create(LayerParameter("strength", Bounds(0.0, 0.9)))

        member _.Forward(x, rows, p, y) =
            for i in 0 .. 2 * rows - 1 do
                y[i] <- x[i] - p[0] * x[i ^^^ 1]

        member _.Backward(x, rows, p, dy, dx, dp) =
            for i in 0 .. 2 * rows - 1 do
                dx[i] <- dx[i] + dy[i] - p[0] * dy[i ^^^ 1]
                dp[0] <- dp[0] - dy[i] * x[i ^^^ 1]

let gates = {
    BooleanGates.on (
        input 2
        |> dnpu 2 chip
        |> rescaleFrom (between -20.0<nA> 20.0<nA>) (between -0.5<V> 0.5<V>)
        |> dnpu 1 chip
    ) with
        Gates = [ Xor ]
        Attempts = 10
        Rule = Genetic { Genetic.standard with Generations = 60 }
}

let usual = run { experiment "custom-layer" (BooleanGates gates) with Seed = 42 }

// From here on everything is this script's own.
let plan = usual.Plan
let boolean = plan.Protocol :?> BooleanPlan

let model =
    SurrogateFile.Read(Path.Combine(__SOURCE_DIRECTORY__, "..", "models", "hopping-7.safetensors"))

let evaluator = new SurrogateEvaluator(model, DenseEvaluator model.Network)
let own = [| OwnLayer("inhibition", "dnpu-1", Inhibition()) |]

let network =
    DnpuNetwork(boolean.Search.Network, plan.Devices, ImmutableArray.Create<IDeviceEvaluator | null> evaluator, own)

let points = [|
    for point in boolean.Points do
        yield! point
|]

let random = SeedTree(42UL).For "custom-layer"
let controls = [| for limits in network.ControlLimits -> random.Uniform(0.5 * limits.Low, 0.5 * limits.High) |]

let sum (controls: float[]) =
    let outputs = network.Forward(ReadOnlySpan points, 4, ReadOnlySpan controls)
    outputs[0] + outputs[1] + outputs[2] + outputs[3]

let slopes = Array.zeroCreate<float> controls.Length
sum controls |> ignore
network.Backward(ReadOnlySpan [| 1.0; 1.0; 1.0; 1.0 |], 4, slopes.AsSpan())
let strength = network.ControlNames.IndexOf "inhibition.strength"

let moved step =
    controls
    |> Array.mapi (fun i value -> if i = strength then value + step else value)

let difference = (sum (moved 0.01) - sum (moved -0.01)) / 0.02
printfn $"slope by the strength: %.4f{slopes[strength]} nA; by differences %.4f{difference} nA"

let found =
    List.init 10 (fun attempt ->
        let task = SearchTask(network, points, Seq.toArray boolean.Gates[0].Targets)
        GeneticSearch(boolean.Search.Rule :?> GeneticPlan, task, random).Run(Threading.CancellationToken.None))
    |> List.maxBy (fun it -> it.Threshold.Percent, it.Correlation)

printfn
    $"XOR: %.0f{found.Threshold.Percent} %% right, r = %.3f{found.Correlation}, strength %.3f{found.Controls[strength]}"

if abs (slopes[strength] - difference) > 0.02 * (1.0 + abs difference) then
    eprintfn "the layer's slope is not that of its value"
    exit 1

if found.Threshold.Percent < 100.0 || not found.Inside then
    eprintfn "the search did not find XOR inside the limits"
    exit 1
