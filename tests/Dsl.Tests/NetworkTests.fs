module Nano.Dsl.Tests.NetworkTests

open System
open Nano.Plan
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

let private network layers = ((plan (compile (withNetwork layers))).Protocol :?> VcDimensionPlan).Search.Network.Layers

let private shapes layers = [
    for layer in network layers -> layer.GetType().Name, layer.Name, List.ofSeq layer.Inputs, layer.Width
]

[<Fact>]
let Data_that_meet_a_device_directly_are_mapped_onto_its_limits () =
    let layers = network [ "input: 2"; "dnpu: { device: chip, count: 1 }" ]
    let rescale = layers[1] :?> RescalePlan
    Assert.Equal<Bounds>([ Bounds(-1.0, 1.0); Bounds(-1.0, 1.0) ], rescale.From)
    Assert.Equal<Bounds>([ Bounds(-0.5, 0.5); Bounds(-0.5, 0.5) ], rescale.To)
    Assert.Equal(1, layers[2].Inputs[0])
    Assert.True((layers[2] :?> DnpuPlan).Shared)

[<Fact>]
let A_signal_as_wide_as_all_nodes_inputs_is_dealt_out () =
    let source =
        (withNetwork [
            "input: 4"
            "dnpu: { device: chip, count: 2 }"
            "rescale: [-0.5 V, 0.5 V]"
            "dnpu: { device: chip, count: 1 }"
        ])

    let points = "\n  points: [[0, 0, 0, 0], [1, 1, 1, 1]]\n  to: 2"
    let layers = ((plan (compile (source + points))).Protocol :?> VcDimensionPlan).Search.Network.Layers
    Assert.False((layers[2] :?> DnpuPlan).Shared)
    Assert.Equal(4, (layers[1] :?> RescalePlan).To.Length)
    // The current's range is the model's.
    Assert.Equal<Bounds>([ Bounds(-8.0, 6.0); Bounds(-8.0, 6.0) ], (layers[3] :?> RescalePlan).From)

[<Fact>]
let Clipping_comes_before_the_range_of_the_data () =
    let clipped =
        surroundings [ "/lab/models/m.safetensors", "" ] (fun _ -> { facts with Clip = Bounds(-3.0, 2.0) })

    let source =
        withNetwork [
            "input: 2"
            "dnpu: { device: chip, count: 2 }"
            "rescale: [-0.5 V, 0.5 V]"
            "dnpu: { device: chip, count: 1 }"
        ]

    let layers =
        ((plan (Compiler.text clipped "/lab/e.yaml" [] source)).Protocol :?> VcDimensionPlan).Search.Network.Layers

    Assert.Equal(Bounds(-3.0, 2.0), (layers[3] :?> RescalePlan).From[0])

[<Fact>]
let A_current_that_never_changed_has_no_range () =
    let constant =
        surroundings [ "/lab/models/m.safetensors", "" ] (fun _ -> { facts with OutputRange = Bounds(1.0, 1.0) })

    let source =
        withNetwork [
            "input: 2"
            "dnpu: { device: chip, count: 2 }"
            "rescale: [-0.5 V, 0.5 V]"
            "dnpu: { device: chip, count: 1 }"
        ]

    hasOne "N222" [ "cannot tell the range" ] (Compiler.text constant "/lab/e.yaml" [] source)

[<Fact>]
let Branches_are_taken_up_by_name () =
    let layers = [
        "{ input: 2, as: x }"
        "{ dnpu: { device: chip, count: 1 }, as: a }"
        "concat: [x]"
        "{ dnpu: { device: chip, count: 1 }, as: b }"
        "concat: [a, b]"
        "rescale: { from: [-10 nA, 0.01 uA], to: [-0.5 V, 0.5 V] }"
        "dnpu: { device: chip, count: 1 }"
    ]

    let expected = [
        "InputPlan", "x", [], 2
        "RescalePlan", "a-volts", [ 0 ], 2
        "DnpuPlan", "a", [ 1 ], 1
        "RescalePlan", "b-volts", [ 0 ], 2
        "DnpuPlan", "b", [ 3 ], 1
        "ConcatPlan", "concat-1", [ 2; 4 ], 2
        "RescalePlan", "rescale-1", [ 5 ], 2
        "DnpuPlan", "dnpu-1", [ 6 ], 1
    ]

    Assert.Equal<(string * string * int list * int) list>(expected, shapes layers)
    Assert.Equal(Bounds(-10.0, 10.0), (network layers |> Seq.item 6 :?> RescalePlan).From[0])

[<Theory>]
[<InlineData("input: 3|dnpu: { device: chip, count: 1 }",
             "N220",
             "'dnpu-1' is fed 3 values; it takes 2, the inputs of 'chip'")>]
[<InlineData("input: 3|dnpu: { device: chip, count: 2 }",
             "N220",
             "it takes 2, the inputs of one node of 'chip', or 4, those of all 2")>]
[<InlineData("input: 2|dnpu: { device: chip, count: 2 }", "N223", "ends with 2 values; one is needed")>]
[<InlineData("input: 2|dnpu: { device: chip, count: 0 }", "N201", "'count' must be from 1")>]
[<InlineData("dnpu: { device: chip, count: 1 }", "N223", "a network starts with an input")>]
[<InlineData("input: 2|dnpu: { device: chop, count: 1 }", "N200", "did you mean 'chip'?")>]
[<InlineData("input: 2|dnpu: { device: chip, count: 2 }|dnpu: { device: chip, count: 1 }",
             "N222",
             "nanoamperes reach 'dnpu-2' where volts are needed")>]
[<InlineData("input: 2|rescale: [-0.7 V, 0.5 V]|dnpu: { device: chip, count: 1 }",
             "N213",
             "[-0.7 V, 0.5 V] at 'dnpu-1' is outside the limits of electrode 3")>]
[<InlineData("{ input: 1, as: x }|concat: [x, x]|dnpu: { device: chip, count: 1 }",
             "N222",
             "data reach 'dnpu-1' where volts are needed")>]
[<InlineData("{ input: 2, as: x }|dnpu: { device: chip, count: 1 }|concat: [y]",
             "N221",
             "no earlier layer is called 'y'")>]
[<InlineData("{ input: 2, as: x }|dnpu: { device: chip, count: 1 }|concat: [x]|dnpu: { device: chip, count: 1 }",
             "N221",
             "e.yaml:10:7: error N221: nothing uses this layer")>]
[<InlineData("{ input: 2, as: x }|{ dnpu: { device: chip, count: 1 }, as: x }", "N221", "two layers are called 'x'")>]
[<InlineData("{ input: 2, as: x }|{ input: 2, as: y }|concat: [x, y]|rescale: [0 V, 0.1 V]|dnpu: { device: chip, count: 2 }",
             "N223",
             "a network has one input")>]
[<InlineData("input: 2|rescale: [0.1 V, -0.1 V]|dnpu: { device: chip, count: 1 }",
             "N222",
             "the target of 'rescale-1' is no range")>]
[<InlineData("input: 2|rescale: [1 nA, 2 nA]|dnpu: { device: chip, count: 1 }",
             "N101",
             "expected a quantity in V, got '1 nA'")>]
let Networks_that_do_not_fit (layers: string, code: string, words: string) =
    let result = compile (withNetwork (List.ofArray (layers.Split '|')))
    Assert.Contains(code, codes result)
    Assert.Contains(words, String.Join('\n', problems result))

[<Fact>]
let Without_a_model_the_range_of_a_current_must_be_written () =
    let layers = [
        "input: 2"
        "dnpu: { device: chip, count: 2 }"
        "rescale: [-0.5 V, 0.5 V]"
        "dnpu: { device: chip, count: 1 }"
    ]

    let source = (withNetwork layers).Replace("    surrogate: models/m.safetensors\n", "")

    hasOne
        "N222"
        [ "e.yaml:10:7"; "cannot tell the range that arrives at 'rescale-1'"; "from: [low nA, high nA]" ]
        (compile source)

[<Fact>]
let The_same_signal_used_twice_is_one_layer () =
    let chip = { Device.named "chip" with Physics = Some Hopping.tiny; Inputs = electrodesOf [ 3; 5 ] }
    let x = input 2 |> named "x"
    let volts = x |> rescale (between -0.5<V> 0.5<V>)
    let joined = concat [ volts |> dnpu 1 chip; volts |> dnpu 1 chip ]

    let output =
        joined
        |> rescaleFrom (between -5.0<nA> 5.0<nA>) (between -0.5<V> 0.5<V>)
        |> dnpu 1 chip

    let result = Compiler.experiment usual (experiment "e" (VcDimension(VcDimension.on output)))
    let layers = ((plan result).Protocol :?> VcDimensionPlan).Search.Network.Layers

    Assert.Equal<string list>(
        [ "x"; "rescale-1"; "dnpu-1"; "dnpu-2"; "concat-1"; "rescale-2"; "dnpu-3" ],
        [ for it in layers -> it.Name ]
    )

    Assert.Equal(1, (plan result).Devices.Length)

[<Fact>]
let In_scripts_problems_name_the_layer () =
    let chip = { Device.named "chip" with Physics = Some Hopping.tiny; Inputs = electrodesOf [ 3; 5 ] }

    let result =
        Compiler.experiment usual (experiment "e" (VcDimension(VcDimension.on (input 3 |> dnpu 1 chip))))

    Assert.Contains("vc-dimension.network.dnpu-1: error N220", String.Join('\n', problems result))

[<Fact>]
let Two_devices_of_one_name_cannot_be_told_apart () =
    let chip = { Device.named "chip" with Physics = Some Hopping.tiny; Inputs = electrodesOf [ 3; 5 ] }
    let other = { chip with Physics = Some Hopping.small }
    let x = input 2
    let both = concat [ x |> dnpu 1 chip; x |> dnpu 1 other ]
    let output = both |> rescaleFrom (between -5.0<nA> 5.0<nA>) chip.Inputs.Limits |> dnpu 1 chip
    let result = Compiler.experiment usual (experiment "e" (VcDimension(VcDimension.on output)))
    hasOne "N204" [ "two different devices are called 'chip'" ] result
