module Nano.Dsl.Tests.LawTests

open System
open Nano
open Nano.Plan
open Nano.Yaml
open Nano.Dsl.Tests.Bench
open Xunit

let private gates (layers: string list) (rest: string list) =
    withProtocol [
        "boolean:"
        "  network:"
        "    - input: 2"
        "    - dnpu: { device: chip, count: 1 }"
        for layer in layers do
            "    - " + layer
        yield! indented rest
    ]

let private withLaws (laws: string list) (file: string) = String.Join('\n', [ "laws:"; yield! indented laws; file ])

let private chip = {
    Device.named "chip" with
        Physics = Some Hopping.tiny
        Inputs = electrodesOf [ 3; 5 ]
        Surrogate = Some "models/m.safetensors"
}

let private lab = { usual with Files = { usual.Files with Current = "/lab" } }

let private script signal rule =
    let gates = { BooleanGates.on signal with Rule = rule }
    Compiler.experiment lab (experiment "e" (BooleanGates gates))

let private node = input 2 |> dnpu 1 chip
let private i0 = 5.0<nA>

let private pairs: (string * Law * string) list = [
    "soft", law <@ fun x -> x / (1.0 + abs x / i0) @>, "x / (1 + abs(x) / (5 nA))"
    "parameter", law <@ fun x -> param "i0" i0 * tanh (x / param "i0" i0) @>, "i0 = 5000 pA; i0 * tanh(x / i0)"
    "volts",
    law <@ fun (x: float<nA>) -> let gain = param "gain" 0.02<V / nA> in gain * x + 1e-3<V> @>,
    "gain = 20 [mV/nA]; gain * x + 1 mV"
    "number", law <@ fun (x: float<nA>) -> 1.0 / (1.0 + limexp (-x / 2.0<nA>)) @>, "1 / (1 + limexp(-x / 2 nA))"
    "powers", law <@ fun (x: float<nA>) -> pown (x / 3.0<nA>) 2 + sqrt 2.0 @>, "(x / 3 nA) ** 2 + sqrt(2)"
    "folded",
    law
        <@
            fun (x: float<nA>) ->
                let scaled = x / -4e-12<nA>
                (scaled ** 1.5 - log 2.0) * 1.0
        @>,
    "((x / (-4e-12 nA)) ** 1.5 - log(2)) * 1"
]

[<Theory>]
[<InlineData("soft")>]
[<InlineData("parameter")>]
[<InlineData("volts")>]
[<InlineData("number")>]
[<InlineData("powers")>]
[<InlineData("folded")>]
let A_quotation_and_a_text_give_the_same_plan_byte_for_byte (name: string) =
    let _, law, text = pairs |> List.find (fun (it, _, _) -> it = name)
    let written = compile (gates [ $"activation: \"{text}\"" ] [])
    let scripted = script (node |> activation law) (Genetic Genetic.standard)
    Assert.Equal(json written, json scripted)

    match scripted with
    | Ok compiled -> Assert.Equal(json scripted, json (compile (Compiler.toYaml compiled.Experiment)))
    | Error problems -> failwith $"{problems}"

[<Fact>]
let Losses_of_scripts_and_files_are_the_same () =
    let loss =
        law2 <@ fun (y: float<nA>) (t: float) -> log (1.0 + exp ((1.0 - 2.0 * t) * y / param "s" 1.0<nA>)) @>

    let rule = Gradient { Gradient.adam with Criterion = Criterion.Loss loss }
    let text = "s = 1 nA; log(1 + exp((1 - 2 * t) * y / s))"
    let written = compile (gates [] [ $"rule: {{ gradient: {{ criterion: {{ loss: \"{text}\" }} }} }}" ])
    let scripted = script node rule
    Assert.Equal(json written, json scripted)

    let named =
        withLaws [ $"mine: {text}" ] (gates [] [ "rule: { gradient: { criterion: { loss: mine } } }" ])

    Assert.Equal(json written, json (compile named))

    match compile named with
    | Ok compiled ->
        let again = Compiler.toYaml compiled.Experiment
        Assert.Contains("laws:\n  mine: ", again)
        Assert.Equal(json written, json (compile again))
    | Error problems -> failwith $"{problems}"

[<Fact>]
let A_training_s_loss_is_of_two_currents () =
    let training = {
        SurrogateTraining.on chip with
            Loss = Some(law2 <@ fun (y: float<nA>) (t: float<nA>) -> abs (y - t) @>)
    }

    let scripted = Compiler.experiment lab (experiment "e" (SurrogateTraining training))
    let written = compile (withProtocol [ "surrogate:"; "  device: chip"; "  loss: abs(y - t)" ])
    Assert.Equal(json written, json scripted)

    let loss = ((plan written).Protocol :?> SurrogateTrainingPlan).Loss :?> FormulaLossPlan
    Assert.Equal("y t - abs", loss.Law.Value)
    Assert.Equal("y t - sign", loss.Law.ArgumentSlopes[0])

    compile (withProtocol [ "surrogate:"; "  device: chip"; "  loss: exp(y - t)" ])
    |> hasOne "N303" [ "e.yaml:9:9"; "exp takes a plain number, got nA" ]

let private parameters compiled =
    let protocol = (plan compiled).Protocol :?> BooleanPlan
    let layers = protocol.Search.Network.Layers
    let activation = layers[layers.Length - 1] :?> ActivationPlan
    [ for it in activation.Law.Parameters -> it.Name, it.Value ]

[<Theory>]
[<InlineData("26 mV", 26e-3)>]
[<InlineData("1 pA", 1e-3)>]
[<InlineData("1e-12 A", 1e-3)>]
[<InlineData("0.3 nA", 0.3)>]
[<InlineData("0.7 [1/pA]", 0.7e3)>]
[<InlineData("4.7 kΩ", 4.7e-6)>]
[<InlineData("3 GS", 3e18)>]
[<InlineData("2 [mV^2/s]", 2e-6)>]
[<InlineData("77 K", 77.0)>]
[<InlineData("-0.1 meV", -1e-4)>]
[<InlineData("1", 1.0)>]
let A_number_with_a_unit_is_the_double_of_its_decimal_text (written: string) (value: float) =
    let text = $"k = {written}; tanh(x / 1 nA) * abs(k) / abs(k)"
    Assert.Equal<(string * float) list>([ "k", value ], parameters (compile (gates [ $"activation: \"{text}\"" ] [])))

[<Fact>]
let A_law_s_parameters_can_be_changed_by_set () =
    let file = withLaws [ "soft: i0 = 5 nA; x / (1 + abs(x) / i0)" ] (gates [ "activation: soft" ] [])

    let full =
        withLaws
            [ "soft: { formula: i0 = 5 nA; x / (1 + abs(x) / i0), parameters: { i0: 2 nA } }" ]
            (gates [ "activation: soft" ] [])

    let changed value = [ "i0", value ]
    Assert.Equal<(string * float) list>(changed 5.0, parameters (compile file))
    Assert.Equal<(string * float) list>(changed 2.0, parameters (compile full))
    Assert.Equal<(string * float) list>(changed 2e-3, parameters (compileWith [ "laws.soft.i0=2 pA" ] file))
    Assert.Equal<(string * float) list>(changed 3.0, parameters (compileWith [ "laws.soft.i0=3 nA" ] full))
    Assert.Equal<(string * float) list>(changed 4.0, parameters (compileWith [ "laws.soft.parameters.i0=4 nA" ] file))

[<Theory>]
[<InlineData("laws.soft.i0=2 V", "N303", "--set laws.soft.i0", "is in nA, got V")>]
[<InlineData("laws.soft.i1=2 nA", "N302", "--set laws.soft.i1", "did you mean 'i0'?")>]
[<InlineData("laws.sofd.i0=2 nA", "N302", "--set laws.sofd.i0", "did you mean 'soft'?")>]
[<InlineData("laws.soft.i0=two", "N304", "--set laws.soft.i0", "expected a number")>]
[<InlineData("laws.soft.i0=", "N304", "--set laws.soft.i0", "expected a number")>]
[<InlineData("boolean.network.2.activation=x + 1 V", "N303", "--set boolean.network.2.activation", "joins nA and V")>]
let A_bad_change_of_a_law_is_told (edit: string) (code: string) (place: string) (words: string) =
    withLaws [ "soft: i0 = 5 nA; x / (1 + abs(x) / i0)" ] (gates [ "activation: soft" ] [])
    |> compileWith [ edit ]
    |> hasOne code [ place; words ]

[<Theory>]
// The number is the offset of the part that does not fit; -1 is the quotation mark before the text.
[<InlineData("exp(x)", "N303", 0, "exp takes a plain number, got nA")>]
[<InlineData("x + 26 mV", "N303", 2, "'+' joins nA and V")>]
[<InlineData("x * 1 V ** (x / 1 V)", "N303", 8, "an exponent is a plain number")>]
[<InlineData("x ** abs(x / 1 nA)", "N303", 2, "can only be raised to a number")>]
[<InlineData("abs(x) / io", "N302", 9, "unknown name 'io'")>]
[<InlineData("tahn(x / 1 nA)", "N302", 0, "did you mean 'tanh'?")>]
[<InlineData("x / (5 Q)", "N302", 7, "unknown unit 'Q'")>]
[<InlineData("x / (5 nA", "N300", 9, "expected ')'")>]
[<InlineData("x +", "N300", 3, "expected a value, got the end")>]
[<InlineData("x 3", "N300", 2, "expected an operator, got '3'")>]
[<InlineData("k = 3", "N304", 5, "a formula is missing")>]
[<InlineData("k = x; k", "N304", 4, "expected a number, got 'x'")>]
[<InlineData("k = 1 V + 2 V; k", "N300", 8, "expected ';'")>]
[<InlineData("k = 1; k = 2; k * x", "N304", 7, "given twice")>]
[<InlineData("k = 1; x", "N304", 0, "nothing uses")>]
[<InlineData("x = 1; x", "N304", 0, "is an argument")>]
[<InlineData("exp = 1 nA; x / exp", "N304", 14, "is a function")>]
[<InlineData("x ? 1", "N300", 2, "'?' cannot be part of a law")>]
[<InlineData("1e400 * x", "N300", 0, "out of range")>]
[<InlineData("2 [nA^0.5] * x", "N300", 0, "a broken power has no exact value")>]
[<InlineData("exp(x, 2)", "N300", 5, "takes one value")>]
[<InlineData("shoft", "N302", -1, "no law is called 'shoft'")>]
let What_is_wrong_with_a_text_is_told_at_its_place (text: string) (code: string) (offset: int) (words: string) =
    compile (gates [ $"activation: \"{text}\"" ] [])
    |> hasOne code [ $"e.yaml:11:{20 + offset}: "; words ]

[<Theory>]
[<InlineData("|")>]
[<InlineData(">")>]
[<InlineData(">-")>]
let Places_in_a_block_of_text_are_those_of_the_file (style: string) =
    let laws = [ $"soft: {style}"; "  i0 = 5 nA;"; ""; "  x / (1 + abs(z)"; "    / i0)" ]

    compile (withLaws laws (gates [ "activation: soft" ] []))
    |> hasOne "N302" [ "e.yaml:5:18: "; "unknown name 'z'" ]

[<Fact>]
let All_mistakes_of_the_laws_of_a_file_are_told_at_once () =
    let laws = [ "a: tahn(x / 1 nA)"; "b: x + 3 V"; "c: x +"; "d-1: y * q"; "1e: x" ]

    let found =
        compile (withLaws laws (gates [ "activation: a"; "activation: b" ] []))
        |> problems

    Assert.Equal(4, found.Length)
    Assert.StartsWith("e.yaml:2:6: error N302: unknown function 'tahn'", found[0])
    Assert.StartsWith("e.yaml:4:9: error N300: expected a value", found[1])
    Assert.StartsWith("e.yaml:5:12: error N302: unknown name 'q'", found[2])
    Assert.StartsWith("e.yaml:6:3: error N302: '1e' cannot be the name of a law", found[3])

[<Fact>]
let Hostile_texts_end_in_a_sentence () =
    let deep = String.replicate 1000 "(" + "x" + String.replicate 1000 ")"
    let signs = String.replicate 1500 "-" + "x"
    let powers = "x" + String.replicate 600 "**x"
    let calls = String.replicate 300 "exp(" + "x" + String.replicate 300 ")"
    let wide = "x" + String.replicate 700 "+x"
    let long = "x" + String.replicate 5000 " "

    for text in [ deep; signs; powers; calls; wide; long + "+" ] do
        compile (gates [ $"activation: \"{text}\"" ] [])
        |> hasOne "N300" [ "e.yaml:11:" ]

[<Fact>]
let A_law_whose_slopes_are_too_long_is_refused () =
    let product count = String.Join("*", List.replicate count "(x/2nA)")
    compile (gates [ $"activation: \"{product 40}\"" ] []) |> plan |> ignore

    compile (gates [ $"activation: \"{product 120}\"" ] [])
    |> hasOne "N300" [ "more than 20000 steps" ]

[<Fact>]
let What_is_wrong_with_a_quotation_is_told_at_its_line () =
    let told code (words: string) (law: Law) =
        let problem = Assert.Single law.Problems
        Assert.Equal(code, problem.Code)
        Assert.Contains(words, problem.Message)
        Assert.EndsWith("LawTests.fs", problem.Where.File)
        Assert.True(problem.Where.Line > 0 && problem.Where.Column > 0)

        script (node |> activation law) (Genetic Genetic.standard)
        |> hasOne code [ words; $"LawTests.fs:{problem.Where.Line}:" ]

    told "N301" "'sin' cannot be part of a law" (law <@ fun (x: float<nA>) -> sin (x / 1.0<nA>) @>)
    told "N301" "'if'" (law <@ fun (x: float<nA>) -> if x > 0.0<nA> then x else 0.0<nA> @>)
    told "N301" "'Math.Exp'" (law <@ fun (x: float<nA>) -> Math.Exp(x / 1.0<nA>) @>)
    told "N304" "has two values" (law <@ fun (x: float<nA>) -> param "a" 1.0 * x + param "a" 2.0 * x @>)
    told "N304" "is no name" (law <@ fun (x: float<nA>) -> param "a b" 1.0 * x @>)
    told "N304" "both an argument and a parameter" (law <@ fun (x: float<nA>) -> param "x" 1.0 * x @>)
    told "N304" "has no value" (law <@ fun (x: float<nA>) -> param "a" (x / 1.0<nA>) @>)
    told "N304" "is no value" (law <@ fun (x: float<nA>) -> nan * x @>)

[<Fact>]
let A_let_that_doubles_and_doubles_is_refused () =
    let law =
        law
            <@
                fun (x: float) ->
                    let a = x + x
                    let a = a * a
                    let a = a + a
                    let a = a * a
                    let a = a + a
                    let a = a * a
                    let a = a + a
                    let a = a * a
                    let a = a + a
                    a
            @>

    Assert.Equal<string list>([ "N300" ], [ for it in law.Problems -> it.Code ])

[<Fact>]
let A_law_meets_the_units_of_its_layer () =
    let amperes = law <@ fun (v: float<V>) -> 1e-12<A> * (exp (v / 26e-3<V>) - 1.0) @>

    let volts = law <@ fun (v: float<V>) -> v * v / 1.0<V> @>
    let after law = script (node |> activation law) (Genetic Genetic.standard)
    after volts |> hasOne "N305" [ "'x' of this law is V; what arrives is nA" ]
    after amperes |> hasOne "N305" [ "counts currents in A" ]
    let two = law2 <@ fun (y: float<nA>) (t: float) -> y * t @>
    after two |> hasOne "N305" [ "takes 2 arguments; 1 are given" ]
    let one = law <@ fun (x: float<nA>) -> x @>

    script node (Gradient { Gradient.adam with Criterion = Criterion.Loss one })
    |> hasOne "N305" [ "takes 1 arguments" ]

[<Fact>]
let What_a_law_gives_decides_what_may_follow () =
    let dnpu = "dnpu: { device: chip, count: 1 }"

    let follow law layers = compile (gates ([ $"{{ activation: \"{law}\", as: a }}"; "concat: [a, a]" ] @ layers) [])

    // Bounded laws declare their range: volts inside the limits may go on, others are refused. The chip gives -8 to 6 nA.
    follow "0.4 V * tanh(x / 5 nA)" [ dnpu ] |> plan |> ignore
    follow "0.8 V * tanh(x / 1 pA)" [ dnpu ] |> hasOne "N213" [ "[-0.8 V, 0.8 V]" ]
    follow "x * 10 [mV/nA]" [ dnpu ] |> plan |> ignore
    follow "x * 0.1 [V/nA]" [ dnpu ] |> hasOne "N213" [ "V, 0.6" ]

    let unbounded = "x / (1 + abs(x) / 5 nA) * 0.1 [V/nA]"

    follow unbounded [ dnpu ]
    |> hasOne "N222" [ "the range of the volts"; "rescale: { from:" ]

    follow unbounded [ "rescale: { from: [-1 V, 1 V], to: [-0.5 V, 0.5 V] }"; dnpu ]
    |> plan
    |> ignore

    follow "x" [ dnpu ] |> hasOne "N222" [ "nanoamperes reach 'dnpu-2'" ]
    follow "x / 1 nA" [ dnpu ] |> hasOne "N222" [ "plain numbers reach 'dnpu-2'" ]

    follow "x / 1 K" [ dnpu ]
    |> hasOne "N222" [ "values in nA K^-1 reach 'dnpu-2'" ]

    follow "tanh(x / 5 nA)" [ "rescale: [-0.5 V, 0.5 V]"; dnpu ] |> plan |> ignore

    follow unbounded [ "rescale: [-0.5 V, 0.5 V]"; dnpu ]
    |> hasOne "N222" [ "cannot tell the range" ]

[<Fact>]
let A_loss_takes_what_the_network_ends_with () =
    let loss text = [ $"rule: {{ gradient: {{ criterion: {{ loss: \"{text}\" }} }} }}" ]
    compile (gates [] (loss "abs(y - t * 1 nA)")) |> plan |> ignore

    compile (gates [ "activation: x * 1 [mV/nA]" ] (loss "abs(y - t * 1 mV)"))
    |> plan
    |> ignore

    compile (gates [ "activation: x * 1 [mV/nA]" ] (loss "abs(y - t * 1 nA)"))
    |> hasOne "N303" [ "'-' joins V and nA" ]

    compile (gates [] (loss "abs(y - t)"))
    |> hasOne "N303" [ "'-' joins nA and a plain number" ]

[<Fact>]
let Values_in_several_units_are_no_argument () =
    compile (
        withProtocol [
            "boolean:"
            "  network:"
            "    - { input: 2, as: data }"
            "    - { dnpu: { device: chip, count: 1 }, as: current }"
            "    - concat: [data, current]"
            "    - activation: x"
        ]
    )
    |> said
    |> fun text -> Assert.Contains("N305: values in different units reach 'activation-1'", text)

[<Fact>]
let Laws_without_a_value_for_rounding_are_printed_in_full () =
    let third = law <@ fun (x: float<nA>) -> x * (1.0 / 3.0) + 0.1<nA> * 3.0 @>
    Assert.Equal("x * (1 / 3) + 0.1 nA * 3", third.Text)
    let diode = law <@ fun v -> param "Is" 1e-12<A> * (exp (v / param "nVt" 26e-3<V>) - 1.0) @>
    Assert.Equal("Is = 1E-12 A; nVt = 0.026 V; Is * (exp(v / nVt) - 1)", diode.Text)
    let transistor = law2 <@ fun (vgs: float<V>) (vds: float<V>) -> param "k" 1e-4<A / V^2> * vgs * vds @>
    Assert.Equal("k = 0.0001 [V^-2 A]; k * vgs * vds", transistor.Text)

[<Fact>]
let An_empty_formula_is_told () =
    hasOne "N304" [ "a formula is missing" ] (compile (gates [ "activation: \"\"" ] []))
    let rule = [ "rule: { gradient: { criterion: { loss: \"\" } } }" ]
    hasOne "N304" [ "a formula is missing" ] (compile (gates [] rule))

[<Fact>]
let A_difference_without_blanks_is_a_formula_and_not_a_name () =
    let rule = [ "rule: { gradient: { criterion: { loss: y-t } } }" ]
    hasOne "N303" [ "nA" ] (compile (gates [] rule))
    let laws = withLaws [ "soft-clip: tanh(x / 1 nA)" ] (gates [ "activation: soft-clap" ] [])
    hasOne "N302" [ "did you mean 'soft-clip'?" ] (compile laws)

[<Fact>]
let A_broken_law_whose_name_stands_elsewhere_is_told () =
    let file = withLaws [ "e: x / / 3" ] (gates [] [])
    hasOne "N300" [ "e.yaml:2" ] (compile file)
