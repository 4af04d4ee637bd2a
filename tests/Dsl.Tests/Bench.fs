/// A workbench without a disk: files in a map, surrogates that say what a test wants.
module Nano.Dsl.Tests.Bench

open System
open System.IO
open System.Text
open Nano.Plan
open Nano
open Xunit

let root = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", ".."))

let facts: SurrogateFacts = {
    Ranges = [|
        for electrode in 1..7 -> if electrode = 3 || electrode = 5 then Bounds(-0.5, 0.5) else Bounds(-1.0, 1.0)
    |]
    DataInputs = [| 2; 4 |]
    OutputRange = Bounds(-8.0, 6.0)
    Clip = Bounds(Double.NegativeInfinity, Double.PositiveInfinity)
    Error = nan
    Device = ""
}

/// Files by full path; a surrogate for each path that is asked for.
let surroundings (files: (string * string) list) (surrogate: string -> SurrogateFacts) : Surroundings =
    let files = Map.ofList [ for path, text in files -> path, Encoding.UTF8.GetBytes(text: string) ]

    {
        Files = {
            Exists = files.ContainsKey
            IsFolder = fun _ -> false
            Read = fun _ path -> files[path]
            Current = "/desk"
        }
        Surrogates = fun path -> Ok(surrogate path)
    }

let usual = surroundings [ "/lab/models/m.safetensors", "weights" ] (fun _ -> facts)

let compileWith overrides source = Compiler.text usual "/lab/e.yaml" overrides source
let compile source = compileWith [] source

let private shorten (problem: Diagnostic) = problem.ToString().Replace("/lab/", "")

/// All problems, as a person sees them.
let problems result =
    match result with
    | Ok(_: Compiled) -> []
    | Error(problems: Diagnostic list) -> problems |> List.map shorten

let codes result =
    match result with
    | Ok(_: Compiled) -> []
    | Error(problems: Diagnostic list) -> problems |> List.map _.Code

let plan result =
    match result with
    | Ok(compiled: Compiled) -> compiled.Plan
    | Error(problems: Diagnostic list) -> failwith (String.Join('\n', problems))

let json result = PlanJson.Write(plan result)

/// Exactly one problem, of this code, whose text has all these words.
let hasOne code (words: string list) result =
    match problems result with
    | [ only ] ->
        Assert.Contains($" {code}: ", only)

        for word in words do
            Assert.Contains(word, only)
    | others -> Assert.Fail($"expected one {code}, got: {String.Join('\n', others)}")

let replace (old: string) (other: string) (text: string) = text.Replace(old, other)

/// A vc-dimension file whose device has these lines.
let withDevice (lines: string list) =
    String.Join(
        '\n',
        [
            "name: e"
            "devices:"
            "  chip:"
            for line in lines do
                "    " + line
            "vc-dimension:"
            "  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]"
        ]
    )

let chip = [ "physics: { preset: tiny }"; "inputs: [3, 5]"; "surrogate: models/m.safetensors" ]

/// A file with a usual chip and this protocol.
let withProtocol (lines: string list) =
    String.Join(
        '\n',
        [
            "name: e"
            "devices:"
            "  chip:"
            for line in chip do
                "    " + line
            yield! lines
        ]
    )

/// A vc-dimension file with this network.
let withNetwork (layers: string list) =
    withProtocol [
        "vc-dimension:"
        "  network:"
        for layer in layers do
            "    - " + layer
    ]

/// Keys below a protocol.
let indented lines = lines |> List.map (fun line -> "  " + line)

/// All problems as one text.
let said result = String.Join('\n', problems result)
