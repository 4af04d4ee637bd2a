module Nano.Dsl.Tests.SamplingTests

open System
open Nano.Plan
open Nano
open Nano.Dsl.Tests.Bench
open Xunit

let private acquire lines = compile (withProtocol [ "acquire:"; "  device: chip"; yield! indented lines ])
let private surrogate lines = compile (withProtocol [ "surrogate:"; "  device: chip"; yield! indented lines ])

[<Fact>]
let Waves_have_irrational_ratios () =
    let plan = ((plan (acquire [])).Protocol :?> AcquirePlan).Sampling

    Assert.Equal<float list>(
        [ for it in [ 2.0; 3.0; 5.0; 7.0; 13.0; 17.0; 19.0 ] -> sqrt it * 0.001 * 5000.0 ],
        List.ofSeq plan.Frequencies
    )

    Assert.Equal(2500, plan.BatchSamples)
    Assert.Equal(10, plan.Batches)
    Assert.Equal(0.02, plan.Ramp)
    Assert.Equal(Plan.Waveform.Triangle, plan.Waveform)

[<Theory>]
[<InlineData("frequencies: [1 Hz, 2 Hz]", "N220", "2 frequencies for 7 activation electrodes")>]
[<InlineData("frequencies: [1, 2, 3, 4, 5, 6, 3 kHz]", "N201", "3000 Hz is not between 0 and half the sample rate")>]
[<InlineData("batch-time: 1 us", "N201", "a batch must hold")>]
[<InlineData("sample-rate: 0 Hz", "N201", "'sample-rate'")>]
[<InlineData("waveform: square", "N104", "one of 'sine', 'triangle'")>]
[<InlineData("ramp: -1 s", "N201", "'ramp' must be 0 or more")>]
[<InlineData("sample-rate: -1 Hz", "N201", "'sample-rate' must be greater than 0, got -1")>]
[<InlineData("ramp: 2001 s", "N201", "a ramp of 2001 s has 10005000 samples; at most 10 million")>]
[<InlineData("batches: 40001", "N201", "40001 batches of 2500 samples are 100002500 rows; at most 100 million")>]
[<InlineData("batch-time: 20000 s", "N201", "10 batches of 100000000 samples are 1000000000 rows")>]
let Waves_that_cannot_be (line: string, code: string, words: string) =
    let result = acquire [ line ]
    Assert.Equal<string list>([ code ], codes result)
    Assert.Contains(words, said result)

[<Theory>]
[<InlineData("ramp: 2000 s")>]
[<InlineData("batches: 40000")>]
let Waves_that_just_fit (line: string) = Assert.Empty(problems (acquire [ line ]))

[<Fact>]
let Voltages_are_counted_over_all_electrodes () =
    let broad =
        surroundings [ "/m", "" ] (fun _ -> { facts with Ranges = [| for _ in 1..21 -> Bounds(-1.0, 1.0) |] })

    let chip = { Device.named "chip" with Surrogate = Some "/m" }
    let frequencies = [ for wave in 1..21 -> float wave * 1.0<Hz> ]

    let compile batches ramp =
        let waves = { Waves.standard with Frequencies = frequencies; Batches = batches; Ramp = ramp }
        Compiler.experiment broad (experiment "e" (Acquire { Device = chip; Sampling = waves }))

    Assert.Empty(problems (compile 38000 20e-3<s>))
    hasOne "N201" [ "on 21 electrodes"; "2100000000 voltages; at most 2 billion" ] (compile 40000 20e-3<s>)

[<Fact>]
let Surrogates_are_trained_on_fresh_or_on_recorded_data () =
    let fresh =
        (plan (surrogate [ "clip: [-100 nA, 0.1 uA]"; "data: { acquire: { batches: 3 } }" ])).Protocol
        :?> SurrogateTrainingPlan

    Assert.Equal(3, (fresh.Data :?> SampledPlan).Sampling.Batches)
    Assert.Equal(Bounds(-100.0, 100.0), fresh.Clip)
    Assert.Equal<int list>([ 90; 90; 90; 90; 90 ], List.ofSeq fresh.Hidden)

    let source = withProtocol [ "surrogate: { device: chip, data: { csv: d.csv } }" ]
    let files = [ "/lab/models/m.safetensors", ""; "/lab/d.csv", "abc" ]

    match Compiler.text (surroundings files (fun _ -> facts)) "/lab/e.yaml" [] source with
    | Ok compiled ->
        let training = compiled.Plan.Protocol :?> SurrogateTrainingPlan
        let file = (training.Data :?> RecordedPlan).File
        Assert.Equal("d.csv", file.Name)
        // The published digest of "abc" (FIPS 180-2, appendix B.1).
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", file.Sha256)
        Assert.Equal("/lab/d.csv", compiled.Files[file.Sha256])
        Assert.Equal(Bounds(-1e300, 1e300), training.Clip)
    | Error problems -> failwith $"{problems}"

[<Fact>]
let Recorded_data_stand_for_a_device_of_which_nothing_else_is_known () =
    let device =
        "    inputs: { electrodes: [3, 5], limits: [-1 V, 0.5 V] }\n    controls: { electrodes: [1, 2], limits: [-1 V, 1 V] }"

    let source =
        "name: e\ndevices:\n  chip:\n"
        + device
        + "\nsurrogate: { device: chip, data: { csv: d.csv } }"

    let compile (source: string) =
        Compiler.text (surroundings [ "/lab/d.csv", "abc" ] (fun _ -> facts)) "/lab/e.yaml" [] source

    Assert.Equal<int list>([ 1; 2; 3; 5 ], [ for it in (plan (compile source)).Devices[0].Electrodes -> it.Number ])
    // Nothing is plugged in, so nothing rests at 0 V.
    Assert.Empty(problems (compile (source.Replace("[-1 V, 0.5 V]", "[0.1 V, 0.5 V]"))))
    let without = source.Replace("{ electrodes: [1, 2], limits: [-1 V, 1 V] }", "[1]")
    hasOne "N213" [ "electrode 1 of 'chip' needs limits" ] (compile without)

[<Theory>]
[<InlineData("splits: [0.7, 0.2, 0.1]", "")>]
[<InlineData("splits: [0.6, 0.3, 0.1]", "")>]
[<InlineData("splits: [0.8, 0.2, 0]", "")>]
[<InlineData("splits: [0.8, 0, 0.2]", "N201")>]
[<InlineData("splits: [0, 0.8, 0.2]", "N201")>]
[<InlineData("splits: [0.9, 0.2, -0.1]", "N201")>]
[<InlineData("splits: [0.5, 0.5]", "N201")>]
[<InlineData("splits: [0.8, 0.3, 0.1]", "N201")>]
[<InlineData("hidden: [90, 0]", "N201")>]
[<InlineData("hidden: []", "N101")>]
[<InlineData("clip: [5 nA, -5 nA]", "N201")>]
[<InlineData("clip: [5 V, 6 nA]", "N101")>]
[<InlineData("amplification: 0", "N201")>]
[<InlineData("batch: 0", "N201")>]
let Settings_of_training (line: string, code: string) =
    Assert.Equal<string list>((if code = "" then [] else [ code ]), codes (surrogate [ line ]))

[<Fact>]
let Splits_say_which_part_is_wrong () =
    hasOne "N201" [ "for validation must be greater than 0, got 0" ] (surrogate [ "splits: [0.8, 0, 0.2]" ])
    hasOne "N201" [ "they add up to 1.2" ] (surrogate [ "splits: [0.8, 0.2, 0.2]" ])

[<Fact>]
let Recorded_data_do_not_make_an_instrument () =
    let compile lines instrument =
        Compiler.text
            (surroundings [ "/lab/d.csv", "abc"; "/lab/models/m.safetensors", "" ] (fun _ -> facts))
            "/lab/e.yaml"
            []
            (String.Join(
                '\n',
                [
                    yield! [ "name: e"; "devices:"; "  chip:" ]
                    yield! lines |> List.map (fun line -> "    " + line)
                    "surrogate: { device: chip, data: { csv: d.csv } }"
                    yield! instrument
                ]
            ))

    let physics = chip[..1]
    Assert.Empty(problems (compile physics []))
    Assert.Empty(problems (compile chip [ "instrument: surrogate" ]))
    hasOne "N203" [ "e.yaml:7:13"; "needs a model" ] (compile physics [ "instrument: surrogate" ])
    hasOne "N203" [ "needs physics" ] (compile chip[1..] [ "instrument: simulated" ])
