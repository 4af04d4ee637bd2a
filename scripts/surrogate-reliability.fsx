// How far can a surrogate be believed? Surrogates of rising quality of one device, each asked for gates at random
// settings and for searched labellings; the device judges. Writes a table and a plot, shown in
// docs/studies/surrogate-reliability.md. Shorter:
//   --set qualities=2 --set largest=4 --set samples=300 --set seeds=1 --set generations=10
#load "nano.fsx"

open System
open System.Globalization
open System.IO
open Nano.Runtime.Learning
open Nano.Runtime.Protocols
open Nano.Runtime.Reporting.Plots
open Nano.Runtime.Surrogates
open Nano // after the runtime, whose words for the same things are classes

let samples = setting "samples" 10000
let seeds = setting "seeds" 5
let generations = setting "generations" 200
let wanted = setting "qualities" 6
let folder = setting "folder" "out/surrogate-reliability"

/// Batches of 2500 rows, widths of the hidden layers, epochs, rows for each step; a fifth of the rows is set aside.
let qualities =
    List.truncate wanted [
        1, [ 30 ], 30, 64
        2, [ 60; 60 ], 60, 64
        4, [ 90; 90 ], 100, 64
        10, [ 90; 90; 90 ], 100, 128
        40, [ 90; 90; 90; 90 ], 60, 256
        100, [ 90; 90; 90; 90; 90 ], 80, 256
    ]

/// Points of the largest searches.
let largest = setting "largest" 5

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodes [ 3; 5 ] (between -0.5<V> 0.5<V>)
        Controls = electrodes [ 1; 2; 4; 6; 7 ] (between -1.0<V> 1.0<V>)
        Readout = 0
}

let training (batches, hidden, epochs, batch) = {
    SurrogateTraining.on chip with
        Data = Acquired { Waves.standard with Batches = batches }
        Hidden = hidden
        Epochs = epochs
        Batch = batch
}

let network device = input 2 |> dnpu 1 device
let seeded name seed protocol = { experiment name protocol with Seed = int64 seed }

let capacity device = {
    VcDimension.on (network device) with
        From = 4
        To = largest
        Attempts = 1
        Rule = Genetic { Genetic.standard with Generations = generations }
}

// What the device can do at all, searched on the device itself.
let possible =
    let direct = { capacity chip with SearchOn = SearchPlace.Instrument; Attempts = 10; Margin = Some 0.0<nA> }
    let found = run (seeded "reliability-device" 1 (VcDimension direct))

    set [
        for level in (found.Result :?> VcDimensionResult).Levels do
            for finding in level.Findings do
                if finding.Found && not (isNull finding.Replay) && finding.Replay.Agrees then
                    finding.Name
    ]

/// A share of so many of so many, with its 95 % interval.
let share count total = Fraction.Make(count, total)

let searched device margin =
    let searches =
        runAll [
            for seed in 1..seeds ->
                seeded "reliability-search" seed (VcDimension { capacity device with Margin = margin })
        ]

    let findings = [
        for search in searches do
            for level in (search.Result :?> VcDimensionResult).Levels do
                yield! level.Findings
    ]

    let found = findings |> List.filter _.Found
    let holds (it: Finding) = not (isNull it.Replay) && it.Replay.Agrees
    let refuted = found |> List.filter (holds >> not)
    let doable = findings |> List.filter (fun it -> possible.Contains it.Name)
    let denied = doable |> List.filter (_.Found >> not)
    share refuted.Length found.Length, share denied.Length doable.Length

/// Random settings at which the surrogate has the two classes of a gate so far apart: how many does the device refute?
let separated (run: Run) margin =
    let gates = (run.Result :?> AbundanceResult).Gates
    let wanted = [| for gate in gates -> [| for label in gate.Targets -> if label then 1.0 else 0.0 |] |]
    let points = wanted[0].Length

    let gap (currents: float[]) (wanted: float[]) =
        let some value = Array.zip currents wanted |> Array.filter (snd >> (=) value) |> Array.map fst

        Array.min (some 1.0) - Array.max (some 0.0)

    let mutable claimed, refuted = 0, 0

    for line in Seq.tail (File.ReadLines(Path.Combine(run.Folder, "settings.csv"))) do
        let cells = line.Split ','
        let currents = cells[cells.Length - 2 * points ..]

        if not (Array.contains "" currents) then
            let numbers = currents |> Array.map (fun it -> Double.Parse(it, CultureInfo.InvariantCulture))

            for gate in wanted do
                if gap numbers[points..] gate > margin then
                    claimed <- claimed + 1

                    if not (GateReading.Of(numbers[.. points - 1], gate).Separable) then
                        refuted <- refuted + 1

    share refuted claimed

type Row = {
    Rows: int64
    Hidden: int list
    Epochs: int
    /// On rows of the same waves that were set aside: what the model knows of itself.
    TestError: float
    /// At 512 random voltages.
    Error: float
    /// At the settings and points of the gates.
    GateError: float
    Refuted: Fraction
    Denied: Fraction
    Bare: Fraction
    BareMargin: Fraction
    Searched: Fraction
    SearchDenied: Fraction
    SearchedMargin: Fraction
    SearchMarginDenied: Fraction
}

/// A surrogate, and what it knows of itself.
type Model = { Path: string; Rows: int64; Hidden: int list; Epochs: int; TestError: float }

let trained (batches, hidden, epochs, batch) =
    let run =
        run (seeded "reliability-surrogate" 1 (SurrogateTraining(training (batches, hidden, epochs, batch))))

    let result = run.Result :?> SurrogateResult

    {
        Path = Path.GetFullPath(Path.Combine(run.Folder, "model.safetensors"))
        Rows = result.TrainingRows
        Hidden = hidden
        Epochs = epochs
        TestError = result.TestError.Value
    }

/// The model that comes with Nano, made by scripts/surrogate.fsx from this very device.
let committed =
    let path = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", "models", "hopping-7.safetensors"))
    let model = SurrogateFile.Read path

    {
        Path = path
        Rows = model.Origin.TrainingRows
        Hidden = [
            for width in Seq.skip 1 model.Network.Widths |> Seq.take (model.Network.Widths.Length - 2) -> width
        ]
        Epochs = 200
        TestError = model.Origin.TestError
    }

let measure (model: Model) =
    let device = { chip with Surrogate = Some model.Path }
    let gates = { Abundance.on (network device) with Samples = samples }
    let random = run (seeded "reliability-gates" 1 (Abundance gates))
    let told = random.Result :?> AbundanceResult
    let searched0, denied0 = searched device (Some 0.0<nA>)
    let searchedMargin, deniedMargin = searched device None

    {
        Rows = model.Rows
        Hidden = model.Hidden
        Epochs = model.Epochs
        TestError = model.TestError
        Error = (nonNull told.Device.Surrogate).Error
        GateError = (nonNull told.Surrogate).Error
        Refuted = (nonNull told.Surrogate).All.FalsePositives
        Denied = (nonNull told.Surrogate).All.FalseNegatives
        Bare = separated random 0.0
        BareMargin = separated random (4.0 * model.TestError)
        Searched = searched0
        SearchDenied = denied0
        SearchedMargin = searchedMargin
        SearchMarginDenied = deniedMargin
    }

let rows =
    List.map measure [ yield! List.map trained qualities; committed ]
    |> List.sortByDescending _.Error

let shares: (string * (Row -> Fraction)) list = [
    "gates-refuted", _.Refuted
    "gates-denied", _.Denied
    "separated-refuted", _.Bare
    "separated-margin-refuted", _.BareMargin
    "searched-refuted", _.Searched
    "searched-denied", _.SearchDenied
    "searched-margin-refuted", _.SearchedMargin
    "searched-margin-denied", _.SearchMarginDenied
]

let exact (value: float) = value.ToString("R", CultureInfo.InvariantCulture)

let table =
    [
        String.concat "," [
            "rows,hidden,epochs,test-error-nA,error-nA,gate-error-nA"
            for name, _ in shares do
                $"{name},{name}-of,{name}-low,{name}-high"
        ]
        for row in rows do
            String.concat "," [
                string row.Rows
                row.Hidden |> List.map string |> String.concat "-"
                string row.Epochs
                exact row.TestError
                exact row.Error
                exact row.GateError
                for _, part in shares do
                    let it = part row
                    $"{it.Count},{it.Of},{exact it.Low},{exact it.High}"
            ]
    ]
    |> String.concat "\n"

let columns (values: float seq) = Collections.Immutable.ImmutableArray.CreateRange values

/// Shares over the error, with a band for the intervals.
let curve name tone shape (part: Row -> Fraction) : PlotMark list =
    let known = rows |> List.filter (fun row -> (part row).Of > 0)
    let errors = known |> List.map _.Error |> columns
    let percent value = known |> List.map (part >> value >> (*) 100.0) |> columns

    [
        BandMark("", tone, errors, percent _.Low, percent _.High)
        LineMark("", tone, errors, percent (fun it -> it.Share.Value))
        ScatterMark(name, tone, shape, errors, percent (fun it -> it.Share.Value))
    ]

let panel title marks =
    let error = Axis("error of the surrogate at random voltages", "nA", Logarithmic = true)
    let percent = Axis("share", "%", Include = columns [ 0.0; 100.0 ])
    PlotPanel(error, percent, Collections.Immutable.ImmutableArray.CreateRange(List.concat marks), Title = title)

let figure =
    PlotFigure(
        "surrogate-reliability",
        "How far a surrogate can be believed",
        "Shares of false positives and false negatives over the error of the surrogate, with 95 % intervals.",
        Collections.Immutable.ImmutableArray.Create(
            panel "gates at random settings" [
                curve "claimed by the surrogate, refuted" Tone.Vermillion Shape.Disc _.Refuted
                curve "on the device, denied by the surrogate" Tone.Blue Shape.Square _.Denied
            ],
            panel "separated at random settings" [
                curve "refuted without margin" Tone.Orange Shape.Diamond _.Bare
                curve "refuted with margin" Tone.Green Shape.Ring _.BareMargin
            ],
            panel "searched labellings" [
                curve "refuted without margin" Tone.Orange Shape.Diamond _.Searched
                curve "refuted with margin" Tone.Green Shape.Ring _.SearchedMargin
            ]
        ),
        Columns = 3,
        PanelWidth = 320.0,
        PanelHeight = 300.0
    )

Directory.CreateDirectory folder |> ignore
File.WriteAllText(Path.Combine(folder, "surrogate-reliability.csv"), table + "\n")
File.WriteAllText(Path.Combine(folder, "surrogate-reliability.svg"), SvgPlot.Standalone(figure).Svg)

let shown (it: Fraction) =
    match Option.ofNullable it.Share with
    | Some value ->
        let number (value: float) = (100.0 * value).ToString("0.#", CultureInfo.InvariantCulture)
        $"{number value} ({number it.Low}–{number it.High})"
    | None -> "–"

let line (cells: string list) = printfn "| %s |" (String.concat " | " cells)
printfn "\n%d labellings of 4 to %d points are possible on the device.\n" possible.Count largest

line (
    [ "rows"; "hidden"; "epochs"; "test error (nA)"; "at random voltages (nA)"; "at the gates (nA)" ]
    @ List.map fst shares
)

line [ for _ in 1 .. 6 + shares.Length -> "---" ]

for row in rows do
    line [
        string row.Rows
        row.Hidden |> List.map string |> String.concat "-"
        string row.Epochs
        row.TestError.ToString("G3", CultureInfo.InvariantCulture)
        row.Error.ToString("G3", CultureInfo.InvariantCulture)
        row.GateError.ToString("G3", CultureInfo.InvariantCulture)
        for _, part in shares do
            shown (part row)
    ]
