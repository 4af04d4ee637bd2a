/// Every example stands as a file and as a script.
module Nano.Cli.Tests.TwinTests

open System.IO
open Nano.Cli.Tests.Bench
open Xunit

let examples =
    TheoryData<string>(
        Directory.EnumerateFiles(Path.Combine(repository, "experiments"), "*.yaml")
        |> Seq.map (fun path -> nonNull (Path.GetFileNameWithoutExtension path))
        |> Seq.sort
    )

[<Theory>]
[<MemberData(nameof examples)>]
let A_script_and_its_file_are_the_same_plan_byte_for_byte (name: string) =
    let file = nanoIn repository [ "compile"; $"experiments/{name}.yaml" ]
    ended 0 file
    let twin = nanoIn repository [ "compile"; $"scripts/{name}.fsx" ]
    ended 0 twin
    Assert.Equal(file.Out, twin.Out)
