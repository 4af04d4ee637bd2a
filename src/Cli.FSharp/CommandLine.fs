/// Words to verbs and options.
module Nano.Cli.CommandLine

open Argu

let parser =
    lazy ArgumentParser.Create<Arguments>(programName = "nano", errorHandler = ExceptionExiter())

/// The verb with its options, and what holds for all verbs.
type Parsed = { Results: ParseResults<Arguments>; Quiet: bool; Plain: bool }

let parse (words: string list) : Parsed =
    let tidy = Words.tidy parser.Value words
    let results = parser.Value.ParseCommandLine(List.toArray tidy, raiseOnUsage = true)
    { Results = results; Quiet = results.Contains Quiet; Plain = results.Contains No_Color }
