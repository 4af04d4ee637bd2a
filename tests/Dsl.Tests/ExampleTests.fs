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
[<InlineData("amplified-gates")>]
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
[<InlineData("amplified-gates")>]
[<InlineData("surrogate")>]
[<InlineData("characterise")>]
let A_plan_reads_back_from_its_JSON (name: string) =
    let text = json (example name)
    Assert.Equal(text, PlanJson.Write(PlanJson.Read text))

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
