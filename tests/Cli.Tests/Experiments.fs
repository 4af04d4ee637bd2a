/// Small experiments that run in about a second.
module Nano.Cli.Tests.Experiments

open System.Collections.Immutable
open System.IO
open Nano.Plan
open Nano.Runtime.Networks
open Nano.Runtime.Surrogates
open Nano.Cli.Tests.Bench

let private device =
    """devices:
  chip:
    physics: { preset: tiny, layout-seed: 2 }
    inputs: [3, 5]
    controls: [1, 2, 4, 6, 7]
    readout: 0
"""

/// Eight labellings, each found soon.
let tiny =
    $"""name: tiny
seed: 3
{device}vc-dimension:
  network: [{{ input: 2 }}, {{ dnpu: {{ device: chip, count: 1 }} }}]
  from: 2
  to: 3
  attempts: 2
  rule: {{ genetic: {{ generations: 5 }} }}
"""

/// Twenty labellings that must be perfect and far apart, so that a run takes some seconds.
let long =
    tiny
        .Replace("name: tiny", "name: long")
        .Replace("from: 2", "from: 3")
        .Replace("to: 3", "to: 4\n  threshold: 0")
        .Replace("generations: 5", "generations: 3, stop: 0.999")

/// Six gates with one try of one generation each.
let hopeless =
    $"""name: hopeless
{device}boolean:
  network: [{{ input: 2 }}, {{ dnpu: {{ device: chip, count: 1 }} }}]
  attempts: 1
  rule: {{ genetic: {{ generations: 1 }} }}
"""

/// Three blocks of random settings.
let common =
    $"""name: common
{device}abundance:
  network: [{{ input: 2 }}, {{ dnpu: {{ device: chip, count: 1 }} }}]
  samples: 150
"""

/// A device that is known by its model alone, searched on the model.
let modelled =
    """name: modelled
devices:
  chip:
    surrogate: model.safetensors
    inputs: [3, 5]
    controls: [1, 2, 4, 6, 7]
    readout: 0
vc-dimension:
  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]
  from: 2
  to: 2
  attempts: 2
  rule: { genetic: { generations: 5 } }
"""

/// Waves into a device, and a small network trained on what came out.
let training =
    $"""name: training
{device}surrogate:
  device: chip
  data: {{ acquire: {{ batches: 2, batch-time: 0.05 s }} }}
  hidden: [8]
  epochs: 3
"""

/// A network of 7-4-1 with weights of no meaning.
let model =
    let weight count scale = Array.init count (fun i -> scale * float32 ((i * 37 + 11) % 19 - 9) / 9.0f)

    let network =
        DenseNetwork(
            [ 7; 4; 1 ].ToImmutableArray(),
            Activation.Relu,
            [ weight 28 0.9f; weight 4 2.0f ].ToImmutableArray(),
            [ weight 4 0.3f; weight 1 0.1f ].ToImmutableArray()
        )

    SurrogateModel(
        network,
        (Seq.replicate 7 (Bounds(-1.0, 1.0))).ToImmutableArray(),
        10.0,
        Bounds(-1000.0, 1000.0),
        [ 2; 4 ].ToImmutableArray(),
        SurrogateOrigin.Unknown "a test"
    )

let writeModel (folder: string) = SurrogateFile.Write(model, Path.Combine(folder, "model.safetensors"))

/// What an experiment leaves where nothing happens to it.
let undisturbed (experiment: string) (name: string) =
    use folder = new Folder()
    folder.Write("e.yaml", experiment)
    ended 0 (folder.Nano("run", "e.yaml"))
    lasting (runOf (folder.At "out") name)

let undisturbedTiny = lazy (undisturbed tiny "tiny")
let undisturbedLong = lazy (undisturbed long "long")
