module Nano.Dsl.Tests.ExampleTests

open System
open System.IO
open System.Text.Json
open System.Text.Json.Nodes
open Nano.Plan
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

/// The disk, with a model where surrogate.yaml puts it.
let private repository: Surroundings =
    let disk = Files.ofDisk root
    let model = Path.Combine(root, "models", "hopping-7.safetensors")

    {
        Files = {
            disk with
                Exists = fun path -> path = model || disk.Exists path
                Read = fun largest path -> if path = model then "weights"B else disk.Read largest path
        }
        Surrogates = fun _ -> Ok facts
    }

let private example name = Compiler.file repository (Path.Combine(root, "experiments", name + ".yaml")) []

/// Set NANO_WRITE_GOLDEN=1 to write anew what is compared here, and read the difference before you commit it.
let private isGolden (path: string) (actual: string) =
    if Environment.GetEnvironmentVariable "NANO_WRITE_GOLDEN" = "1" then
        Directory.CreateDirectory(string (Path.GetDirectoryName path)) |> ignore
        File.WriteAllText(path, actual)

    Assert.Equal(File.ReadAllText path, actual)

[<Theory>]
[<InlineData("vc-dimension")>]
[<InlineData("boolean")>]
[<InlineData("abundance")>]
[<InlineData("acquire")>]
[<InlineData("surrogate")>]
[<InlineData("characterise")>]
let Examples_become_the_plans_that_were_looked_at (name: string) =
    isGolden (Path.Combine(root, "tests", "Golden", name + ".plan.json")) (json (example name))

[<Fact>]
let The_schema_beside_the_examples_is_this_one () =
    isGolden (Path.Combine(root, "experiments", "nano.schema.json")) NanoFile.Schema

[<Theory>]
[<InlineData("vc-dimension")>]
[<InlineData("boolean")>]
[<InlineData("abundance")>]
[<InlineData("acquire")>]
[<InlineData("surrogate")>]
[<InlineData("characterise")>]
let A_plan_reads_back_from_its_JSON (name: string) =
    let text = json (example name)
    Assert.Equal(text, PlanJson.Write(PlanJson.Read text))

let private chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodesOf [ 3; 5 ]
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Readout = 0
}

let private withModel = { chip with Surrogate = Some "models/hopping-7.safetensors" }

let private scripts = [
    "vc-dimension",
    (let capacity = {
        VcDimension.on (input 2 |> dnpu 1 withModel) with
            From = 2
            To = 6
            Attempts = 40
            Rule = Genetic { Genetic.standard with Generations = 200 }
     }

     { experiment "vc-dimension" (VcDimension capacity) with Seed = 42 })

    "boolean",
    (let gates = {
        BooleanGates.on (input 2 |> dnpu 1 withModel) with
            Gates = [ And; Or; Nand; Nor; Xor; Xnor ]
            Rule = Gradient { Gradient.adam with Epochs = 300; Rate = 20e-3<V> }
            Plateau = 10
     }

     { experiment "boolean" (BooleanGates gates) with Seed = 42; Instrument = Simulated Effects.Quiet })

    "abundance",
    (let device = {
        withModel with
            Inputs = electrodes [ 3; 5 ] (between 0.0<V> 0.5<V>)
            Controls = electrodes [ 1; 2; 4; 6; 7 ] (between -1.0<V> 1.0<V>)
     }

     let gates = { Abundance.on (input 2 |> dnpu 1 device) with Samples = 10000 }
     { experiment "abundance" (Abundance gates) with Seed = 42 })

    "acquire",
    (let waves = { Acquire.on chip with Sampling.Batches = 4; Sampling.BatchTime = 0.5<s>; Sampling.Ramp = 20e-3<s> }

     { experiment "acquire" (Acquire waves) with Seed = 42; Instrument = Simulated Effects.Realistic })

    "surrogate",
    (let training = {
        SurrogateTraining.on chip with
            Data = Acquired { Waves.standard with Batches = 200; BatchTime = 0.5<s> }
            Epochs = 200
     }

     { experiment "surrogate" (SurrogateTraining training) with Seed = 42 })

    "characterise",
    (let study = {
        Characterise.on chip with
            Points = 101
            Settings = 1000
            Maps = [ { VoltageMap.on [ 3; 5 ] with Points = 41 } ]
            TemperatureElectrode = Some 1
            Temperatures = [ 77.0<K>; 100.0<K>; 130.0<K>; 160.0<K>; 220.0<K>; 290.0<K> ]
     }

     { experiment "characterise" (Characterise study) with Seed = 42 })
]

[<Theory>]
[<InlineData("vc-dimension")>]
[<InlineData("boolean")>]
[<InlineData("abundance")>]
[<InlineData("acquire")>]
[<InlineData("surrogate")>]
[<InlineData("characterise")>]
let FSharp_and_YAML_give_the_same_plan_byte_for_byte (name: string) =
    let written = scripts |> List.find (fst >> (=) name) |> snd
    Assert.Equal(json (example name), json (Compiler.experiment repository written))

[<Fact>]
let The_schema_knows_every_key_of_the_examples () =
    let schema = nonNull (JsonNode.Parse NanoFile.Schema)
    let top = (nonNull schema["properties"]).AsObject() |> Seq.map _.Key |> Set.ofSeq

    let expected =
        set [
            "name"
            "seed"
            "devices"
            "laws"
            "instrument"
            "vc-dimension"
            "boolean"
            "abundance"
            "acquire"
            "surrogate"
            "characterise"
        ]

    Assert.Equal<Set<string>>(expected, top)

    let rec sentences (node: JsonNode | null) = [
        match node with
        | :? JsonObject as it ->
            match it["properties"] with
            | :? JsonObject as properties ->
                for pair in properties do
                    yield pair.Key, (nonNull pair.Value)["description"]
            | _ -> ()

            for pair in it do
                yield! sentences pair.Value
        | :? JsonArray as it ->
            for child in it do
                yield! sentences child
        | _ -> ()
    ]

    let all = sentences schema
    Assert.True(all.Length > 80)

    for key, sentence in all do
        Assert.False(isNull sentence, $"'{key}' has no sentence")
