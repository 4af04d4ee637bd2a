namespace Nano.Cli

open System.Globalization
open Nano.Runtime.Protocols

/// The result of a run in a few lines of text.
module Headline =
    let private percent (share: float) = share.ToString("0.0 %", CultureInfo.InvariantCulture)

    let private nanoamperes (value: float) = value.ToString("0.0000", CultureInfo.InvariantCulture)

    let private level (it: CapacityLevel) =
        let held =
            match Option.ofNullable it.ValidatedCapacity with
            | Some share -> $", {percent share} hold on the instrument"
            | None -> ""

        $"N = {it.Points}: capacity {percent it.Capacity} ({it.Found} of {it.Labellings} labellings){held}"

    let private finding (it: Finding) =
        let verdict =
            if it.Found then
                $"found, correlation {it.Correlation:F3}"
            else
                $"not found (at best {it.Accuracy:F0} %% of the points)"

        let held =
            match it.Replay with
            | null -> ""
            | replay when replay.Agrees -> ", holds on the instrument"
            | _ -> ", does not hold on the instrument"

        $"{it.Name}: {verdict}{held}"

    /// Per cent with three significant digits: rare gates are the interesting ones.
    let private rare (share: float) = (100.0 * share).ToString("G3", CultureInfo.InvariantCulture) + " %"

    let private part (it: Fraction) =
        match Option.ofNullable it.Share with
        | Some share -> rare share
        | None -> "none (there are none)"

    let private abundance (it: AbundanceResult) = [
        for gate in it.Gates do
            let interval = $"{rare gate.Present.Low} to {rare gate.Present.High}"
            $"{gate.Name}: in {part gate.Present} of the settings ({gate.Present.Count} of {gate.Present.Of}; 95 %%: {interval})"

        $"negative response to an input in {part it.AnyResponse} of the settings"

        match it.Surrogate with
        | null -> ()
        | surrogate ->
            $"of the surrogate's gates the device refutes {part surrogate.All.FalsePositives}, of the device's the surrogate denies {part surrogate.All.FalseNegatives}"
    ]

    let lines (result: ProtocolResult) =
        match result with
        | :? VcDimensionResult as vc -> vc.Levels |> Seq.map level |> List.ofSeq
        | :? BooleanResult as gates -> gates.Gates |> Seq.map finding |> List.ofSeq
        | :? AbundanceResult as gates -> abundance gates
        | :? AcquireResult as data -> [
            $"{data.Rows} rows, currents from {nanoamperes data.OutputRange.Low} to {nanoamperes data.OutputRange.High} nA"
          ]
        | :? SurrogateResult as model -> [
            match Option.ofNullable model.TestError with
            | Some error -> $"test error {nanoamperes error} nA, {percent (error / model.Test.Spread)} of the spread"
            | None -> $"validation error {nanoamperes model.ValidationError} nA (no rows were set aside for a test)"

            $"best epoch: {model.BestEpoch}"
          ]
        | :? CharacteriseResult as it -> CharacteriseHeadline.lines it
        | other -> failwith $"no headline for a result of type {other.GetType().Name}"

    let private holds (it: Finding) =
        match it.Replay with
        | null -> it.Found
        | replay -> it.Found && replay.Agrees

    /// A gate that was asked for and is missing or refuted is a bad outcome; a capacity below one is a measurement.
    let isGood (result: ProtocolResult) =
        match result with
        | :? BooleanResult as gates -> gates.Gates |> Seq.forall holds
        | _ -> true
