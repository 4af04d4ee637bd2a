/// As much of Markdown as the documents of Nano use: headings, links, fenced blocks, and the comments before them.
module Nano.Docs.Markdown

open System
open System.IO
open System.Text.RegularExpressions

/// A fenced block. Its instruction is the comment on the line before it: <!-- check: exit 3 -->.
type Block = {
    Document: string
    /// Of the opening fence, counted from 1.
    Line: int
    Language: string
    Instruction: string
    Lines: string list
}

type Document = {
    /// Relative to the repository.
    Path: string
    Lines: string list
    Blocks: Block list
    /// What a link may name after '#'.
    Anchors: Set<string>
}

let where (block: Block) = $"{block.Document}:{block.Line}"

/// The anchor that renderers make of a heading: lower case, spaces to hyphens, all else but letters, digits, - and _ gone.
let anchor (heading: string) =
    let text = Regex.Replace(heading, @"\[([^\]]*)\]\([^)]*\)", "$1")

    String.Join(
        "",
        [
            for letter in text.Trim().ToLowerInvariant() do
                if Char.IsLetterOrDigit letter || letter = '-' || letter = '_' then
                    string letter
                elif letter = ' ' then
                    "-"
        ]
    )

let private fence = Regex @"^(```+)\s*(\S*)\s*$"
let private comment = Regex @"^<!-- check:\s*(.*?)\s*-->$"
let private heading = Regex @"^#{1,6}\s+(.*?)\s*#*$"

/// Blocks, and the lines outside of them with their numbers.
let private parts document (lines: string list) =
    let rec outside number instruction rest blocks prose =
        match rest with
        | [] -> List.rev blocks, List.rev prose
        | (line: string) :: rest ->
            let opened = fence.Match line
            let said = comment.Match(line.Trim())

            if opened.Success then
                let close = opened.Groups[1].Value
                let content = rest |> List.takeWhile (fun line -> line.TrimEnd() <> close)

                let block = {
                    Document = document
                    Line = number
                    Language = opened.Groups[2].Value
                    Instruction = instruction
                    Lines = content
                }

                let after = rest |> List.skip (min rest.Length (content.Length + 1))
                outside (number + content.Length + 2) "" after (block :: blocks) prose
            elif said.Success then
                outside (number + 1) said.Groups[1].Value rest blocks ((number, line) :: prose)
            else
                outside (number + 1) "" rest blocks ((number, line) :: prose)

    outside 1 "" lines [] []

/// Prose with its line numbers: everything that stands outside of fences.
let prose (document: Document) = snd (parts document.Path document.Lines)

let read (root: string) (path: string) : Document =
    let lines = File.ReadAllLines(Path.Combine(root, path)) |> List.ofArray
    let blocks, prose = parts path lines

    let headings = [
        for _, line in prose do
            let found = heading.Match line

            if found.Success then
                anchor found.Groups[1].Value
    ]

    let numbered = [
        for name, several in headings |> List.groupBy id do
            for index in 0 .. several.Length - 1 -> if index = 0 then name else $"{name}-{index}"
    ]

    { Path = path; Lines = lines; Blocks = blocks; Anchors = Set.ofList numbered }

/// README.md, CHANGELOG.md and all below docs/.
let documents (root: string) = [
    for name in [ "README.md"; "CHANGELOG.md" ] do
        if File.Exists(Path.Combine(root, name)) then
            read root name

    let folder = Path.Combine(root, "docs")

    for file in
        Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories)
        |> Array.sortWith (fun a b -> String.CompareOrdinal(a, b)) do
        read root (Path.GetRelativePath(root, file).Replace('\\', '/'))
]
