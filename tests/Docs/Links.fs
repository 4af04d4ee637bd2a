/// Every relative link leads to a file, and every #anchor to a heading.
module Nano.Docs.Links

open System.IO
open System.Text.RegularExpressions
open Nano.Docs.Markdown

let private link = Regex @"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+""[^""]*"")?\s*\)"
let private code = Regex "`[^`]*`"

let private isElsewhere (target: string) =
    target.StartsWith "http://"
    || target.StartsWith "https://"
    || target.StartsWith "mailto:"

/// What is wrong with the links of a document.
let check (root: string) (documents: Document list) (document: Document) : string list =
    let folder = Path.GetDirectoryName(Path.Combine(root, document.Path)) |> nonNull

    let problem (target: string) =
        match target.IndexOf '#' with
        | 0 ->
            if Set.contains target[1..] document.Anchors then
                None
            else
                Some $"no heading '{target}' in this document"
        | at ->
            let file = if at < 0 then target else target[.. at - 1]
            let full = Path.GetFullPath(file, folder)
            let path = Path.GetRelativePath(root, full).Replace('\\', '/')

            if path.StartsWith ".." then
                Some $"'{target}' leads out of the repository"
            elif not (File.Exists full || Directory.Exists full) then
                Some $"there is no '{path}'"
            elif at < 0 then
                None
            else
                match documents |> List.tryFind (fun it -> it.Path = path) with
                | Some other when Set.contains target[at + 1 ..] other.Anchors -> None
                | Some _ -> Some $"'{path}' has no heading '{target[at..]}'"
                | None -> Some $"an anchor in '{path}', which is no document"

    [
        for number, line in Markdown.prose document do
            for found in link.Matches(code.Replace(line, "")) do
                let target = found.Groups[1].Value

                if not (isElsewhere target) then
                    match problem target with
                    | Some problem -> $"{document.Path}:{number}: {problem}"
                    | None -> ()
    ]
