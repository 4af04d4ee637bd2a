/// Help and version; the texts kept in src/Cli.FSharp/Help are those of the parser (rewritten where NANO_WRITE_GOLDEN is 1).
module Nano.Cli.Tests.HelpTests

open System
open System.IO
open Nano.Cli.Tests.Bench
open Xunit

[<Theory>]
[<InlineData("nano")>]
[<InlineData("run")>]
[<InlineData("plan")>]
[<InlineData("check")>]
[<InlineData("compile")>]
[<InlineData("report")>]
[<InlineData("model")>]
[<InlineData("devices")>]
[<InlineData("new")>]
[<InlineData("schema")>]
let Help_is_as_kept (verb: string) =
    let kept = Path.Combine(repository, "src", "Cli.FSharp", "Help", $"{verb}.txt")
    let asked = if verb = "nano" then [ "--help" ] else [ verb; "--help" ]
    // With another option beside it the parser itself answers.
    let written = nanoIn (Path.GetTempPath()) ("--quiet" :: asked)
    ended 0 written
    Assert.Equal("", written.Err)

    if Environment.GetEnvironmentVariable "NANO_WRITE_GOLDEN" = "1" then
        // The next build takes the text up.
        File.WriteAllText(kept, written.Out)
    else
        Assert.Equal(File.ReadAllText kept, written.Out)
        let outcome = nanoIn (Path.GetTempPath()) asked
        ended 0 outcome
        Assert.Equal(written.Out, outcome.Out)

[<Fact>]
let Without_a_verb_the_usage_is_told_and_the_status_says_so () =
    let outcome = nanoIn (Path.GetTempPath()) []
    ended 2 outcome
    says [ "USAGE: nano"; "run an experiment" ] outcome
    Assert.Equal("", outcome.Out)

[<Fact>]
let The_version_is_one_line () =
    let outcome = nanoIn (Path.GetTempPath()) [ "--version" ]
    ended 0 outcome
    Assert.Matches("^nano [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n$", outcome.Out)
