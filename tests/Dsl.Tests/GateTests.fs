/// boolean and abundance: truth tables on points.
module Nano.Dsl.Tests.GateTests

open System
open Nano.Plan
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

let private boolean lines =
    compile (
        withProtocol [
            "boolean:"
            "  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]"
            yield! indented lines
        ]
    )

[<Fact>]
let Gates_are_truth_tables_on_the_corners_first_input_slowest () =
    let plan = (plan (boolean [])).Protocol :?> BooleanPlan

    Assert.Equal<float list list>(
        [ [ -1.0; -1.0 ]; [ -1.0; 1.0 ]; [ 1.0; -1.0 ]; [ 1.0; 1.0 ] ],
        [ for it in plan.Points -> List.ofSeq it ]
    )

    Assert.Equal<string list>([ "and"; "or"; "nand"; "nor"; "xor"; "xnor" ], [ for gate in plan.Gates -> gate.Name ])
    Assert.Equal(1.0, plan.Threshold)

/// A device with so many inputs, and this protocol on all of them.
let private onInputs count (lines: string list) =
    let electrodes =
        [ 3; 5; 6; 2; 1 ]
        |> List.truncate count
        |> List.map string
        |> String.concat ", "

    let text =
        (withProtocol [
            "boolean:"
            $"  network: [{{ input: {count} }}, {{ dnpu: {{ device: chip, count: 1 }} }}]"
            yield! indented lines
        ])
            .Replace("[3, 5]", $"[{electrodes}]")

    let open' _ = { facts with Ranges = [| for _ in 1..7 -> Bounds(-1.0, 1.0) |] }
    Compiler.text (surroundings [ "/lab/models/m.safetensors", "" ] open') "/lab/e.yaml" [] text

[<Theory>]
[<InlineData(1)>]
[<InlineData(2)>]
[<InlineData(3)>]
[<InlineData(4)>]
[<InlineData(5)>]
let The_six_names_hold_for_any_number_of_inputs (count: int) =
    let plan = (plan (onInputs count [])).Protocol :?> BooleanPlan
    Assert.Equal(pown 2 count, plan.Points.Length)
    Assert.Equal(6, plan.Gates.Length)

    for corner in 0 .. plan.Points.Length - 1 do
        // The corner's number in binary, first input highest.
        let ones = Numerics.BitOperations.PopCount(uint corner)

        let expected =
            Map.ofList [
                "and", (ones = count)
                "or", (ones > 0)
                "nand", (ones < count)
                "nor", (ones = 0)
                "xor", (ones % 2 = 1)
                "xnor", (ones % 2 = 0)
            ]

        for gate in plan.Gates do
            Assert.Equal(expected[gate.Name], gate.Targets[corner])

        for input in 0 .. count - 1 do
            let isHigh = (corner >>> (count - 1 - input)) &&& 1 = 1
            Assert.Equal((if isHigh then 1.0 else -1.0), plan.Points[corner][input])

[<Theory>]
[<InlineData(1)>]
[<InlineData(2)>]
[<InlineData(3)>]
let Every_table_is_taken_as_it_is_but_for_the_two_constants (count: int) =
    let points = pown 2 count
    let bit number point = (number >>> (points - 1 - point)) &&& 1
    let table number = String.Join(", ", [ for point in 0 .. points - 1 -> bit number point ])
    let numbers = [ 1 .. pown 2 points - 2 ]

    let gates = [ for number in numbers -> $"  - {{ name: t{number}, table: [{table number}] }}" ]
    let plan = (plan (onInputs count ("gates:" :: gates))).Protocol :?> BooleanPlan
    Assert.Equal(numbers.Length, plan.Gates.Length)

    for number, gate in Seq.zip numbers plan.Gates do
        Assert.Equal<bool list>([ for point in 0 .. points - 1 -> bit number point = 1 ], List.ofSeq gate.Targets)

    for constant in [ 0; pown 2 points - 1 ] do
        hasOne
            "N225"
            [ "'flat' is the same everywhere" ]
            (onInputs count [ $"gates: [{{ name: flat, table: [{table constant}] }}]" ])

[<Fact>]
let A_table_of_the_wrong_length_hears_which_points_there_are () =
    let wrong count = onInputs count [ "gates: [{ name: a, table: [0, 1, 1, 0] }]" ]
    hasOne "N225" [ "has 4 values; there are 8 points"; "000, 001, 010, 011, 100, 101, 110, 111" ] (wrong 3)
    hasOne "N225" [ "has 4 values; there are 16 points"; "one value for each of 0000, 0001, … 1111" ] (wrong 4)

[<Fact>]
let Names_hold_on_some_of_the_corners_too () =
    let plan =
        (plan (boolean [ "data: [[-1, 1], [1, 1], [1, -1]]"; "gates: [xor, and]" ])).Protocol :?> BooleanPlan

    Assert.Equal<bool list>([ true; false; true ], List.ofSeq plan.Gates[0].Targets)
    Assert.Equal<bool list>([ false; true; false ], List.ofSeq plan.Gates[1].Targets)

[<Theory>]
[<InlineData("gates: [xro]", "N104", "did you mean 'xor'?")>]
[<InlineData("gates: [{ name: a, table: [0, 1] }]", "N225", "has 2 values; there are 4 points")>]
[<InlineData("gates: [{ name: a, table: [1] }]", "N225", "one value for each of 00, 01, 10, 11")>]
[<InlineData("data: [[0, 0], [1, 1]]|gates: [{ name: a, table: [1] }]",
             "N225",
             "one value for each point, in their order")>]
[<InlineData("data: [[0, 0], [1, 1]]|gates: [xor]", "N225", "known only where every input is -1 or 1")>]
[<InlineData("data: [[-1, -1], [1, 1]]|gates: [xor]", "N225", "'xor' is the same everywhere")>]
[<InlineData("gates: [{ name: a, table: [1, 1, 1, 1] }]", "N225", "the same everywhere")>]
[<InlineData("gates: [{ name: a, table: [0, 1, 2, 1] }]", "N101", "expected 0 or 1, got '2'")>]
[<InlineData("gates: [xor, xor]", "N225", "two gates are called 'xor'")>]
[<InlineData("threshold: 1.5", "N201", "'threshold'")>]
[<InlineData("data: [[0, 0], [1, 1], [0, 0]]|gates: [{ name: a, table: [0, 1, 1] }]",
             "N225",
             "'a' wants both 0 and 1 at points 1 and 3, which are the same")>]
[<InlineData("data: { boolean: 3 }", "N224", "the points have 3 values each")>]
[<InlineData("data: { boolean: 40 }", "N201", "from 1 to 10, got 40")>]
let Gates_that_cannot_be (line: string, code: string, words: string) =
    let result = boolean (List.ofArray (line.Split '|'))
    Assert.Contains(code, codes result)
    Assert.Contains(words, said result)

let private abundance lines =
    compile (
        withProtocol [
            "abundance:"
            "  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]"
            yield! indented lines
        ]
    )

[<Fact>]
let The_defaults_of_abundance () =
    let plan = (plan (abundance [])).Protocol :?> AbundancePlan
    Assert.Equal(10000, plan.Samples)
    Assert.Equal(0.9, plan.Correlation)
    Assert.Equal(0.1, plan.Contrast)
    Assert.Equal(1, plan.Plateau)
    Assert.Equal(4, plan.Points.Length)
    Assert.Equal<string list>([ "and"; "or"; "nand"; "nor"; "xor"; "xnor" ], [ for gate in plan.Gates -> gate.Name ])

[<Theory>]
[<InlineData("samples: 0", "N201", "'samples' must be from 1 to 1000000, got 0")>]
[<InlineData("samples: 1000001", "N201", "'samples' must be from 1 to 1000000")>]
[<InlineData("correlation: 1.01", "N201", "'correlation' must be from -1 to below 1")>]
[<InlineData("correlation: 1", "N201", "'correlation' must be from -1 to below 1")>]
[<InlineData("contrast: -0.1", "N201", "'contrast' must be from 0 to below 2, got -0.1")>]
[<InlineData("contrast: 2", "N201", "'contrast' must be from 0 to below 2")>]
[<InlineData("plateau: 0", "N201", "'plateau'")>]
[<InlineData("gates: []", "N101", "gates")>]
[<InlineData("gates: [{ name: a, table: [0, 1] }]", "N225", "has 2 values; there are 4 points")>]
[<InlineData("gates: [{ name: a, table: [0, 0, 0, 0] }]", "N225", "the same everywhere")>]
[<InlineData("gates: [nxor]", "N104", "unknown gate 'nxor'")>]
[<InlineData("data: { boolean: 3 }", "N224", "the points have 3 values each")>]
[<InlineData("sample: 5", "N103", "did you mean 'samples'?")>]
let Abundances_that_cannot_be (line: string, code: string, words: string) =
    let result = abundance [ line ]
    Assert.Contains(code, codes result)
    Assert.Contains(words, said result)

[<Fact>]
let Abundance_needs_one_output_something_to_vary_and_memory () =
    let layers text = withProtocol [ "abundance:"; $"  network: [{text}]" ] |> compile
    hasOne "N223" [ "ends with 2 values; one is needed" ] (layers "{ input: 2 }, { dnpu: { device: chip, count: 2 } }")
    Assert.Contains("N260", codes (layers "{ input: 1 }"))

    let grid = String.Join(", ", [ for point in 0..99 -> $"[{float point / 100.0}, 0]" ])
    let ones = String.Join(", ", [ for point in 0..99 -> if point < 50 then "0" else "1" ])
    let large = [ "samples: 600000"; $"data: [{grid}]"; $"gates: [{{ name: step, table: [{ones}] }}]" ]
    hasOne "N201" [ "600000 settings at 100 points are 60000000 currents"; "fewer samples" ] (abundance large)

    let long = [ "plateau: 1000000"; $"data: [{grid}]"; $"gates: [{{ name: step, table: [{ones}] }}]" ]
    hasOne "N201" [ "a setting needs 700000000 voltages at once"; "a shorter plateau" ] (abundance long)
