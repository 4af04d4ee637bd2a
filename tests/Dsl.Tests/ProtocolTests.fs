module Nano.Dsl.Tests.ProtocolTests

open System
open Nano.Plan
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

let private vc lines =
    compile (
        withProtocol [
            "vc-dimension:"
            "  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]"
            yield! indented lines
        ]
    )


[<Fact>]
let The_defaults_of_vc_dimension () =
    let plan = (plan (vc [])).Protocol :?> VcDimensionPlan
    Assert.Equal(2, plan.From)
    Assert.Equal(6, plan.To)
    Assert.Equal(0.5, plan.Threshold)
    Assert.Equal(10, plan.Points.Length)
    Assert.Equal<float>([ 0.6875; 0.375 ], plan.Points[5])
    Assert.Equal(5, plan.Search.Attempts)
    Assert.Equal(Plan.SearchPlace.Surrogate, plan.Search.SearchOn)
    Assert.True plan.Search.Validate
    Assert.Equal(1, plan.Search.Plateau)

    Assert.Equal(
        GeneticPlan(Plan.Criterion.CorrelationSigmoid, 0.95, 4, 22, 100, 0.6, 0.4),
        plan.Search.Rule :?> GeneticPlan
    )

[<Fact>]
let The_defaults_of_gradient_search () =
    let plan = (plan (vc [ "rule: gradient" ])).Protocol :?> VcDimensionPlan

    Assert.Equal(
        GradientPlan(Plan.Criterion.CorrelationSigmoid, 0.95, 300, 0.02, 0.9, 0.999, 1e-8, Plan.RangeRule.Smooth, 1.0),
        plan.Search.Rule :?> GradientPlan
    )

[<Theory>]
[<InlineData("from: 1", "N201", "'from' must be from 2 to 20, got 1")>]
[<InlineData("to: 11", "N224", "'to' is 11, but there are only 10 points")>]
[<InlineData("to: 1", "N201", "'to' must be from 2 to 20, got 1")>]
[<InlineData("threshold: 2", "N201", "'threshold'")>]
[<InlineData("attempts: 0", "N201", "'attempts' must be from 1")>]
[<InlineData("plateau: 0", "N201", "'plateau'")>]
[<InlineData("points: [[1, 2], [0, 0]]", "N224", "point 1 leaves the range -1..1")>]
[<InlineData("points: [[1], [0, 0]]", "N224", "point 1 has 1 values; the network's input takes 2")>]
[<InlineData("points: [1, 2]", "N101", "expected a list of numbers, got '1'")>]
[<InlineData("points: { csv: none.csv }", "N230", "there is no file 'none.csv'")>]
[<InlineData("rule: { genetic: { elite: 0 } }", "N201", "'elite'")>]
[<InlineData("rule: { genetic: { stop: 1.5 } }", "N201", "'stop' must be from 0 to 1, got 1.5")>]
[<InlineData("rule: { gradient: { rate: 0 V } }", "N201", "'rate' must be greater than 0, got 0")>]
[<InlineData("rule: { gradient: { beta1: 1 } }", "N201", "'beta1'")>]
[<InlineData("rule: { gradient: { criterion: fischer } }", "N104", "did you mean 'fisher'?")>]
[<InlineData("rule: { gradient: { criterion: accuracy } }", "N104", "unknown differentiable criterion 'accuracy'")>]
[<InlineData("points: [[1, 1], [0, 0], [1, 1]]|to: 3", "N224", "e.yaml:9:28: error N224: points 1 and 3 are the same")>]
[<InlineData("points: [[0, -0.5], [-0, -0.5]]|to: 2", "N224", "points 1 and 2 are the same")>]
[<InlineData("search-on: instrument|rule: { gradient: { range: penalty } }",
             "N201",
             "e.yaml:10:30: error N201: with range 'penalty'")>]
[<InlineData("search-on: instrument|plateau: 200000",
             "N201",
             "needs 218400000 voltages at once: 6 points × 200000 samples × 26 candidates × 1 nodes × 7 electrodes")>]
[<InlineData("search-on: moon", "N104", "one of 'surrogate', 'instrument'")>]
let Searches_that_cannot_be (line: string, code: string, words: string) =
    let result = vc (List.ofArray (line.Split '|'))
    Assert.Contains(code, codes result)
    Assert.Contains(words, said result)

[<Theory>]
[<InlineData("points: [[1, 1], [0, 0], [1, 1]]|to: 2")>]
[<InlineData("rule: { gradient: { range: penalty } }")>]
[<InlineData("search-on: instrument|rule: { gradient: { range: clip } }")>]
[<InlineData("search-on: instrument|rule: gradient|plateau: 1000000")>]
[<InlineData("search-on: instrument|plateau: 180000")>]
[<InlineData("plateau: 1000000")>]
let Searches_that_can_be (line: string) = Assert.Empty(problems (vc (List.ofArray (line.Split '|'))))

[<Fact>]
let Without_a_model_the_search_is_on_the_instrument_where_no_voltage_may_leave_its_limits () =
    let source = "\n  rule: { gradient: { range: penalty } }"
    hasOne "N201" [ "with range 'penalty'"; "range: smooth" ] (compile (withDevice chip[..1] + source))

/// A tree of nodes, each fed by two of the layer before: so many in its first layer.
let private wide nodes settings =
    let chip = {
        Device.named "chip" with
            Physics = Some Hopping.tiny
            Inputs = electrodesOf [ 3; 5 ]
            Surrogate = Some "/lab/models/m.safetensors"
    }

    let rec grow nodes signal =
        let made =
            signal
            |> rescaleFrom (between -5.0<nA> 5.0<nA>) (between -0.5<V> 0.5<V>)
            |> dnpu nodes chip

        if nodes = 1 then made else grow (nodes / 2) made

    let network = input 2 |> dnpu nodes chip |> grow (nodes / 2)
    Compiler.experiment usual (experiment "e" (VcDimension(settings (VcDimension.on network))))

[<Fact>]
let Wide_networks_are_bounded_where_they_are_searched_and_where_findings_are_replayed () =
    let many = Genetic { Genetic.standard with Elite = 10000; Offspring = 10000 }
    Assert.Empty(problems (wide 4 (fun it -> { it with Plateau = 1000000 })))
    hasOne "N201" [ "the replay of a finding"; "8 nodes" ] (wide 8 (fun it -> { it with Plateau = 1000000 }))
    Assert.Empty(problems (wide 8 (fun it -> { it with Plateau = 1000000; Validate = false })))
    Assert.Empty(problems (wide 128 (fun it -> { it with Rule = many })))

    hasOne
        "N201"
        [ "the search on the surrogate needs 215040000 voltages"; "20000 candidates"; "256 nodes" ]
        (wide 256 (fun it -> { it with Rule = many }))

[<Fact>]
let A_network_without_nodes_has_nothing_to_search () =
    let nodeless =
        experiment "e" (VcDimension { VcDimension.on (input 1) with Points = Points [ [ 0.0 ]; [ 1.0 ] ]; To = 2 })

    hasOne "N260" [ "vc-dimension.network"; "no control voltages" ] (Compiler.experiment usual nodeless)

[<Fact>]
let Accuracy_guides_genetic_search_alone () =
    let genetic = (plan (vc [ "rule: { genetic: { criterion: accuracy } }" ])).Protocol :?> VcDimensionPlan
    let accuracy = NamedCriterionPlan Plan.Criterion.Accuracy :> CriterionPlan
    Assert.Equal(accuracy, (genetic.Search.Rule :?> GeneticPlan).Criterion)

    let chip = { Device.named "chip" with Physics = Some Hopping.tiny; Inputs = electrodesOf [ 3; 5 ] }

    let script rule = experiment "e" (VcDimension { VcDimension.on (input 2 |> dnpu 1 chip) with Rule = rule })
    let accurate = script (Gradient { Gradient.adam with Criterion = Criterion.Accuracy })

    hasOne
        "N201"
        [ "vc-dimension.rule.gradient.criterion"; "'accuracy' is a step function" ]
        (Compiler.experiment usual accurate)

    Assert.Contains("criterion: accuracy", Compiler.toYaml accurate)
    Assert.Empty(problems (Compiler.experiment usual (script (Gradient Gradient.adam))))

[<Fact>]
let Points_come_from_a_file_with_or_without_a_header () =
    let source =
        withProtocol [
            "vc-dimension:"
            "  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]"
            "  points: { csv: p.csv }"
            "  to: 3"
        ]

    let compile csv =
        let files = [ "/lab/models/m.safetensors", ""; "/lab/p.csv", csv ]
        Compiler.text (surroundings files (fun _ -> facts)) "/lab/e.yaml" [] source

    let points csv = ((plan (compile csv)).Protocol :?> VcDimensionPlan).Points
    let expected = [ [ -1.0; 0.5 ]; [ 1.0; 0.25 ]; [ 0.0; 0.0 ] ]

    Assert.Equal<float list list>(
        expected,
        [ for row in points "x,y\n-1,0.5\r\n1,0.25\n\n# end\n0,0\n" -> List.ofSeq row ]
    )

    Assert.Equal<float list list>(expected, [ for row in points "-1,0.5\n1,0.25\n0,0" -> List.ofSeq row ])
    hasOne "N224" [ "e.yaml:9:18"; "p.csv, line 2: expected a number, got 'a'" ] (compile "0,0\n0,a\n0,0")
    Assert.Contains("there are no points", said (compile "x,y\n"))

[<Fact>]
let Where_to_search_and_measure_follows_from_the_device () =
    let without =
        (withProtocol [ "vc-dimension: { network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }] }" ])
            .Replace("    surrogate: models/m.safetensors\n", "")

    let searched = ((plan (compile without)).Protocol :?> VcDimensionPlan).Search.SearchOn
    Assert.Equal(Plan.SearchPlace.Instrument, searched)

    hasOne
        "N203"
        [ "device 'chip' has none" ]
        (compile (without.Replace("vc-dimension: {", "vc-dimension: { search-on: surrogate,")))

    hasOne "N203" [ "instrument 'surrogate' needs a model" ] (compile (without + "\ninstrument: surrogate"))

    let modelOnly = (withDevice [ "surrogate: models/m.safetensors" ])

    Assert.IsType<SurrogateInstrumentPlan>((plan (compile modelOnly)).Instrument)
    |> ignore

    hasOne "N203" [ "instrument 'simulated' needs physics" ] (compile (modelOnly + "\ninstrument: simulated"))

[<Theory>]
[<InlineData("simulated", "simulated", "off")>]
[<InlineData("surrogate", "surrogate", "off")>]
[<InlineData("{ simulated: { effects: quiet } }", "simulated", "quiet")>]
[<InlineData("{ surrogate: { effects: realistic } }", "surrogate", "realistic")>]
let Instruments_and_their_effects (text: string, kind: string, level: string) =
    let instrument = (plan (compile (withDevice chip + "\ninstrument: " + text))).Instrument

    let effects =
        match level with
        | "quiet" -> EffectsPlan.Quiet
        | "realistic" -> EffectsPlan.Realistic
        | _ -> EffectsPlan.Off

    Assert.Equal(effects, instrument.Effects)
    Assert.Equal((kind = "simulated"), (instrument :? SimulatedPlan))

[<Theory>]
[<InlineData("../x")>]
[<InlineData("_x")>]
[<InlineData("-x")>]
[<InlineData("a b")>]
[<InlineData(".hidden")>]
[<InlineData("a/b")>]
let Names_become_folders (name: string) =
    hasOne "N201" [ "is no name" ] (compile ((withDevice chip).Replace("name: e", $"name: {name}")))
