/// A characterisation in a few lines of text.
module Nano.Cli.CharacteriseHeadline

open System.Globalization
open Nano.Runtime.Protocols

let private text (format: string) (value: float) = value.ToString(format, CultureInfo.InvariantCulture)
let private percent share = text "0.0 %" share

let private ohms (it: ZeroBias) =
    match Option.ofNullable it.Ohms with
    | Some ohms -> $"""{text "0.00e+00" ohms} ohm"""
    | None -> "unknown"

let private windows (it: CharacteriseResult) =
    let clear = [
        for curve in it.Curves do
            for window in curve.Falls do
                if window.Clear && not window.Back then
                    curve.Electrode, window
    ]

    match clear with
    | [] -> "no window of negative differential resistance"
    | _ ->
        let electrode, deepest = clear |> List.maxBy (fun (_, window) -> window.Depth)
        let range = $"""{text "0.###" deepest.FromVolts} to {text "0.###" deepest.ToVolts} V"""
        let noun = if clear.Length = 1 then "window" else "windows"

        $"""{clear.Length} {noun} of negative differential resistance, the deepest {text "0.0000" deepest.Depth} nA (electrode {electrode}, {range})"""

let lines (it: CharacteriseResult) = [
    let largest = it.Curves |> Seq.choose (fun curve -> Option.ofNullable curve.Largest)

    if not (Seq.isEmpty largest) then
        $"""{it.Curves.Length} curves, currents up to {text "0.0000" (Seq.max largest)} nA; output resistance {ohms it.Output}"""

    windows it

    if not it.Shares.IsEmpty then
        let least = it.Shares |> Seq.minBy _.ClearShare
        let most = it.Shares |> Seq.maxBy _.ClearShare

        $"negative slopes at random settings: {percent least.ClearShare} (electrode {least.Electrode}) to {percent most.ClearShare} (electrode {most.Electrode})"

    for map in it.Maps do
        $"map of electrodes {map.First} and {map.Second}: negative slope on {percent map.ClearShare} of the area"

    match it.Temperatures with
    | null -> ()
    | study ->
        match study.OutputFit with
        | null -> $"{study.Curves.Length} temperatures, too few with a clear conductance between 77 and 160 K for a fit"
        | fit ->
            $"""T0 = {text "0.00e+00" fit.T0} K over {fit.Temperatures} temperatures (R2 {text "0.0000" fit.RSquared})"""

    if it.Missing > 0 then
        $"{it.Missing} of {it.Readings} readings had no steady state"
]
