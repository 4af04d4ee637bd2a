// The six gates on device layouts: how common each is among random control voltages, and whether a search finds all six.
// Prints the tables of docs/studies/gates.md. Shorter: --set layouts=2 --set samples=500
#load "nano.fsx"

open System.Globalization
open Nano.Runtime.Protocols
open Nano // after the runtime, whose words for the same things are classes

let layouts = setting "layouts" 5
let samples = setting "samples" 10000
let attempts = setting "attempts" 20

let presets = [ "small", Hopping.small; "standard", Hopping.standard ]

let devices = [
    for preset, physics in presets do
        for layout in 1..layouts do
            preset,
            {
                Device.named "chip" with
                    Physics = Some { physics with LayoutSeed = int64 layout }
                    Inputs = electrodes [ 3; 5 ] (between 0.0<V> 0.5<V>)
                    Controls = electrodes [ 1; 2; 4; 6; 7 ] (between -1.0<V> 1.0<V>)
                    Readout = 0
            }
]

let network device = input 2 |> dnpu 1 device

let abundances =
    runAll [
        for preset, device in devices do
            let plan = { Abundance.on (network device) with Samples = samples }
            { experiment $"abundance-{preset}" (Abundance plan) with Seed = 42 }
    ]

// There is no surrogate: the search runs on the device itself, by its exact derivatives.
let searches =
    runAll [
        for preset, device in devices do
            let plan = { BooleanGates.on (network device) with Attempts = attempts; Rule = Gradient Gradient.adam }
            { experiment $"gates-{preset}" (BooleanGates plan) with Seed = 42 }
    ]

let percent (share: float) =
    if share = 0.0 then
        "0"
    else
        // Two significant digits: the intervals allow no more.
        (100.0 * share).ToString("G2", CultureInfo.InvariantCulture)

let title preset (device: Device) = $"{preset}, {device.Physics.Value.LayoutSeed}"
let row (cells: string seq) = printfn "| %s |" (String.concat " | " cells)
let head = [ "and"; "or"; "nand"; "nor"; "xor"; "xnor" ]

printfn "\nShare of %d random settings in per cent, with 95 %% intervals:\n" samples
row ([ "preset, layout" ] @ head @ [ "negative response" ])
row [ for _ in 0..7 -> "---" ]

for (preset, device), run in List.zip devices abundances do
    let result = run.Result :?> AbundanceResult

    let cell (gate: GateAbundance) =
        $"{percent gate.Present.Share.Value} ({percent gate.Present.Low}–{percent gate.Present.High})"

    row [ title preset device; yield! Seq.map cell result.Gates; percent result.AnyResponse.Share.Value ]

let sharesOf (result: AbundanceResult) = [
    yield! result.Gates |> Seq.map _.Present.Share.Value
    result.AnyResponse.Share.Value
]

for preset, _ in presets do
    let shares =
        List.zip devices abundances
        |> List.filter (fun ((name, _), _) -> name = preset)
        |> List.map (fun (_, run) -> sharesOf (run.Result :?> AbundanceResult))
        |> List.transpose

    let range values = $"{percent (List.min values)}–{percent (List.max values)}"
    row ($"{preset}: range" :: List.map range shares)
    row ($"{preset}: mean" :: List.map (List.average >> percent) shares)

// Five mean-field devices of 60 and 100 acceptors, simulated before Nano; its contrast is not defined further.
row [ "first simulation: range"; "7–14"; "6–12"; "0.4–1.9"; "0.4–2.2"; "0.10–0.34"; "0.22–0.32"; "" ]

printfn "\nSearched on the device: attempts, correlation of the replay; best fitness of the random settings:\n"
row ([ "preset, layout" ] @ head @ [ "found"; "hold" ])
row [ for _ in 0..8 -> "---" ]

for (preset, device), (search, random) in List.zip devices (List.zip searches abundances) do
    let found = (search.Result :?> BooleanResult).Gates
    let best = (random.Result :?> AbundanceResult).Gates
    let isHolding (gate: Finding) = gate.Found && not (isNull gate.Replay) && gate.Replay.Agrees

    row [
        title preset device
        for gate, chance in Seq.zip found best do
            let correlation =
                match gate.Replay with
                | null -> "not found"
                | replay -> $"{gate.Attempts}, {replay.Correlation:F3}"

            let fitness =
                match chance.Best with
                | null -> "none"
                | setting -> $"{setting.Fitness:F2}"

            $"{correlation}; {fitness}"
        string (found |> Seq.filter _.Found |> Seq.length)
        string (found |> Seq.filter isHolding |> Seq.length)
    ]
