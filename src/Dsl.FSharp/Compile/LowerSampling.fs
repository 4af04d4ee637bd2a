/// acquire and surrogate: waves over all activation electrodes, and training on what they show.
module internal Nano.Compile.LowerSampling

open System
open System.Collections.Immutable
open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Compile.LowerDevice

/// No ratio of the square roots of two of these is rational, so the waves never come round together. (11 is left out
/// by all who sample dopant networks; keeping their frequencies keeps data comparable.)
let private radicands = [ 2.0; 3.0; 5.0; 7.0; 13.0; 17.0; 19.0; 23.0; 29.0; 31.0; 37.0; 41.0; 43.0; 47.0; 53.0 ]

/// A plan has no infinity; nothing flows 1e291 A.
let private unclipped = 1e300

/// Bounds of what fits into memory, with room for what a run makes of it.
let private mostRows = 1e8

let private mostNumbers = 2e9
let private mostRampSamples = 1e7

/// Acquisitions that no array could hold.
let private checkSize context at electrodes rate samples (it: Waves) =
    let rows = float it.Batches * samples
    let ramp = Math.Round(float it.Ramp * rate)
    let numbers = max rows (samples + 2.0 * ramp) * float electrodes
    let refuse key message hint = Context.problem context (at key) "N201" message hint

    [
        if ramp > mostRampSamples then
            refuse
                "ramp"
                $"a ramp of {Scalars.show (float it.Ramp)} s has {Scalars.show ramp} samples; at most 10 million are possible"
                "a shorter ramp, or a lower sample-rate"
        elif rows > mostRows then
            refuse
                "batches"
                $"{it.Batches} batches of {Scalars.show samples} samples are {Scalars.show rows} rows; at most 100 million are possible"
                "fewer or shorter batches, or a lower sample-rate"
        elif numbers > mostNumbers then
            refuse
                "batches"
                $"{it.Batches} batches of {Scalars.show samples} samples on {electrodes} electrodes are {Scalars.show numbers} voltages; at most 2 billion are possible"
                "fewer or shorter batches, or a lower sample-rate"
    ]

let private sampling context path (device: LoweredDevice) (it: Waves) : Result<SamplingPlan, Diagnostic list> =
    let at key = path @ [ key ]
    let electrodes = device.Plan.Electrodes.Length
    let rate = float it.SampleRate
    let samples = Math.Round(float it.BatchTime * rate)

    let frequencies =
        match it.Frequencies with
        | [] ->
            radicands
            |> List.truncate electrodes
            |> List.map (fun it -> Math.Sqrt it * 0.001 * rate)
        | given -> List.map float given

    let problems = [
        yield! Check.positive context (at "sample-rate") rate
        yield! Check.wholeBetween context (at "batches") 1 10000000 it.Batches
        yield! Check.positive context (at "batch-time") (float it.BatchTime)
        yield! Check.notNegative context (at "ramp") (float it.Ramp)

        if rate > 0.0 && not (samples >= 1.0 && samples <= 1e8) then
            Context.problem context (at "batch-time") "N201" "a batch must hold from 1 to 100000000 samples" ""
        elif rate > 0.0 then
            yield! checkSize context at electrodes rate samples it

        if frequencies.Length <> electrodes then
            let message = $"{frequencies.Length} frequencies for {electrodes} activation electrodes"
            Context.problem context (at "frequencies") "N220" message "one for each"

        for index, frequency in List.indexed it.Frequencies do
            let path = path @ [ "frequencies"; string index ]

            if not (float frequency > 0.0 && float frequency <= rate / 2.0) then
                let message = $"{Scalars.show (float frequency)} Hz is not between 0 and half the sample rate"
                Context.problem context path "N201" message ""
    ]

    match problems with
    | [] ->
        let waveform =
            match it.Waveform with
            | Waveform.Sine -> Plan.Waveform.Sine
            | Waveform.Triangle -> Plan.Waveform.Triangle

        Ok(
            SamplingPlan(
                0,
                waveform,
                ImmutableArray.CreateRange frequencies,
                rate,
                it.Batches,
                int samples,
                float it.Ramp
            )
        )
    | problems -> Error problems

let acquire context (device: LoweredDevice) (it: Acquire) : Result<ProtocolPlan, Diagnostic list> =
    sampling context [ "acquire" ] device it.Sampling
    |> Result.map (fun plan -> AcquirePlan plan)

let private checkTraining context (it: SurrogateTraining) =
    let at key = [ "surrogate"; key ]

    [
        for index, width in List.indexed it.Hidden do
            if width < 1 || width > 4096 then
                Context.problem
                    context
                    (at "hidden" @ [ string index ])
                    "N201"
                    $"a layer must be from 1 to 4096 wide, got {width}"
                    ""

        if it.Hidden.IsEmpty || it.Hidden.Length > 100 then
            Context.problem context (at "hidden") "N201" $"from 1 to 100 hidden layers, got {it.Hidden.Length}" ""

        yield! Check.wholeBetween context (at "epochs") 1 10000000 it.Epochs
        yield! Check.wholeBetween context (at "batch") 1 10000000 it.Batch
        yield! Check.positive context (at "rate") it.Rate
        yield! LowerRule.checkAdam context [ "surrogate" ] it.Beta1 it.Beta2 it.Epsilon
        yield! Check.positive context (at "amplification") it.Amplification

        if not (it.Clip.Low < it.Clip.High) then
            Context.problem context (at "clip") "N201" "'clip' is no range" "write [low, high]"

        let refuse message = Context.problem context (at "splits") "N201" message "as in [0.8, 0.1, 0.1]"

        match it.Splits with
        | [ training; validation; test ] ->
            if not (training > 0.0) then
                refuse $"the part of 'splits' for training must be greater than 0, got {Scalars.show training}"

            if not (validation > 0.0) then
                refuse
                    $"the part of 'splits' for validation must be greater than 0, got {Scalars.show validation}: it chooses the best epoch"

            if not (test >= 0.0) then
                refuse $"the part of 'splits' for test must be 0 or more, got {Scalars.show test}"

            let sum = training + validation + test

            if not (abs (sum - 1.0) < 1e-9) then
                refuse $"'splits' must add up to 1, and they add up to {Scalars.show sum}"
        | other -> refuse $"'splits' must be three fractions, for training, validation and test; got {other.Length}"
    ]

/// The plan, and the data file that it needs.
let surrogate
    context
    (device: LoweredDevice)
    (it: SurrogateTraining)
    : Result<ProtocolPlan * FoundFile list, Diagnostic list> =
    let data: Result<TrainingDataPlan * FoundFile list, Diagnostic list> =
        match it.Data with
        | Acquired waves ->
            sampling context [ "surrogate"; "data"; "acquire" ] device waves
            |> Result.map (fun plan -> SampledPlan plan, [])
        | Recorded name ->
            Context.file context [ "surrogate"; "data"; "csv" ] name
            |> Result.map (fun file -> RecordedPlan(0, file.Plan), [ file ])

    let checks =
        match checkTraining context it with
        | [] -> Ok()
        | problems -> Error problems

    let loss: Result<TrainingLossPlan, Diagnostic list> =
        match it.Loss with
        | None -> Ok(MeanSquareLossPlan())
        | Some law ->
            let place = context.Locate [ "surrogate"; "loss" ]

            LowerLaw.lower (Law.renamed [ "y"; "t" ] law) [ Dimension.current; Dimension.current ]
            |> Result.map (fun it -> FormulaLossPlan it.Plan :> TrainingLossPlan)
            |> Result.mapError (List.map (fun it -> if it.Where = Place.None then it.At place else it))

    Gather.both (Gather.both data loss) checks
    |> Result.map (fun (((data, files), loss), ()) ->
        let bound (value: float<nA>) = Math.Clamp(float value, -unclipped, unclipped)

        SurrogateTrainingPlan(
            data,
            ImmutableArray.CreateRange it.Hidden,
            Activation.Relu,
            it.Epochs,
            it.Batch,
            it.Rate,
            it.Beta1,
            it.Beta2,
            it.Epsilon,
            it.Amplification,
            Bounds(bound it.Clip.Low, bound it.Clip.High),
            ImmutableArray.CreateRange it.Splits,
            loss
        ),
        files)
