module Nano.Cli.SchemaVerb

open Nano

let run () =
    printf $"{NanoFile.Schema}"
    Exit.Done
