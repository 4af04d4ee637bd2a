module Nano.Dsl.Tests.RoundTripTests

open System
open System.Collections
open FsCheck
open FsCheck.FSharp
open Microsoft.FSharp.Reflection
open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Dsl.Tests.Bench
open Nano.Dsl.Tests.Models
open Xunit

/// A signal without its identity: layers in order with names, inputs by number. Names that only a written list needs
/// are those that the plan would use anyway.
let private shape (output: Signal) =
    let layers = Signal.withNames output
    let index signal = layers |> List.findIndex (fun (it, _) -> obj.ReferenceEquals(it, signal))
    [ for signal, name in layers -> signal.Layer, name, List.map index signal.Inputs ]

/// Equal but for the identity of signals.
let private same (a: Experiment) (b: Experiment) =
    let blank = input 1

    let parts (it: Experiment) =
        match it.Protocol with
        | VcDimension vc -> shape vc.Network, VcDimension { vc with Network = blank }
        | BooleanGates gates -> shape gates.Network, BooleanGates { gates with Network = blank }
        | Abundance abundance -> shape abundance.Network, Abundance { abundance with Network = blank }
        | Acquire _
        | SurrogateTraining _
        | Characterise _ -> [], it.Protocol

    parts a = parts b && { a with Protocol = b.Protocol } = b

[<Fact>]
let What_is_written_reads_back_the_same () =
    let readsBack (it: Experiment) =
        let text = Compiler.toYaml it

        match Parser.parse "written" text |> Result.bind ExperimentYaml.read with
        | Ok again when same it again -> true
        | Ok again -> failwith $"%A{it}\nbecame\n{text}\nbecame\n%A{again}"
        | Error problems -> failwith $"{problems}\nin\n{text}"

    Check.One(Config.QuickThrowOnFailure.WithMaxTest 500, Prop.forAll (Arb.fromGen experiments) readsBack)

[<Theory>]
[<InlineData("input: 2|dnpu: { device: chip, count: 1 }")>]
[<InlineData("{ input: 2, as: x }|{ dnpu: { device: chip, count: 1 }, as: a }|concat: [x]|{ dnpu: { device: chip, count: 1 }, as: b }|concat: [a, b]|rescale: [-0.5 V, 0.5 V]|dnpu: { device: chip, count: 1 }")>]
let A_file_written_anew_gives_the_same_plan (layers: string) =
    match compile (withNetwork (List.ofArray (layers.Split '|'))) with
    | Ok compiled -> Assert.Equal(PlanJson.Write compiled.Plan, json (compile (Compiler.toYaml compiled.Experiment)))
    | Error problems -> failwith $"{problems}"

/// What tells one content of a field from another; records have fields of their own.
let private content (value: obj | null) =
    match value with
    | null -> "None"
    | :? string as text -> text
    | :? IEnumerable as items -> String.Join(' ', Seq.cast<obj> items)
    | value when FSharpType.IsRecord(value.GetType()) -> ""
    | value when FSharpType.IsUnion(value.GetType()) -> (fst (FSharpValue.GetUnionFields(value, value.GetType()))).Name
    | value -> string value

/// Every field of every record below a value with its content, and every union with its case.
let rec private fields (value: obj | null) : (string * string) list = [
    match value with
    | null -> ()
    | :? Signal as signal ->
        for part in Signal.inOrder signal do
            yield! fields part.Layer
    | value ->
        let kind = value.GetType()

        match value with
        | :? string -> ()
        // A law is what its text says.
        | :? Law -> ()
        | :? IEnumerable as items ->
            for item in items do
                yield! fields item
        | _ when FSharpType.IsRecord kind ->
            for field in FSharpType.GetRecordFields kind do
                let held = field.GetValue value

                match content held with
                | "" -> ()
                | shown -> yield $"{kind.Name}.{field.Name}", shown

                yield! fields held
        | _ when FSharpType.IsUnion kind ->
            let case, contents = FSharpValue.GetUnionFields(value, kind)
            yield case.DeclaringType.Name, case.Name

            for content in contents do
                yield! fields content
        | _ -> ()
]

/// A field that is always the same would pass even if it were never written.
[<Fact>]
let Every_field_of_the_language_varies_in_these_models () =
    let seen = Gen.sampleWithSize 20 300 experiments |> Seq.collect fields |> Set.ofSeq

    let constant =
        Seq.countBy fst seen
        |> Seq.filter (fun (name, count) -> name.Contains '.' && count < 2)
        |> Seq.map fst

    Assert.Empty constant

    let missing = [
        for union in
            [
                typeof<Protocol>
                typeof<Rule>
                typeof<Instrument>
                typeof<Data>
                typeof<Gate>
                typeof<Layer>
                typeof<TrainingData>
                typeof<Criterion>
                typeof<RangeRule>
                typeof<SearchPlace>
                typeof<Waveform>
                typeof<Directions>
                typeof<HopRate>
                typeof<Closure>
                typeof<Effects>
            ] do
            for case in FSharpType.GetUnionCases union do
                if not (seen.Contains(union.Name, case.Name)) then
                    $"{union.Name}.{case.Name}"
    ]

    Assert.Empty missing
