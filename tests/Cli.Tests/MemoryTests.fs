/// What a run really takes of the memory lies below what was estimated, and not far below.
[<Xunit.Collection("runs")>]
module Nano.Cli.Tests.MemoryTests

open System.IO
open System.Text.Json
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

let private device =
    """name: e
devices:
  chip:
    surrogate: model.safetensors
    inputs: [3, 5]
    controls: [1, 2, 4, 6, 7]
    readout: 0
"""

let private search =
    "  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]\n  attempts: 1\n  rule: { genetic: { generations: 1 } }\n"

let private experiments =
    Map [
        "acquire, 2 500 rows", "acquire: { device: chip, batches: 1, batch-time: 0.5 s }"
        "acquire, 250 000 rows", "acquire: { device: chip, batches: 100, batch-time: 0.5 s }"
        "surrogate, 250 000 rows",
        "surrogate: { device: chip, data: { acquire: { batches: 100, batch-time: 0.5 s } }, hidden: [16], epochs: 1, batch: 4096 }"
        "vc-dimension, 494 labellings", $"vc-dimension:\n{search}  from: 2\n  to: 8"
        "abundance, 20 000 settings",
        "abundance:\n  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]\n  samples: 20000"
        "characterise, curves of 2 001 points", "characterise: { device: chip, points: 2001, maps: [] }"
        "boolean, plateaus of 10 000 samples",
        $"instrument: {{ surrogate: {{ effects: quiet }} }}\nboolean:\n{search}  plateau: 10000"
    ]

[<Theory>]
[<InlineData("acquire, 2 500 rows")>]
[<InlineData("acquire, 250 000 rows")>]
[<InlineData("surrogate, 250 000 rows")>]
[<InlineData("vc-dimension, 494 labellings")>]
[<InlineData("abundance, 20 000 settings")>]
[<InlineData("characterise, curves of 2 001 points")>]
[<InlineData("boolean, plateaus of 10 000 samples")>]
let The_peak_lies_below_the_estimate_and_above_a_third_of_it (name: string) =
    use folder = new Folder()
    writeModel folder.Path
    folder.Write("e.yaml", device + experiments[name])
    let outcome = folder.Nano("run", "e.yaml", "-q", "--threads", "2")

    if outcome.Exit > 1 then // 1: a gate was not found
        Assert.Fail outcome.All

    let path = Path.Combine(runOf (folder.At "out") "e", "run.json")
    use record = JsonDocument.Parse(File.ReadAllText path)
    let bytes (key: string) = record.RootElement.GetProperty(key).GetInt64()
    Assert.InRange(bytes "memory-estimate", bytes "peak-memory", 3L * bytes "peak-memory")
