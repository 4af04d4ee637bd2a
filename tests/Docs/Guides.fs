/// Follows a guide: each of its blocks says into which file it goes, and where.
module Nano.Docs.Guides

open System
open System.IO
open System.Text.RegularExpressions
open Nano.Docs.Markdown

/// Where the lines of a block go in a file.
type private Position =
    | Whole
    | After
    | Before
    | AfterEvery
    | InPlaceOf

type private Edit = { File: string; Position: Position; Anchor: string; Lines: string list }

/// in FILE · in FILE; after `line` · before · after-every · instead-of. The anchor may hold a semicolon.
let private instruction = Regex @"^in\s+(\S+?)(?:;\s*(after-every|after|before|instead-of)\s+`(.*)`)?$"

let private read (block: Block) : Edit =
    let found = instruction.Match block.Instruction

    if not found.Success then
        failwith $"{where block}: cannot read '{block.Instruction}'"

    let position =
        match found.Groups[2].Value with
        | "after" -> After
        | "before" -> Before
        | "after-every" -> AfterEvery
        | "instead-of" -> InPlaceOf
        | _ -> Whole

    {
        File = found.Groups[1].Value
        Position = position
        Anchor = found.Groups[3].Value
        Lines = block.Lines
    }

let private apply folder block (edit: Edit) =
    let path = Path.Combine(folder, edit.File)

    match edit.Position with
    | Whole ->
        if File.Exists path then
            failwith $"{where block}: '{edit.File}' is there already"

        Directory.CreateDirectory(nonNull (Path.GetDirectoryName path)) |> ignore
        File.WriteAllText(path, String.Join('\n', edit.Lines) + "\n")
    | After
    | Before
    | AfterEvery
    | InPlaceOf ->
        if not (File.Exists path) then
            failwith $"{where block}: there is no '{edit.File}'"

        let lines = File.ReadAllLines path |> List.ofArray
        let isAnchor (line: string) = line.Trim() = edit.Anchor.Trim()
        let count = lines |> List.filter isAnchor |> List.length

        if count = 0 || (count > 1 && edit.Position <> AfterEvery) then
            failwith $"{where block}: '{edit.File}' has {count} lines '{edit.Anchor.Trim()}'"

        // A line that comes after every anchor stands as deep as the anchor.
        let indented (anchor: string) =
            let depth = anchor.Length - anchor.TrimStart().Length
            edit.Lines |> List.map (fun line -> String(' ', depth) + line.TrimStart())

        let changed =
            lines
            |> List.collect (fun line ->
                match edit.Position with
                | _ when not (isAnchor line) -> [ line ]
                | After -> line :: edit.Lines
                | Before -> edit.Lines @ [ line ]
                | AfterEvery -> line :: indented line
                | InPlaceOf
                | Whole -> edit.Lines)

        File.WriteAllText(path, String.Join('\n', changed) + "\n")

let private told = Regex @"\*\*(\d+) files\*\*"

/// Applies a guide; tells what does not fit, and whether the number of files that it names is true.
let follow (folder: string) (document: Document) : string list =
    let blocks = document.Blocks |> List.filter Blocks.isEdit

    let problems = [
        for block in blocks do
            try
                apply folder block (read block)
            with Failure message ->
                message
    ]

    let touched =
        blocks
        |> List.map (fun block -> (read block).File)
        |> List.distinct
        |> List.length

    let numbers = [ for line in document.Lines -> told.Match line ] |> List.filter _.Success

    match numbers with
    | [ number ] when int number.Groups[1].Value = touched -> problems
    | [ number ] ->
        problems
        @ [ $"{document.Path}: {number.Groups[1].Value} files are told, {touched} are touched" ]
    | _ ->
        problems
        @ [ $"{document.Path}: a guide says once how many files it touches, as **{touched} files**" ]
