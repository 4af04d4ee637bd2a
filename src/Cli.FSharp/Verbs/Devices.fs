module Nano.Cli.DevicesVerb

open System.Text.Json
open System.Threading
open Argu
open Nano.Plan
open Nano.Runtime
open Nano.Runtime.Devices
open Nano.Runtime.Numerics
open Nano.Runtime.Protocols

/// What an instrument answers: its limits, and the current with every electrode at 0 V.
type Answer = {
    device: string
    instrument: string
    readout: int
    electrodes: {| number: int; low_V: float; high_V: float |} list
    current_at_0_V_nA: float
}

let private ask (laboratory: Laboratory) (plan: ExperimentPlan) (index: int) =
    let device = plan.Devices[index]
    let instrument = laboratory.Instrument index
    let volts: float[] = Array.zeroCreate device.Electrodes.Length
    let current: float[] = Array.zeroCreate 1
    use session = instrument.Open "answer"
    session.Measure(System.ReadOnlySpan volts, System.Span current, CancellationToken.None)

    {
        device = device.Name
        instrument = instrument.Facts.Name
        readout = device.Readout
        electrodes = [
            for electrode in device.Electrodes ->
                {| number = electrode.Number; low_V = electrode.LowVolts; high_V = electrode.HighVolts |}
        ]
        current_at_0_V_nA = current[0]
    }

let private tell (answer: Answer) =
    printfn $"{answer.device}: {answer.instrument}, readout at electrode {answer.readout}"

    for electrode in answer.electrodes do
        printfn $"  electrode {electrode.number}: {electrode.low_V} V to {electrode.high_V} V"

    printfn $"  all electrodes at 0 V: {answer.current_at_0_V_nA} nA"

let private presets (json: bool) =
    let rows = [
        for name, physics in
            [
                "tiny", Nano.Hopping.tiny
                "small", Nano.Hopping.small
                "standard", Nano.Hopping.standard
                "reference", Nano.Hopping.reference
            ] ->
            {|
                preset = name
                acceptors = physics.Acceptors
                donors = physics.Donors
                radius_nm = System.Math.Round(float physics.Radius * 1e9, 1)
                temperature_K = float physics.Temperature
            |}
    ]

    if json then
        printfn $"{JsonSerializer.Serialize rows}"
    else
        printfn "simulated dopant networks (physics: { preset: NAME }), eight electrodes:"

        for row in rows do
            printfn
                $"  {row.preset, -10}{row.acceptors, 4} acceptors, {row.donors} donors, radius {row.radius_nm} nm, {row.temperature_K} K"

        printfn "trained models of real or simulated devices: surrogate: FILE"
        printfn "name an experiment to open its devices"

let work (arguments: ParseResults<DevicesArguments>) (loaded: Loaded) =
    use laboratory = new Laboratory(loaded.Plan, SeedTree loaded.Plan.Seed, loaded.Files, Loading.opener)
    let answers = [ for index in 0 .. loaded.Plan.Devices.Length - 1 -> ask laboratory loaded.Plan index ]

    if arguments.Contains DevicesArguments.Json then
        printfn $"{JsonSerializer.Serialize answers}"
    else
        List.iter tell answers

let run (arguments: ParseResults<DevicesArguments>) =
    match arguments.TryGetResult DevicesArguments.File with
    | None -> presets (arguments.Contains DevicesArguments.Json)
    | Some words -> Loading.load words (arguments.GetResults DevicesArguments.Set) |> work arguments

    Exit.Done
