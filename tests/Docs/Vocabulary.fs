/// docs/vocabulary.md: every word of the language and of the command line, from what the program itself knows.
module Nano.Docs.Vocabulary

open System
open Argu
open Nano
open Nano.Cli
open Nano.Docs.Concepts
open Nano.Yaml

let private cell (text: string) = text.Replace("|", "\\|").Replace("\r", "").Replace("\n", " ")

let private table (heads: string list) (rows: string list list) = [
    let line (cells: string list) =
        let joined = cells |> List.map cell |> String.concat " | "
        $"| {joined} |"

    line heads
    line (heads |> List.map (fun _ -> "---"))

    for row in rows do
        line row

    ""
]

/// Columns in which no row says anything are left out.
let private tidy (heads: string list) (rows: string list list) =
    let used = [ for index in 0 .. heads.Length - 1 -> rows |> List.exists (fun row -> row[index] <> "") ]

    let keep (cells: string list) = List.zip used cells |> List.filter fst |> List.map snd
    table (keep heads) (List.map keep rows)

let private concept (it: Concept) = [
    $"### {it.Name}"
    ""

    let places = [ for place in Seq.distinct it.Places -> if place = "" then "the top of a file" else $"`{place}`" ]

    // A rule stands at many places; three show where.
    let shown = List.truncate 3 places |> String.concat " · "
    let more = if places.Length > 3 then $" and {places.Length - 3} more" else ""
    $"At {shown}{more}."
    ""

    yield!
        tidy [ "word"; "value"; "default"; "what it is"; "F#" ] [
            for row in it.Rows -> [ row.Word; row.Value; row.Default; row.Sentence; row.FSharp ]
        ]
]

let private option (case: ArgumentCaseInfo) =
    let names =
        case.CommandLineNames.Value
        |> List.map (fun name -> $"`{name}`")
        |> String.concat " "

    let field (it: System.Reflection.PropertyInfo) =
        if it.PropertyType.IsEnum then
            String.Join('|', Enum.GetNames it.PropertyType).ToLowerInvariant()
        else
            it.Name.ToUpperInvariant()

    let fields = case.UnionCaseInfo.GetFields() |> Array.map field |> String.concat " "

    let names =
        if case.IsMainCommand then $"`{fields}`"
        elif fields = "" then names
        else $"{names} {fields}"

    [ names; case.Description.Value ]

let private commandLine () =
    let parser = ArgumentParser.Create<Arguments>(programName = "nano")
    let verbs = parser.GetSubCommandParsers()
    let isVerb (case: ArgumentCaseInfo) = case.ArgumentType = ArgumentType.SubCommand

    [
        "## Command line"
        ""
        "Options that every verb takes:"
        ""
        yield!
            table [ "option"; "what it does" ] [
                for case in parser.GetArgumentCases() do
                    if not (isVerb case) then
                        option case
            ]

        for case in parser.GetArgumentCases() do
            if isVerb case then
                let name = case.CommandLineNames.Value.Head
                $"### nano {name}"
                ""
                $"{string (Char.ToUpperInvariant case.Description.Value[0])}{case.Description.Value[1..]}."
                ""

                match
                    verbs
                    |> List.tryFind (fun it -> it.ParentInfo.Value.CommandLineNames.Value.Head = name)
                with
                | Some verb ->
                    let own = verb.GetArgumentCases() |> List.filter (fun it -> not (isVerb it))
                    yield! table [ "word"; "what it does" ] (List.map option own)
                | None -> ()
    ]

let private units () = [
    "## Units and prefixes"
    ""
    "A bare number is in the unit of its key; with a unit it may carry a prefix: `26 mV` is exactly `26e-3`."
    ""
    let listed words = words |> List.map (fun word -> $"`{word}`") |> String.concat " "

    yield!
        table [ "units"; "prefixes" ] [
            [
                listed Scalars.symbols
                [
                    for prefix, power in Scalars.prefixes do
                        if prefix <> "" then
                            $"`{prefix}` 10^{power}"
                ]
                |> String.concat ", "
            ]
        ]
]

let text () =
    let lines = [
        "# Vocabulary"
        ""
        "<!-- Written by: dotnet fsi build.fsx docs. Do not edit. -->"
        ""
        "Every word of the language and of the command line. This page is written by the program that reads them: keys, defaults"
        "and sentences come from the codecs, F# words are looked up in the compiled library, options in the parser."
        ""
        "## The experiment file"
        ""
        for it in Concepts.ofSchema NanoFile.Schema do
            yield! concept it

        yield! units ()
        yield! commandLine ()
    ]

    (String.Join('\n', lines)).TrimEnd() + "\n"
