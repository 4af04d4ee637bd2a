/// Experiments made in F#: the same plans as files, and the same overrides.
module Nano.Dsl.Tests.ScriptedTests

open FsCheck
open FsCheck.FSharp
open Nano.Plan
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

let private chip = { Device.named "chip" with Physics = Some Hopping.tiny; Inputs = electrodesOf [ 3; 5 ] }

/// Random networks that can be run: nodes that take what any earlier ones gave, some of it twice, some of it unused.
let private networks = gen {
    let! seed = Gen.choose (0, 2)
    let! limit = Gen.elements [ 0.25<V>; 0.5<V> ]
    let! picks = Gen.nonEmptyListOf (Gen.two (Gen.choose (0, 100)))
    let! names = Gen.listOfLength 6 (Gen.elements [ true; false ])

    let device = {
        chip with
            Physics = Some { Hopping.tiny with LayoutSeed = int64 seed }
            Inputs = electrodes [ 3; 5 ] (between -limit limit)
    }

    let volts signal = rescaleFrom (between -20.0<nA> 20.0<nA>) (between -limit limit) signal
    let first = input 2 |> dnpu 1 device

    let grow (nodes: Signal list) (one, two) =
        let pick number = nodes[number % nodes.Length]
        let joined = concat [ pick one; pick two ] |> volts
        let isNamed = names[nodes.Length % names.Length]
        let node = joined |> dnpu 1 device
        (if isNamed then named $"node{nodes.Length}" node else node) :: nodes

    return picks |> List.truncate 5 |> List.fold grow [ first ] |> List.head
}

let private experiments = gen {
    let! network = networks
    let! attempts = Gen.choose (1, 9)
    let! seed = Gen.choose (0, 99)
    let! isVc = Gen.elements [ true; false ]

    let protocol =
        if isVc then
            VcDimension { VcDimension.on network with To = 4; Attempts = attempts }
        else
            BooleanGates { BooleanGates.on network with Attempts = attempts }

    return { experiment "e" protocol with Seed = int64 seed }
}

let private scripted overrides it = Compiler.script usual "/lab" overrides it

[<Fact>]
let What_is_written_compiles_to_the_same_plan_and_takes_the_same_overrides () =
    let same (it: Experiment) =
        let text = Compiler.toYaml it
        let made = json (Compiler.experiment usual it)
        Assert.Equal(made, json (compile text))
        Assert.Equal(made, json (scripted [] it))
        let edits = [ "seed=123"; "name=other" ]
        let changed = json (scripted edits it)
        Assert.Equal(changed, json (compileWith edits text))
        Assert.NotEqual<string>(made, changed)

    Check.One(Config.QuickThrowOnFailure.WithMaxTest 12, Prop.forAll (Arb.fromGen experiments) same)

let private capacity = VcDimension.on (input 2 |> dnpu 1 chip)
let private sample = { experiment "e" (VcDimension capacity) with Seed = 3 }

[<Fact>]
let Overrides_reach_every_part_of_a_script () =
    let plan =
        plan (scripted [ "vc-dimension.to=3"; "vc-dimension.rule.genetic.elite=2"; "devices.chip.readout=7" ] sample)

    let vc = plan.Protocol :?> VcDimensionPlan
    Assert.Equal(3, vc.To)
    Assert.Equal(2, (vc.Search.Rule :?> GeneticPlan).Elite)
    Assert.Equal(7, plan.Devices[0].Readout)

[<Theory>]
[<InlineData("vc-dimension.form=3", "--set vc-dimension.form: error N103: unknown key 'form'")>]
[<InlineData("sed=3", "--set sed: error N103: unknown key 'sed'")>]
[<InlineData("vc-dimension.to=30", "--set vc-dimension.to: error N2")>]
[<InlineData("devices.chop.readout=3", "--set devices.chop.readout: error N200: no such device 'chop'")>]
[<InlineData("devices.chip.surrogate=absent.pt",
             "--set devices.chip.surrogate: error N230: there is no file 'absent.pt'")>]
let A_wrong_override_is_told_where_it_was_typed (edit: string, text: string) =
    Assert.StartsWith(text, said (scripted [ edit ] sample))

[<Fact>]
let A_mistake_of_the_script_is_told_with_the_words_of_an_override () =
    let network = input 2 |> dnpu 1 chip |> dnpu 1 chip |> named "last"
    let wrong = { sample with Protocol = VcDimension { capacity with Network = network } }
    hasOne "N220" [ "vc-dimension.network.last"; "'last' is fed 1 values" ] (scripted [] wrong)
    // An override of another part changes nothing about it.
    hasOne "N220" [ "vc-dimension.network.last"; "'last' is fed 1 values" ] (scripted [ "seed=4" ] wrong)

[<Fact>]
let What_no_file_can_say_is_refused_with_and_without_overrides () =
    let other = { chip with Readout = 1 }
    let network = concat [ input 2 |> dnpu 1 chip; input 2 |> dnpu 1 other ]
    let twice = { sample with Protocol = VcDimension { capacity with Network = network |> dnpu 1 chip } }
    Assert.Contains("N204", codes (scripted [] twice))
    hasOne "N204" [ "two different devices are called 'chip'" ] (scripted [ "seed=4" ] twice)
    let endless = { sample with Protocol = VcDimension { capacity with Threshold = nan } }
    hasOne "N201" [ "vc-dimension.threshold" ] (scripted [] endless)
    hasOne "N201" [ "vc-dimension.threshold" ] (scripted [ "seed=4" ] endless)

[<Fact>]
let An_override_mends_what_was_wrong () =
    let wrong = { sample with Protocol = VcDimension { capacity with Attempts = 0 } }
    hasOne "N201" [ "vc-dimension.attempts" ] (scripted [] wrong)

    Assert.Equal(
        4,
        ((plan (scripted [ "vc-dimension.attempts=4" ] wrong)).Protocol :?> VcDimensionPlan).Search.Attempts
    )

let private ok result =
    match result with
    | Ok value -> value
    | Error(problems: Diagnostic list) -> failwith $"{problems}"

[<Fact>]
let Settings_are_read_by_the_type_of_their_usual_value () =
    let typed = [
        "rate=1e-4"
        "gap=2"
        "width=8"
        "width=16"
        "seed=12345678901"
        "noisy=true"
        "title=a b"
        "other=1"
    ]

    Assert.Equal(1e-4, ok (Setting.read typed "rate" 1e-3))
    Assert.Equal(2.0<V>, ok (Setting.read typed "gap" 0.5<V>))
    Assert.Equal(16, ok (Setting.read typed "width" 4)) // the last one holds
    Assert.Equal(12345678901L, ok (Setting.read typed "seed" 1L))
    Assert.Equal(true, ok (Setting.read typed "noisy" false))
    Assert.Equal("a b", ok (Setting.read typed "title" "none"))
    Assert.Equal(7, ok (Setting.read typed "absent" 7))

[<Theory>]
[<InlineData("width=1.5", "--set width: error N101: expected a whole number, got '1.5'")>]
[<InlineData("width=", "--set width: error N101: expected a whole number")>]
[<InlineData("width=[1]", "--set width: error N101: expected a whole number, got a list")>]
let A_setting_of_another_type_is_refused (typed: string, text: string) =
    match Setting.read [ typed ] "width" 4 with
    | Ok value -> Assert.Fail $"{value}"
    | Error problems -> Assert.StartsWith(text, string problems.Head)

[<Fact>]
let A_setting_that_no_command_line_can_give_is_refused () =
    match Setting.read [] "widths" [ 1; 2 ] with
    | Ok value -> Assert.Fail $"{value}"
    | Error problems -> Assert.Contains("a float, an int, an int64, a bool or a string", problems.Head.Hint)
