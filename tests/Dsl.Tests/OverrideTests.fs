module Nano.Dsl.Tests.OverrideTests

open Nano.Plan
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

let private network = [ "input: 2"; "{ dnpu: { device: chip, count: 1 }, as: hidden }" ]
let private source = withNetwork network + "\n  rule: genetic\n"
let private search overrides = (plan (compileWith overrides source)).Protocol :?> VcDimensionPlan

[<Fact>]
let An_override_replaces_adds_and_reaches_into_lists () =
    Assert.Equal(9UL, (plan (compileWith [ "seed=9" ] source)).Seed)
    Assert.Equal(3, (search [ "vc-dimension.attempts = 3" ]).Search.Attempts)
    Assert.Equal(3, (search [ "vc-dimension.to=3" ]).To)

    let rule = (search [ "vc-dimension.rule.genetic.generations=7" ]).Search.Rule :?> GeneticPlan
    Assert.Equal(7, rule.Generations)

    let rule = (search [ "vc-dimension.rule=gradient"; "vc-dimension.rule.gradient.rate=5 mV" ]).Search.Rule
    Assert.Equal(5e-3, (rule :?> GradientPlan).Rate)

    let points = (search [ "vc-dimension.points=[[0.5, -0.5], [1, 1]]"; "vc-dimension.to=2" ]).Points
    Assert.Equal(2, points.Length)

    let byName = plan (compileWith [ "vc-dimension.network.hidden.dnpu.count=1" ] source)
    let byIndex = plan (compileWith [ "vc-dimension.network.1.dnpu.count=1" ] source)
    Assert.Equal(PlanJson.Write byName, PlanJson.Write byIndex)

    hasOne
        "N223"
        [ "e.yaml:10:7"; "ends with 2 values" ]
        (compileWith [ "vc-dimension.network.hidden.dnpu.count=2" ] source)

[<Theory>]
[<InlineData("vc-dimension.attempts=many",
             "--set vc-dimension.attempts: error N101: expected a whole number, got 'many'")>]
[<InlineData("vc-dimension.attemps=3",
             "--set vc-dimension.attemps: error N103: unknown key 'attemps'\n  hint: did you mean 'attempts'?")>]
[<InlineData("vcdimension.attempts=3",
             "--set vcdimension.attempts: error N103: unknown key 'vcdimension'\n  hint: did you mean 'vc-dimension'?")>]
[<InlineData("vc-dimension.network.hiden.dnpu.count=1",
             "--set vc-dimension.network.hiden.dnpu.count: error N103: there is no part 'hiden' on this path\n  hint: did you mean 'hidden'?")>]
[<InlineData("vc-dimension.network.9=1",
             "--set vc-dimension.network.9: error N103: there is no part '9' on this path\n  hint: one of 'hidden'")>]
[<InlineData("name.x=1",
             "--set name.x: error N103: there is no part 'x' on this path\n  hint: 'name' is no mapping here: give all of it, as in name={ … }")>]
[<InlineData("vc-dimension.points=[1", "--set vc-dimension.points: error N100: what is opened here is never closed")>]
[<InlineData("seed", "--set seed: error N100: expected key=value\n  hint: as in --set vc-dimension.attempts=3")>]
[<InlineData("seed=", "--set seed: error N101: expected a whole number, got nothing")>]
[<InlineData("vc-dimension..x=1",
             "--set vc-dimension..x: error N100: expected key=value\n  hint: as in --set vc-dimension.attempts=3")>]
[<InlineData("devices.chip.physics.preset=tin",
             "--set devices.chip.physics.preset: error N104: unknown preset 'tin'\n  hint: did you mean 'tiny'?")>]
[<InlineData("vc-dimension.to=11",
             "--set vc-dimension.to: error N224: 'to' is 11, but there are only 10 points\n  hint: give more under 'points'")>]
let A_bad_override_is_reported_like_a_bad_line (text: string, expected: string) =
    Assert.Equal<string list>([ expected ], problems (compileWith [ text ] source))

[<Fact>]
let All_bad_overrides_are_told () =
    Assert.Equal<string list>([ "N103"; "N101" ], codes (compileWith [ "seed=x"; "sed=1" ] source))
    Assert.Equal<string list>([ "N103"; "N100" ], codes (compileWith [ "name.x=1"; "seed" ] source))

let private files = [
    "/lab/models/m.safetensors", "one"
    "/desk/mine.safetensors", "two"
    "/lab/mine.safetensors", "three"
]

let private wide: SurrogateFacts = { facts with Ranges = [| for _ in 1..7 -> Bounds(-1.2, 0.6) |] }

let private compileHere overrides =
    let isMine (path: string) = path.EndsWith "mine.safetensors"
    Compiler.text (surroundings files (fun path -> if isMine path then wide else facts)) "/lab/e.yaml" overrides source

[<Fact>]
let A_model_on_the_command_line_stands_for_the_whole_device () =
    match compileHere [ "devices.chip.surrogate=mine.safetensors" ] with
    | Error problems -> failwith $"{problems}"
    | Ok compiled ->
        let device = compiled.Plan.Devices[0]
        Assert.IsType<UnmodelledPlan> device.Physics |> ignore
        Assert.IsType<SurrogateInstrumentPlan> compiled.Plan.Instrument |> ignore
        Assert.Equal(-1.2, device.Electrodes[0].LowVolts)

        Assert.Equal<string list>(
            [
                "--set devices.chip.surrogate: warning N291: the physics of 'chip' is left out: mine.safetensors takes its place, so findings are replayed on the model itself\n  hint: to keep the physics, write the model into the file"
            ],
            compiled.Warnings |> List.map string
        )

        // The current folder comes before the file's.
        Assert.Equal("/desk/mine.safetensors", compiled.Files |> Map.toList |> List.exactlyOne |> snd)

[<Fact>]
let A_model_of_this_very_physics_leaves_it_in_its_place () =
    let physics = (plan (compile source)).Devices[0].Physics
    let sampled = { facts with Device = PlanJson.Fingerprint physics }

    let compiled source =
        Compiler.text
            (surroundings files (fun _ -> sampled))
            "/lab/e.yaml"
            [ "devices.chip.surrogate=mine.safetensors" ]
            source

    match compiled source with
    | Error problems -> failwith $"{problems}"
    | Ok compiled ->
        Assert.Empty compiled.Warnings
        Assert.Equal(physics, compiled.Plan.Devices[0].Physics)
        Assert.IsType<SimulatedPlan> compiled.Plan.Instrument |> ignore
        Assert.Equal("/desk/mine.safetensors", compiled.Files |> Map.toList |> List.exactlyOne |> snd)

    // Another layout is another device.
    match compiled (source.Replace("preset: tiny", "preset: tiny, layout-seed: 5")) with
    | Error problems -> failwith $"{problems}"
    | Ok compiled ->
        Assert.Equal<string list>([ "N291" ], compiled.Warnings |> List.map _.Code)
        Assert.IsType<UnmodelledPlan> compiled.Plan.Devices[0].Physics |> ignore

[<Fact>]
let What_misses_the_physics_that_was_left_out_says_why () =
    let source = source + "instrument: simulated\n"

    let result =
        Compiler.text
            (surroundings files (fun _ -> wide))
            "/lab/e.yaml"
            [ "devices.chip.surrogate=mine.safetensors" ]
            source

    Assert.Equal<string list>([ "N203"; "N291" ], codes result)

[<Fact>]
let A_device_without_physics_has_none_to_leave_out () =
    let source = source.Replace("    physics: { preset: tiny }\n", "")

    match
        Compiler.text
            (surroundings files (fun _ -> wide))
            "/lab/e.yaml"
            [ "devices.chip.surrogate=mine.safetensors" ]
            source
    with
    | Ok compiled -> Assert.Empty compiled.Warnings
    | Error problems -> failwith $"{problems}"

[<Fact>]
let A_model_on_the_command_line_that_is_not_there_is_one_error () =
    Assert.Equal<string list>([ "N230" ], codes (compileHere [ "devices.chip.surrogate=none.safetensors" ]))

[<Fact>]
let It_does_not_where_the_command_line_speaks_of_physics () =
    let both = [ "devices.chip.surrogate=models/m.safetensors"; "devices.chip.physics.layout-seed=8" ]
    let plan = plan (compileHere both)
    Assert.Equal(8UL, (plan.Devices[0].Physics :?> HoppingPlan).LayoutSeed)
    Assert.IsType<SimulatedPlan> plan.Instrument |> ignore

    match compileHere both with
    | Ok compiled -> Assert.Empty compiled.Warnings
    | Error problems -> failwith $"{problems}"

[<Fact>]
let A_path_of_the_file_starts_at_the_folder_of_the_file () =
    let source = source.Replace("models/m.safetensors", "mine.safetensors")
    let result = Compiler.text (surroundings files (fun _ -> facts)) "/lab/deep/er/e.yaml" [] source

    match result with
    | Ok compiled -> Assert.Equal("/lab/mine.safetensors", compiled.Files |> Map.toList |> List.exactlyOne |> snd)
    | Error problems -> failwith $"{problems}"

[<Fact>]
let A_model_that_is_not_there_is_an_error_at_its_line () =
    let source = source.Replace("m.safetensors", "n.safetensors")
    hasOne "N230" [ "e.yaml:6:16"; "there is no file 'models/n.safetensors'" ] (compile source)
