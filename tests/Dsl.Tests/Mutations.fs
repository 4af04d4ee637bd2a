/// Ways to spoil a text, drawn from a random stream.
module Nano.Dsl.Tests.Mutations

open System
open System.Text
open Nano.Runtime.Numerics

/// Words that have tripped readers before: numbers at the edge, units, what YAML reads in its own way, and bulk.
let private words = [|
    yield! [
        "0"
        "-0"
        "-1"
        "2147483648"
        "99999999999999999999"
        "1e999"
        "-1e999"
        "1e-320"
        "0x7f"
        "1_000"
        "٣"
    ]
    yield! [
        "NaN"
        ".nan"
        ".inf"
        "-.inf"
        "null"
        "~"
        "true"
        "yes"
        "Off"
        "''"
        "\"\""
        "1:30"
        "2026-01-01"
    ]
    yield! [
        "1 V"
        "-2 mV"
        "1e308 V"
        "1 GV"
        "5 kHz"
        "1 µs"
        "3 nA"
        "10 Ω"
        "77 K"
        "V"
        "1 mmV"
        "1e400 nA"
    ]
    yield! [
        "&a"
        "*a"
        "&a *a"
        "<<: *a"
        "!!binary x"
        "!x"
        "!!python/object:os.system"
        "%YAML 9.9"
        "%TAG ! x"
    ]
    yield! [ "---"; "..."; "? "; "- "; ": "; "| "; ">- "; "#"; "'"; "\""; ","; "["; "]"; "{"; "}"; "@"; "`" ]
    yield! [
        "\t"
        "\t\t  "
        "\r"
        "\r\n"
        "\uFEFF"
        "\u0000"
        "\u0007"
        "\u001b[31m"
        "\u0085"
        "\u2028"
        "\uFFFD"
    ]
    yield! [
        "physics: { preset: tiny }"
        "surrogate: ../../../etc/passwd"
        "surrogate: /dev/zero"
        "csv: \"a\\0b\""
    ]
    yield! [
        "network: []"
        "input: 100000"
        "count: 4096"
        "generations: 1000000"
        "hidden: []"
        "gates: []"
        "to: 20"
    ]
    String('x', 20_000)
    String('[', 3_000)
    String.replicate 3_000 "{ a: "
    String.replicate 3_000 "- "
    String.replicate 500 "a:\n "
    String.replicate 2_000 "[1, 2], "
|]

let private isWord c = Char.IsLetterOrDigit c || c = '-' || c = '.' || c = '_'

/// Begin and end of the run of letters or digits that is nearest behind a position.
let private tokenAt (text: string) start =
    let first =
        Seq.tryFind (fun at -> isWord text[at]) (seq { start .. text.Length - 1 })
        |> Option.defaultValue start

    let last = Seq.tryFind (fun at -> not (isWord text[at])) (seq { first .. text.Length - 1 })
    first, Option.defaultValue text.Length last

let private spoilLines (random: RandomStream) (lines: string[]) =
    let at = random.Below lines.Length
    let other = random.Below lines.Length

    match random.Below 5 with
    | 0 -> Array.removeAt at lines
    | 1 -> Array.insertAt other lines[at] lines
    | 2 ->
        lines
        |> Array.permute (fun i ->
            if i = at then other
            elif i = other then at
            else i)
    | 3 ->
        lines
        |> Array.mapi (fun i line -> if i = at then String(' ', random.Below 9) + line.TrimStart() else line)
    | _ ->
        lines
        |> Array.mapi (fun i line -> if i = at then "\t" + line.TrimStart() else line)

let private spoilText (random: RandomStream) (other: string) (text: string) =
    let at = random.Below(text.Length + 1)
    let word = words[random.Below words.Length]

    match random.Below 6 with
    | 0 ->
        let first, last = tokenAt text (min at (text.Length - 1))
        text[.. first - 1] + word + text[last..]
    | 1 -> text.Insert(at, word)
    | 2 -> text[.. at - 1]
    | 3 -> text[.. at - 1] + other[random.Below other.Length ..]
    | _ -> String.Join('\n', spoilLines random (text.Split '\n'))

/// One of the texts, spoilt in one to four ways; at times bytes are changed, too.
let mutate (random: RandomStream) (texts: string[]) : byte[] =
    let mutable text = texts[random.Below texts.Length]

    for _ in 0 .. random.Below 4 do
        if text <> "" then
            text <- spoilText random texts[random.Below texts.Length] text

    let bytes = Encoding.UTF8.GetBytes text

    if bytes.Length > 0 && random.Below 4 = 0 then
        let at = random.Below bytes.Length
        bytes[at] <- bytes[at] ^^^ (1uy <<< random.Below 8)

    bytes
