module Nano.Dsl.Tests.DeviceTests

open System
open Nano.Plan
open Nano
open Nano.Runtime
open Nano.Runtime.Hopping
open Nano.Dsl.Tests.Bench
open Xunit

let private device lines = (plan (compile (withDevice lines))).Devices[0]
let private model = "surrogate: models/m.safetensors"
let private physics = "physics: { preset: tiny }"

let private limits (device: DevicePlan) = [ for it in device.Electrodes -> it.Number, it.LowVolts, it.HighVolts ]

[<Theory>]
[<InlineData("tiny", 30, 1, 58.1e-9, 0.15)>]
[<InlineData("small", 60, 1, 82.2e-9, 0.15)>]
[<InlineData("standard", 100, 1, 106.1e-9, 0.15)>]
[<InlineData("reference", 200, 3, 150e-9, 0.1)>]
let Presets_keep_the_areal_density (name: string, acceptors: int, donors: int, radius: float, disorder: float) =
    let plan = (device [ $"physics: {{ preset: {name} }}"; "inputs: [3, 5]" ]).Physics :?> HoppingPlan
    Assert.Equal(acceptors, plan.Acceptors)
    Assert.Equal(donors, plan.Donors)
    Assert.Equal(radius, plan.Radius)
    Assert.Equal(disorder, plan.DisorderElectronvolts)
    Assert.Equal(Math.Round(150.0 * sqrt (float acceptors / 200.0), 1), radius * 1e9, 9)
    Assert.Equal(0.4 * radius, plan.ElectrodeWidth, 1e-15)

[<Fact>]
let Every_setting_of_the_physics_is_read_in_its_unit () =
    let text =
        "physics: { preset: small, layout-seed: 9, temperature: 300 K, acceptors: 50, donors: 2, radius: 90 nm, "
        + "electrode-width: 30 nm, localisation: 5 nm, permittivity: 12, disorder: 100 meV, attempt-frequency: 10 THz, "
        + "hop-range: [2 nm, 50 nm], spacing: 2 nm, rates: fermi, closure: pair-excluded }"

    let expected =
        HoppingPlan(
            50,
            2,
            90e-9,
            30e-9,
            5e-9,
            12.0,
            0.1,
            300.0,
            1e13,
            2e-9,
            50e-9,
            2e-9,
            RateLaw.Fermi,
            Plan.Closure.PairExcluded,
            9UL
        )

    Assert.Equal(expected, (device [ text; "inputs: [3, 5]" ]).Physics :?> HoppingPlan)

[<Fact>]
let Limits_left_out_are_the_physics_own () =
    let device = device [ physics; "inputs: [5, 3]" ]
    let own number = if number = 3 || number = 5 then number, -0.5, 0.5 else number, -1.0, 1.0
    Assert.Equal<(int * float * float) list>([ for number in 1..7 -> own number ], limits device)
    Assert.Equal<int list>([ 4; 2 ], List.ofSeq device.Inputs) // channels, in the order that was written
    Assert.Equal<int list>([ 0; 1; 3; 5; 6 ], List.ofSeq device.Controls)

[<Fact>]
let Without_physics_limits_and_inputs_are_the_models () =
    let device = device [ model; "readout: 2" ]
    Assert.Equal<int list>([ 0; 1; 3; 4; 5; 6; 7 ], [ for it in device.Electrodes -> it.Number ])
    Assert.Equal<int list>([ 2; 4 ], List.ofSeq device.Inputs)
    Assert.Equal(-0.5, device.Electrodes[2].LowVolts)
    Assert.Equal(-1.0, device.Electrodes[0].LowVolts)

[<Fact>]
let Given_limits_hold_for_their_electrodes_alone () =
    let text = [ physics; "inputs: { electrodes: [3], limits: [-100 mV, 0.2 V] }"; "controls: [1, 2]" ]

    let source =
        (withDevice text).Replace("input: 2", "input: 1")
        + "\n  points: [[-1], [1]]\n  to: 2"

    let electrodes = (plan (compile source)).Devices[0] |> limits
    Assert.Contains((3, -0.1, 0.2), electrodes)
    Assert.Contains((1, -1.0, 1.0), electrodes)
    Assert.Contains((4, -1.0, 1.0), electrodes) // neither input nor control

[<Theory>]
[<InlineData("inputs: [3, 5]|controls: [1, 3]", "N211", "electrode 3 of 'chip' is both input and control")>]
[<InlineData("inputs: [3, 3]", "N211", "electrode 3 of 'chip' is an input twice")>]
[<InlineData("inputs: [3, 5]|controls: [1, 2, 1]", "N211", "electrode 1 of 'chip' is a control twice")>]
[<InlineData("inputs: [3, 0]", "N211", "both input and readout")>]
[<InlineData("inputs: [3, 8]", "N212", "'chip' has no electrode 8")>]
[<InlineData("inputs: [3, 5]|readout: 9", "N212", "'chip' has no electrode 9")>]
[<InlineData("readout: 0", "N210", "has no input electrode")>]
[<InlineData("inputs: { electrodes: [3, 5], limits: [-3 V, 0.5 V] }",
             "N213",
             "limits [-3 V, 0.5 V] of electrodes 3 and 5 are outside the device 'chip'")>]
[<InlineData("inputs: { electrodes: [3, 5], limits: [0.5 V, -0.5 V] }", "N213", "are no range")>]
[<InlineData("inputs: []", "N101", "got an empty one")>]
[<InlineData("inputs: 3", "N101", "expected a list of electrode numbers, got '3'")>]
let Electrodes_that_do_not_fit (lines: string, code: string, words: string) =
    let result = compile (withDevice (physics :: List.ofArray (lines.Split '|')))
    Assert.All(codes result, (fun it -> Assert.Equal(code, it)))
    Assert.Contains(words, String.Join('\n', problems result))

[<Fact>]
let Limits_must_lie_inside_the_models_ranges_too () =
    let text = [ physics; model; "inputs: { electrodes: [3, 5], limits: [-0.6 V, 0.5 V] }" ]
    let result = compile (withDevice text)
    let holds = "its model holds for [-0.5 V, 0.5 V]"
    hasOne "N213" [ "e.yaml:6:"; "[-0.6 V, 0.5 V] of electrodes 3 and 5 are"; holds ] result

[<Theory>]
[<InlineData("inputs: { electrodes: [3, 5], limits: [0.1 V, 0.5 V] }", "3 and 5")>]
[<InlineData("inputs: { electrodes: [3, 5], limits: [-0.5 V, -1 nV] }", "3 and 5")>]
[<InlineData("inputs: [3, 5]|controls: { electrodes: [1, 2, 4], limits: [10 mV, 1 V] }", "1, 2 and 4")>]
let Limits_must_include_the_rest_at_0_V (lines: string, electrodes: string) =
    let result = compile (withDevice (physics :: List.ofArray (lines.Split '|')))
    let message = $"limits of electrodes {electrodes} of 'chip' must include 0 V, where they rest"
    hasOne "N213" [ message + "\n  hint: they are [" ] result

[<Theory>]
[<InlineData("inputs: { electrodes: [3, 5], limits: [0 V, 0.5 V] }")>]
[<InlineData("inputs: { electrodes: [3, 5], limits: [-0.5 V, 0 V] }")>]
let Limits_may_end_at_0_V (inputs: string) = Assert.Empty(problems (compile (withDevice [ physics; inputs ])))

[<Fact>]
let A_model_that_knows_nothing_of_0_V_is_refused () =
    // Electrode 7 is neither input nor control, and rests all the same.
    let ranges = [| for channel in 0..6 -> if channel = 6 then Bounds(0.1, 0.6) else Bounds(-0.6, 0.6) |]

    let surroundings =
        surroundings [ "/lab/models/m.safetensors", "" ] (fun _ -> { facts with Ranges = ranges })

    let compile lines = Compiler.text surroundings "/lab/e.yaml" [] (withDevice lines)
    let expected = [ "e.yaml:4:16"; "electrode 7 of 'chip' must include 0 V"; "the model holds for [0.1 V, 0.6 V]" ]
    hasOne "N213" expected (compile [ model ])
    hasOne "N213" expected (compile [ model; "inputs: [3, 5]"; "controls: [1, 2]" ])

[<Fact>]
let A_device_must_be_known_somehow () =
    hasOne "N202" [ "e.yaml:4:5"; "neither physics nor surrogate" ] (compile (withDevice [ "inputs: [3, 5]" ]))

[<Fact>]
let A_model_with_other_electrodes_is_refused () =
    let three =
        surroundings [ "/lab/models/m.safetensors", "" ] (fun _ -> { facts with Ranges = facts.Ranges[..2] })

    let result = Compiler.text three "/lab/e.yaml" [] (withDevice [ physics; model; "inputs: [3, 5]" ])
    hasOne "N214" [ "the model knows 3 activation electrodes, 'chip' has 7" ] result

[<Theory>]
[<InlineData("acceptors: 1", "acceptors")>]
[<InlineData("donors: 31", "donors")>]
[<InlineData("temperature: 0 K", "temperature")>]
[<InlineData("temperature: 0.9 K", "'temperature' must be from 1 K to 2000 K, got 0.9")>]
[<InlineData("temperature: 2001 K", "'temperature' must be from 1 K to 2000 K, got 2001")>]
[<InlineData("hop-range: [60 nm, 3 nm]", "hop-range")>]
[<InlineData("spacing: 40 nm", "30 acceptors do not fit")>]
[<InlineData("electrode-width: 50 nm", "touch each other")>]
[<InlineData("permittivity: 0.5", "permittivity")>]
let Physics_out_of_range_is_refused (setting: string, words: string) =
    hasOne "N201" [ words ] (compile (withDevice [ $"physics: {{ preset: tiny, {setting} }}"; "inputs: [3, 5]" ]))

let private refused (hopping: Hopping) =
    let chip = { Device.named "chip" with Physics = Some hopping; Inputs = electrodesOf [ 3; 5 ] }
    codes (Compiler.experiment usual (experiment "e" (Acquire(Acquire.on chip))))

/// The runtime's own word on a device.
let private runs (hopping: Hopping) =
    try
        HoppingDevice(Nano.Compile.LowerPhysics.lower hopping :?> HoppingPlan) |> ignore
        true
    with :? NanoException ->
        false

[<Fact>]
let What_the_runtime_refuses_is_refused_before () =
    let tiny = Hopping.tiny

    let point = {
        tiny with
            Acceptors = 2
            Spacing = 0.0<m>
            ElectrodeWidth = 1e-9<m>
            HopRange = between 0.0<m> 1e-8<m>
    }

    let cases = [
        { tiny with Temperature = 1.0<K> }, []
        { tiny with Temperature = 0.999<K> }, [ "N201" ]
        { tiny with Temperature = 2000.0<K> }, []
        { tiny with Temperature = 2000.1<K> }, [ "N201" ]
        { point with Radius = 2.1e-9<m> }, []
        { point with Radius = 2e-9<m> }, [ "N201" ]
        { tiny with ElectrodeWidth = 0.0<m> }, [ "N201" ]
        { tiny with ElectrodeWidth = tiny.Radius * Math.PI / 4.0 }, [ "N201" ]
        { tiny with Localisation = 0.0<m> }, [ "N201" ]
        { tiny with Permittivity = 0.99 }, [ "N201" ]
        { tiny with Disorder = -0.1<eV> }, [ "N201" ]
        { tiny with AttemptFrequency = 0.0<Hz> }, [ "N201" ]
        { tiny with HopRange = between -1e-9<m> 1e-8<m> }, [ "N201" ]
        { tiny with HopRange = between 1e-8<m> 1e-8<m> }, [ "N201" ]
        { tiny with Spacing = -1e-9<m> }, [ "N201" ]
        { tiny with Acceptors = 2001; Radius = 1e-6<m> }, [ "N201" ]
        // Only the drawn device shows that nothing reaches an electrode.
        { tiny with HopRange = between 3e-9<m> 4e-9<m> }, [ "N243" ]
    ]

    for hopping, expected in cases do
        Assert.Equal(expected.IsEmpty, runs hopping)
        Assert.Equal<string list>(expected, refused hopping)

let private compileFrom (print: string) =
    let surroundings =
        surroundings [ "/lab/models/m.safetensors", "" ] (fun _ -> { facts with Device = print })

    Compiler.text surroundings "/lab/e.yaml" [] (withDevice [ physics; model; "inputs: [3, 5]" ])

[<Fact>]
let A_model_of_another_device_is_a_warning () =
    match compileFrom (String('0', 64)) with
    | Ok compiled ->
        let warning = List.exactlyOne compiled.Warnings
        Assert.Equal("N290", warning.Code)
        Assert.Equal(Severity.Warning, warning.Severity)
        Assert.Equal(5, warning.Where.Line)
    | Error problems -> failwith $"{problems}"

[<Fact>]
let A_model_of_this_device_is_none () =
    let print = PlanJson.Fingerprint (device [ physics; "inputs: [3, 5]" ]).Physics
    Assert.Matches("^[0-9a-f]{64}$", print)

    match compileFrom print with
    | Ok compiled -> Assert.Empty compiled.Warnings
    | Error problems -> failwith $"{problems}"

[<Fact>]
let A_problem_of_the_models_file_stands_at_its_line () =
    let broken = { usual with Surrogates = fun _ -> Error(Diagnostic.Error("N110", "this is no safetensors file")) }

    hasOne
        "N110"
        [ "e.yaml:5:16" ]
        (Compiler.text broken "/lab/e.yaml" [] (withDevice [ physics; model; "inputs: [3, 5]" ]))
