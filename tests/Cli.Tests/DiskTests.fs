[<Xunit.Collection("runs")>]
module Nano.Cli.Tests.DiskTests

open System.IO
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

/// A disk of the given size in a folder, as long as work lasts.
let private withDisk (folder: Folder) (size: string) (work: string -> unit) =
    let disk = folder.At "disk"
    Directory.CreateDirectory disk |> ignore
    Assert.True(Conditions.mount disk $"size={size}")

    try
        work disk
    finally
        Assert.True(Conditions.unmount disk)

let private goesOnAfterAFullDisk (experiment: string) (name: string) (wanted: Map<string, string>) (size: string) =
    use folder = new Folder()
    folder.Write("e.yaml", experiment)

    withDisk folder size (fun disk ->
        let full = folder.Nano("run", "e.yaml", "--out", disk)
        ended 6 full
        says [ "N601"; "No space left on device"; "hint:" ] full
        Assert.Equal("", full.Out)
        hasNothingHalfWritten disk
        // What is there is there whole.
        let run = runOf disk name

        for file in lasting run do
            Assert.Equal(wanted[file.Key], file.Value)

        Assert.False(File.Exists(Path.Combine(run, "result.json")))
        Assert.True(Conditions.remount disk "size=8m")
        ended 0 (folder.Nano("run", "e.yaml", "--out", disk))
        Assert.Equal<Map<_, _>>(wanted, lasting run))

[<DiskTheory>]
[<InlineData("8k")>]
[<InlineData("28k")>]
[<InlineData("96k")>]
let A_run_goes_on_after_a_full_disk (size: string) = goesOnAfterAFullDisk tiny "tiny" undisturbedTiny.Value size

[<DiskTheory>]
[<InlineData("36k")>]
let Data_that_do_not_fit_are_not_half_there (size: string) =
    goesOnAfterAFullDisk training "training" (undisturbed training "training") size

[<Fact>]
let A_file_in_the_place_of_the_output_folder_is_said () =
    use folder = new Folder()
    folder.Write("tiny.yaml", tiny)
    folder.Write("out", "a file")
    let before = stamps folder.Path
    let outcome = folder.Nano("run", "tiny.yaml")
    ended 6 outcome
    says [ "error N601: 'out/tiny/"; "choose another folder with --out" ] outcome
    Assert.Equal<Map<_, _>>(before, stamps folder.Path)
