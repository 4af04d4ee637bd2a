module Nano.Docs.Program

open System.IO

[<EntryPoint>]
let main _ =
    File.WriteAllText("docs/vocabulary.md", Vocabulary.text ())
    0
