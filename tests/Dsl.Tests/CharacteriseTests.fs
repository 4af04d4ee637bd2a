module Nano.Dsl.Tests.CharacteriseTests

open Nano.Plan
open Nano
open Nano.Runtime.Running
open Nano.Dsl.Tests.Bench
open Xunit

let private characterise lines = compile (withProtocol [ "characterise:"; "  device: chip"; yield! indented lines ])

let private planned lines = (plan (characterise lines)).Protocol :?> CharacterisePlan

[<Fact>]
let Defaults_are_those_of_the_language () =
    let it = planned []
    Assert.Equal(101, it.Points)
    Assert.Equal(Plan.Directions.Both, it.Directions)
    Assert.Equal<float seq>([ for _ in 1..7 -> 0.0 ], it.Rest)
    Assert.Equal(1, it.Plateau)
    Assert.Equal(2000, it.Settings)
    Assert.Equal(2e-3, it.Step)
    Assert.Empty it.Maps
    Assert.Empty it.Temperatures
    // The first input, electrode 3, is the third channel.
    Assert.Equal(2, it.TemperatureElectrode)

[<Fact>]
let Electrodes_become_channels () =
    let lines = [
        "directions: up"
        "rest: { 3: 0.2 V, 7: -100 mV }"
        "maps: [{ electrodes: [7, 1], points: 5 }, { electrodes: [3, 5] }]"
        "temperature-electrode: 6"
        "temperatures: [77 K, 290]"
    ]

    let it = planned lines
    Assert.Equal(Plan.Directions.Up, it.Directions)
    Assert.Equal<float seq>([ 0.0; 0.0; 0.2; 0.0; 0.0; 0.0; -0.1 ], it.Rest)
    Assert.Equal<int seq>([ 6; 0 ], it.Maps[0].Electrodes)
    Assert.Equal(5, it.Maps[0].Points)
    Assert.Equal<int seq>([ 2; 4 ], it.Maps[1].Electrodes)
    Assert.Equal(41, it.Maps[1].Points)
    Assert.Equal(5, it.TemperatureElectrode)
    Assert.Equal<float seq>([ 77.0; 290.0 ], it.Temperatures)
    Assert.Empty(PlanCheck.Of(plan (characterise lines)))

[<Theory>]
[<InlineData("points: 2", "N201", "'points' must be from 3")>]
[<InlineData("plateau: 0", "N201", "'plateau'")>]
[<InlineData("settings: -1", "N201", "'settings' must be from 0")>]
[<InlineData("step: 0 V", "N201", "greater than 0 V")>]
[<InlineData("step: 0.3 V", "N201", "at most 0.25 V, a quarter of the limits of electrode 3")>]
[<InlineData("directions: down", "N104", "one of 'up', 'both'")>]
[<InlineData("rest: { 3: 0.6 V }", "N213", "electrode 3 of 'chip' cannot rest at 0.6 V")>]
[<InlineData("rest: { 3: 0.6 V }", "N213", "its limits are [-0.5 V, 0.5 V]")>]
[<InlineData("rest: { 9: 0 V }", "N212", "'chip' has no electrode 9")>]
[<InlineData("rest: { 9: 0 V }", "N212", "electrodes that carry a voltage: 1, 2, 3, 4, 5, 6, 7")>]
[<InlineData("rest: { 0: 0 V }", "N212", "electrode 0 of 'chip' is the readout")>]
[<InlineData("rest: { three: 0 V }", "N101", "expected a whole number, got 'three'")>]
[<InlineData("rest: { 3: 1 nA }", "N101", "expected a quantity in V")>]
[<InlineData("rest: 0.2 V", "N101", "write { 3: 0.2 V }")>]
[<InlineData("maps: [{ electrodes: [3, 3] }]", "N211", "electrode 3 is on both axes of the map")>]
[<InlineData("maps: [{ electrodes: [3] }]", "N220", "a map is over two electrodes, got 1")>]
[<InlineData("maps: [{ electrodes: [3, 8] }]", "N212", "'chip' has no electrode 8")>]
[<InlineData("maps: [{ electrodes: [3, 5], points: 2 }]", "N201", "'points' must be from 3 to 1000")>]
[<InlineData("maps: [{ electrodes: [3, 5] }, { electrodes: [3, 5] }]", "N211", "two maps of the electrodes 3, 5")>]
[<InlineData("maps: [{ electrode: [3, 5] }]", "N103", "did you mean 'electrodes'?")>]
[<InlineData("temperatures: [0 K]", "N201", "a temperature must be from 1 K to 2000 K, got 0 K")>]
[<InlineData("temperatures: [77 K, 77 K]", "N201", "77 K is named twice")>]
[<InlineData("temperatures: [77 V]", "N101", "expected a quantity in K")>]
[<InlineData("temperature-electrode: 0", "N212", "is the readout")>]
[<InlineData("temperature: [77 K]", "N103", "did you mean 'temperatures'?")>]
let Studies_that_cannot_be (line: string, code: string, words: string) =
    let result = characterise [ line ]
    Assert.Equal<string list>([ code ], codes result)
    Assert.Contains(words, said result)

[<Fact>]
let Problems_point_at_their_line () = hasOne "N213" [ "e.yaml:9:14" ] (characterise [ "rest: { 3: 0.6 V }" ])

[<Fact>]
let Curves_too_long_for_one_waveform_are_refused () =
    let result = characterise [ "points: 100000"; "plateau: 100" ]
    hasOne "N201" [ "a curve would have 140000000 voltages; at most 100 million" ] result

[<Fact>]
let Temperatures_are_for_simulated_devices () =
    let study = [ "characterise:"; "  device: chip"; "  temperatures: [77 K]" ]
    let bare = withProtocol study |> replace "    physics: { preset: tiny }\n" ""
    hasOne "N203" [ "on a simulated device only: device 'chip' has no physics" ] (compile bare)
    let modelled = compile (withProtocol ("instrument: surrogate" :: study))
    hasOne "N203" [ "the instrument is 'surrogate'"; "leave 'temperatures' out" ] modelled

[<Fact>]
let A_script_says_what_a_file_cannot () =
    let device = { Device.named "chip" with Physics = Some Hopping.tiny; Inputs = electrodesOf [ 3; 5 ] }

    let twice = { Characterise.on device with Rest = [ 3, 0.1<V>; 3, 0.2<V> ] }

    hasOne
        "N211"
        [ "electrode 3 rests at two voltages" ]
        (Compiler.experiment usual (experiment "e" (Characterise twice)))
