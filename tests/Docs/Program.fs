/// Writes what is written by the program (no words), or checks all documents (--check [DOCUMENT…]).
module Nano.Docs.Program

open System
open System.Diagnostics
open System.IO
open Nano
open Nano.Docs.Markdown

let private generated () = [ "docs/vocabulary.md", Vocabulary.text (); "experiments/nano.schema.json", NanoFile.Schema ]

let private write root =
    for path, text in generated () do
        File.WriteAllText(Path.Combine(root, path), text)
        printfn $"{path}"

let private stale root = [
    for path, text in generated () do
        if
            not (File.Exists(Path.Combine(root, path)))
            || File.ReadAllText(Path.Combine(root, path)) <> text
        then
            $"{path} is out of date: dotnet fsi build.fsx docs writes it anew"
]

/// The blocks of a document in order, each told when it is done.
let private runBlocks folder (document: Document) =
    let folded (problems, output) (block: Block) =
        let clock = Stopwatch.StartNew()

        let result, output =
            try
                Blocks.run folder output block
            with Failure message ->
                Error message, output

        let seconds = clock.Elapsed.TotalSeconds

        match result with
        | Ok() ->
            printfn $"  {where block} {block.Language} {seconds:F1} s"
            problems, output
        | Error problem ->
            printfn $"  {where block} {block.Language} {seconds:F1} s: {problem}"
            problems @ [ $"{where block}: {block.Language}: {problem}" ], output

    document.Blocks |> List.fold folded ([], "") |> fst

let private inScratch root isBuilt work =
    let folder = Scratch.create root isBuilt

    try
        work folder
    finally
        Scratch.remove folder

let private isGuide (document: Document) = document.Blocks |> List.exists Blocks.isEdit

let private check root (chosen: string list) =
    let documents = Markdown.documents root

    let asked =
        documents
        |> List.filter (fun it -> chosen.IsEmpty || chosen |> List.exists (fun part -> it.Path.Contains part))

    let guides, others = asked |> List.partition isGuide

    let problems = [
        yield! stale root
        yield! asked |> List.collect (Links.check root documents)

        for document in others do
            if not document.Blocks.IsEmpty then
                yield! inScratch root true (fun folder -> runBlocks folder document)

        // All guides are followed in one copy, which is built once.
        if not guides.IsEmpty then
            yield!
                inScratch root false (fun folder ->
                    match guides |> List.collect (Guides.follow folder) with
                    | [] -> guides |> List.collect (runBlocks folder)
                    | misfits -> misfits)
    ]

    for problem in problems do
        eprintfn $"{problem}"

    let blocks = asked |> List.sumBy (fun it -> it.Blocks.Length)
    printfn $"{asked.Length} documents, {blocks} blocks, {problems.Length} problems"
    if problems.IsEmpty then 0 else 1

[<EntryPoint>]
let main words =
    let root = Directory.GetCurrentDirectory()

    match List.ofArray words with
    | [] ->
        write root
        0
    | "--check" :: chosen -> check root chosen
    | other :: _ ->
        Console.Error.WriteLine $"unknown word '{other}': --check [DOCUMENT…], or nothing to write"
        2
