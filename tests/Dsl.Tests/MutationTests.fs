/// Whatever is done to an experiment, compiling it ends soon: in a plan that can be run, or in problems with places.
module Nano.Dsl.Tests.MutationTests

open System
open System.IO
open System.Text
open System.Threading
open System.Threading.Tasks
open Nano.Plan
open Nano.Runtime.Numerics
open Nano.Runtime.Running
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

let private count = 10_000

/// What compiling one file of some kilobytes may allocate: 20 MB.
let private mostAllocated = 20_000_000L

/// The examples and two more. Building a simulated device takes the compiler longest: one of the texts has one.
let private texts = [|
    let example name = File.ReadAllText(Path.Combine(root, "experiments", name + ".yaml"))
    let modelled = replace "physics: { preset: small, layout-seed: 7 }" "surrogate: models/m.safetensors"

    example "acquire" |> replace "preset: small" "preset: tiny"
    example "acquire" |> modelled |> replace "simulated:" "surrogate:"
    example "surrogate" |> modelled

    for name in [ "vc-dimension"; "boolean" ] do
        example name
        |> replace "    physics: { preset: small, layout-seed: 7 }\n" ""
        |> replace "simulated:" "surrogate:"

    for rule in [ "gradient: { epochs: 10, rate: 20 mV, range: smooth }"; "genetic: { generations: 3, stop: 0.9 }" ] do
        withNetwork [
            "{ input: 2, as: x }"
            "{ rescale: { to: [-0.5 V, 0.5 V] } }"
            "{ dnpu: { device: chip, count: 2 } }"
            "{ rescale: { from: [-8 nA, 6 nA], to: [-0.4 V, 0.4 V] } }"
            "{ dnpu: { device: chip, count: 1 } }"
        ]
        |> replace "    physics: { preset: tiny }\n" ""
        |> fun text -> $"{text}\n  points: [[0, 0], [1, 0], [0, 1], [1, 1]]\n  to: 4\n  rule: {{ {rule} }}\n"
|]

let private compile (bytes: byte[]) =
    let files path =
        match Path.GetFileName(path: string) with
        | "e.yaml" -> bytes
        | _ -> "weights"B

    let surroundings: Surroundings = {
        Files = {
            Exists = fun path -> path.EndsWith "e.yaml" || path.EndsWith ".safetensors"
            IsFolder = fun _ -> false
            Read = fun _ path -> files path
            Current = "/desk"
        }
        Surrogates = fun _ -> Ok facts
    }

    Compiler.file surroundings "/lab/e.yaml" []

/// What is wrong with an outcome; empty where all is well.
let private judge outcome =
    match outcome with
    | Ok compiled ->
        let json = PlanJson.Write compiled.Plan

        [
            for problem in PlanCheck.Of compiled.Plan do
                $"PlanCheck refuses what was compiled: {problem}"

            if PlanJson.Write(PlanJson.Read json) <> json then
                "the plan is another one when it is read back"
        ]
    | Error [] -> [ "it was refused without a word" ]
    | Error(problems: Diagnostic list) -> [
        for problem in problems do
            if not (Text.RegularExpressions.Regex.IsMatch(problem.Code, "^N[126][0-9]{2}$")) then
                $"a strange code: {problem}"

            if problem.Where.File = "" || problem.Where.Line < 1 || problem.Where.Column < 1 then
                $"no place: {problem}"

            if
                problem.Message = ""
                || problem.ToString() |> Seq.exists (fun c -> Char.IsControl c && c <> '\n')
            then
                $"an unprintable message: {problem}"
      ]

let private check (number: int) =
    let bytes = Mutations.mutate (SeedTree(7UL).For $"yaml/{number}") texts
    let before = GC.GetAllocatedBytesForCurrentThread()

    let isAccepted, faults =
        try
            let outcome = compile bytes
            Result.isOk outcome, judge outcome
        with problem ->
            false, [ $"{problem.GetType().Name}: {problem.Message}\n{problem.StackTrace}" ]

    let allocated = GC.GetAllocatedBytesForCurrentThread() - before

    let faults = [
        yield! faults

        if allocated > mostAllocated then
            $"it took {allocated} bytes"
    ]

    let text = Encoding.UTF8.GetString(bytes, 0, min bytes.Length 3000)
    isAccepted, faults |> List.map (fun fault -> $"file {number}: {fault}\n{text}\n")

[<Fact>]
let Ten_thousand_spoilt_files_are_compiled_or_refused_with_places () =
    let faults = Collections.Concurrent.ConcurrentQueue<string>()
    let atWork = Collections.Concurrent.ConcurrentDictionary<int, bool>()
    let mutable accepted = 0

    let all =
        Task.Run(fun () ->
            Parallel.For(
                0,
                count,
                fun number ->
                    atWork[number] <- true
                    let isAccepted, found = check number

                    if isAccepted then
                        Interlocked.Increment &accepted |> ignore

                    List.iter faults.Enqueue found
                    atWork.TryRemove number |> ignore
            )
            |> ignore)

    // The whole takes seconds; who is still at work after minutes hangs.
    if not (all.Wait(TimeSpan.FromMinutes 5.0)) then
        Assert.Fail($"these files hang: {String.Join(' ', atWork.Keys)}")

    Assert.True(faults.IsEmpty, $"{faults.Count} faults\n" + String.Join('\n', Seq.truncate 10 faults))
    // Spoiling must be felt, but not so much that nothing behind the parser is ever reached.
    Assert.InRange(accepted, count / 50, count / 2)
