/// The words of a law's text.
module internal Nano.Yaml.LawTokens

open System
open System.Text.RegularExpressions
open Nano.Plan

/// A word of the text.
type Token =
    | Digits of digits: string * exponent: int
    | Name of string
    /// One of + - * / ** ( ) , = [ ] ^
    | Sign of string
    /// A semicolon, or the end of a line.
    | Stop
    | End

/// A token and where it begins in the text.
type Placed = { Token: Token; At: int }

/// Longer texts are no laws.
let longest = 4000

let private shape =
    Regex(
        @"\G(?:(?<space>[ \t\r]+)|(?<stop>[;\n])|(?<digits>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE](?<exponent>[+-]?[0-9]{1,4})(?![0-9]))?|(?<name>[\p{L}_Ωµ][\p{L}0-9_]*)|(?<sign>\*\*|[-+*/(),=\[\]^]))",
        RegexOptions.CultureInvariant
    )

/// All tokens, ending with End; or the place of what is none.
let read (text: string) : Result<Placed list, int> =
    let rec next at found =
        if at = text.Length then
            Ok(List.rev ({ Token = End; At = at } :: found))
        else
            let it = shape.Match(text, at)
            let has (group: string) = it.Groups[group].Success
            let rest token = next (at + it.Length) ({ Token = token; At = at } :: found)

            if not it.Success then
                Error at
            elif has "space" then
                next (at + it.Length) found
            elif has "stop" then
                rest Stop
            elif has "digits" then
                let exponent = if has "exponent" then int it.Groups["exponent"].Value else 0
                rest (Digits(it.Groups["digits"].Value, exponent))
            elif has "name" then
                rest (Name it.Value)
            else
                rest (Sign it.Value)

    next 0 []

/// Where a character of a scalar stands in the file. Indentation, folds and quotation marks are the file's: its text is
/// followed side by side with the scalar's, and what is not in both is passed over.
let places (source: string) (start: Place) (text: string) : int -> Place =
    let lines = source.Split '\n'

    if start.Line < 1 || start.Line > lines.Length || start.File.StartsWith "--" then
        fun _ -> start
    else
        let first = lines |> Seq.take (start.Line - 1) |> Seq.sumBy (fun line -> line.Length + 1)
        let first = min source.Length (first + max 0 (start.Column - 1))
        let isBlock = first < source.Length && (source[first] = '|' || source[first] = '>')

        let first =
            match source.IndexOf('\n', first) with
            | line when isBlock && line >= 0 -> line + 1
            | _ -> first

        let found = Array.zeroCreate (text.Length + 1)
        let mutable at = first

        for index in 0 .. text.Length - 1 do
            if not (Char.IsWhiteSpace text[index]) then
                while at < source.Length && source[at] <> text[index] do
                    at <- at + 1

                found[index] <- min at (max 0 (source.Length - 1))
                at <- at + 1
            else
                found[index] <- at

        found[text.Length] <- at

        fun index ->
            let at = found[Math.Clamp(index, 0, text.Length)]
            let before = source[.. min at source.Length - 1]
            let line = before |> Seq.filter ((=) '\n') |> Seq.length
            Place(start.File, line + 1, at - (before.LastIndexOf '\n'))
