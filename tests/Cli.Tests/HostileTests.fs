/// Things in the place of files that are none, too large, or lead elsewhere: refused at once, in a sentence.
module Nano.Cli.Tests.HostileTests

open System
open System.Diagnostics
open System.IO
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

let private noFile = "the file is empty, or no regular file (a pipe, a device)"

let private pipe (path: string) =
    use it = Process.Start("mkfifo", [ path ])
    it.WaitForExit()
    Assert.Equal(0, it.ExitCode)

/// A file with nothing in it that takes no room.
let private sparse (path: string) (length: int64) =
    use file = File.Create path
    file.SetLength length

[<PipeFact>]
let What_is_no_regular_file_is_not_waited_for () =
    use folder = new Folder()
    writeModel folder.Path
    folder.Write("e.yaml", modelled)
    pipe (folder.At "pipe.yaml")
    pipe (folder.At "pipe.json")
    File.CreateSymbolicLink(folder.At "link.safetensors", "pipe.yaml") |> ignore
    File.CreateSymbolicLink(folder.At "loop.yaml", "loop.yaml") |> ignore

    File.CreateSymbolicLink(folder.At "good.safetensors", "model.safetensors")
    |> ignore

    ended 0 (folder.Nano("model", "good.safetensors"))

    for words, status, text in
        [
            "run pipe.yaml", 3, $"pipe.yaml: error N109: {noFile}"
            "run pipe.json", 3, $"pipe.json: error N109: {noFile}"
            "run /dev/zero", 3, $"/dev/zero: error N109: {noFile}"
            "model link.safetensors", 3, $"link.safetensors: error N109: {noFile}"
            "model model.safetensors --eval pipe.yaml", 3, $"pipe.yaml: error N109: {noFile}"
            "run e.yaml devices.chip.surrogate=pipe.json", 3, noFile
            "run loop.yaml", 6, "loop.yaml: error N600: cannot be read: "
        ] do
        let outcome = folder.Nano(words.Split ' ')
        ended status outcome
        says [ text ] outcome

[<Fact>]
let A_folder_is_told_as_such () =
    use folder = new Folder()
    Directory.CreateDirectory(folder.At "plan.json") |> ignore
    let outcome = folder.Nano("run", ".")
    tellsOnly ".: error N109: this is a folder, not a file" outcome
    ended 3 outcome
    tellsOnly "plan.json: error N109: this is a folder, not a file" (folder.Nano("run", "plan.json"))

[<Fact>]
let What_is_too_large_is_not_read () =
    use folder = new Folder()
    sparse (folder.At "big.yaml") (1L <<< 30)
    sparse (folder.At "big.json") (1L <<< 30)
    sparse (folder.At "big.pt") (1L <<< 31)

    for words, most in [ "check big.yaml", "4194304"; "run big.json", "67108864"; "model big.pt", "1073741824" ] do
        let outcome = folder.Nano(words.Split ' ')
        ended 3 outcome
        Assert.Contains($"bytes; at most {most} are read", outcome.All)

let private planned (folder: Folder) (experiment: string) =
    folder.Write("e.yaml", experiment)
    let outcome = folder.Nano("compile", "e.yaml")
    ended 0 outcome
    outcome.Out

[<Theory>]
[<InlineData("../e.yaml")>]
[<InlineData("/etc/passwd")>]
[<InlineData("..\\\\e.yaml")>]
[<InlineData("C:e.yaml")>]
[<InlineData("a\\u0000b")>]
let A_plan_leads_to_no_other_folder (name: string) =
    use folder = new Folder()
    writeModel folder.Path
    let plan = planned folder modelled
    folder.Write("plan.json", plan.Replace("\"model.safetensors\"", $"\"{name}\""))
    let outcome = folder.Nano("run", "plan.json")
    ended 3 outcome
    says [ "N107"; "a base name without folders was expected" ] outcome
    Assert.False(Directory.Exists(folder.At "out"))

[<Fact>]
let A_run_that_needs_more_memory_than_there_is_does_not_begin () =
    use folder = new Folder()
    let plan = planned folder training

    let wide =
        plan.Split '\n'
        |> Array.map (fun line -> line.Replace("\"hidden\": [", "\"hidden\": [100000, 100000,"))

    folder.Write("plan.json", String.Join('\n', wide))
    let outcome = folder.Nano("run", "plan.json")
    ended 6 outcome

    says
        [
            "error N606: this run could take "
            "hint: most of it is for the network of hidden: [100000, 100000"
        ]
        outcome

    Assert.False(Directory.Exists(folder.At "out"))
