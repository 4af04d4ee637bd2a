/// The JSON Schema, asked by a validator that is not ours.
module Nano.Dsl.Tests.SchemaTests

open System
open System.Globalization
open System.IO
open System.Text.Json.Nodes
open FsCheck
open FsCheck.FSharp
open NJsonSchema
open Nano
open Nano.Yaml
open Nano.Dsl.Tests.Bench
open Xunit

let private schema = lazy (JsonSchema.FromJsonAsync(NanoFile.Schema).GetAwaiter().GetResult())

/// What an editor makes of a scalar: YAML's own types.
let private scalar (text: string) (quoted: bool) : JsonNode | null =
    let isNumber, number = Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
    let isWhole, whole = Int64.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)

    match text with
    | _ when quoted -> JsonValue.Create text
    | ""
    | "~"
    | "null" -> null
    | "true" -> JsonValue.Create true
    | "false" -> JsonValue.Create false
    | _ when isWhole -> JsonValue.Create whole
    | _ when isNumber && Double.IsFinite number -> JsonValue.Create number
    | _ -> JsonValue.Create text

let rec private toJson (node: Node) : JsonNode | null =
    match node with
    | Scalar(text, quoted, _) -> scalar text quoted
    | Items(items, _) -> JsonArray [| for item in items -> toJson item |]
    | Keys(entries, _) ->
        let made = JsonObject()

        for key, child in entries do
            made[key.Name] <- toJson child

        made

let private complaints (yaml: string) =
    match Parser.parse "e.yaml" yaml with
    | Error problems -> failwith $"{problems}"
    | Ok node ->
        let json = (nonNull (toJson node)).ToJsonString()
        [ for problem in schema.Value.Validate json -> string problem ]

let examples =
    TheoryData<string>(
        Directory.EnumerateFiles(Path.Combine(root, "experiments"), "*.yaml")
        |> Seq.map (fun path -> nonNull (Path.GetFileNameWithoutExtension path))
        |> Seq.sort
    )

let private text name = File.ReadAllText(Path.Combine(root, "experiments", $"{name}.yaml"))

[<Theory>]
[<MemberData(nameof examples)>]
let Every_example_fits_the_schema (name: string) = Assert.Empty(complaints (text name))

[<Theory>]
[<InlineData("seed: 42", "seed: few")>]
[<InlineData("seed: 42", "sed: 42")>]
[<InlineData("name: vc-dimension\n", "")>]
[<InlineData("attempts: 40", "attemps: 40")>]
[<InlineData("attempts: 40", "attempts: [40]")>]
[<InlineData("attempts: 40", "attempts: 4.5")>]
[<InlineData("preset: small", "preset: smal")>]
[<InlineData("inputs: [3, 5]", "inputs: { electrodes: [3, 5], limits: [-1 V] }")>]
[<InlineData("inputs: [3, 5]", "inputs: { limits: [-1 V, 1 V] }")>]
[<InlineData("{ genetic: { generations: 200 } }", "{ genetics: { generations: 200 } }")>]
[<InlineData("{ genetic: { generations: 200 } }", "{ genetic: { generation: 200 } }")>]
[<InlineData("{ input: 2 }", "{ inputs: 2 }")>]
[<InlineData("seed: 42", "seed: 42\nacquire: { device: chip }")>]
[<InlineData("vc-dimension:\n", "capacity:\n")>]
let A_mistake_does_not_fit_the_schema (right: string, wrong: string) =
    let example = text "vc-dimension"
    Assert.Contains(right, example)
    Assert.NotEmpty(complaints (example.Replace(right, wrong)))

[<Fact>]
let Whatever_is_written_fits_the_schema () =
    let fits (it: Experiment) =
        match complaints (Compiler.toYaml it) with
        | [] -> true
        | problems -> failwith $"{problems}\nin\n{Compiler.toYaml it}"

    Check.One(Config.QuickThrowOnFailure.WithMaxTest 100, Prop.forAll (Arb.fromGen Models.experiments) fits)
