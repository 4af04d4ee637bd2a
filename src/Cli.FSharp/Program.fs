module Nano.Cli.Program

[<EntryPoint>]
let main _ = 0
