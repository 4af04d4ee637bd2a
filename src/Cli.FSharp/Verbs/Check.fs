module Nano.Cli.CheckVerb

open System
open Argu

let run (arguments: ParseResults<CheckArguments>) =
    let files, bare = Loading.parted (arguments.GetResult CheckArguments.Files)
    let overrides = bare @ Loading.overrides (arguments.GetResults CheckArguments.Set)

    if files.IsEmpty then
        raise (UsageException("which files?", "nano check experiments/*.yaml"))

    let check file =
        if Loading.isScript file then
            ScriptProcess.check ("check" :: file :: overrides) file
        else
            Loading.check file overrides

    let problems = List.collect check files
    let format = arguments.GetResult(CheckArguments.Format, Format.Text)
    Complaints.print Console.Out format problems

    if problems.IsEmpty && format = Format.Text then
        let noun = if files.Length = 1 then "file" else "files"
        printfn $"{files.Length} {noun} checked, all is well"

    Complaints.status problems
