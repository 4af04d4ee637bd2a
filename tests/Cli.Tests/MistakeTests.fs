/// What is said of a mistake, where, with which exit status; and that nothing was written.
module Nano.Cli.Tests.MistakeTests

open System.IO
open Nano.Cli.Tests.Bench
open Nano.Cli.Tests.Experiments
open Xunit

/// Runs nano on a file e.yaml and expects this on standard error, nothing else, and no file made.
let private refused status (experiment: string) (words: string) (text: string) =
    use folder = new Folder()
    folder.Write("e.yaml", experiment)
    let before = stamps folder.Path
    let outcome = folder.Nano(words.Split ' ')
    tellsOnly text outcome
    ended status outcome
    Assert.Equal<Map<_, _>>(before, stamps folder.Path)
    Assert.Empty(Directory.GetDirectories folder.Path)

[<Theory>]
[<InlineData("attempts: 2",
             "attemps: 2",
             "e.yaml:13:3: error N103: unknown key 'attemps'\n  hint: did you mean 'attempts'?")>]
[<InlineData("controls: [1, 2, 4, 6, 7]",
             "controls: { electrodes: [1, 2, 4, 6, 7], limits: [-1 A, 1 V] }",
             "e.yaml:7:55: error N101: expected a quantity in V, got '-1 A'\n  hint: as in 1 V")>]
[<InlineData("[1, 2, 4, 6, 7]",
             "[1, 2, 4, 6, 5]",
             "e.yaml:7:15: error N211: electrode 5 of 'chip' is both input and control")>]
[<InlineData("[1, 2, 4, 6, 7]",
             "{ electrodes: [1], limits: [-9 V, 1 V] }",
             "e.yaml:7:42: error N213: limits [-9 V, 1 V] of electrode 1 are outside the device 'chip'\n  hint: it holds for [-2 V, 2 V]")>]
let A_mistake_of_the_file (right: string, wrong: string, text: string) =
    Assert.Contains(right, tiny)
    refused 3 (tiny.Replace(right, wrong)) "run e.yaml" text

[<Theory>]
[<InlineData("run e.yaml vc-dimension.form=3",
             "--set vc-dimension.form: error N103: unknown key 'form'\n  hint: did you mean 'from'?")>]
[<InlineData("run e.yaml --set seed=few", "--set seed: error N101: expected a whole number, got 'few'")>]
[<InlineData("run e.yaml devices.chop.readout=3",
             "--set devices.chop.readout: error N200: no such device 'chop'\n  hint: did you mean 'chip'?")>]
[<InlineData("run absent.yaml", "absent.yaml: error N109: there is no such file")>]
[<InlineData("run absent/plan.json", "absent/plan.json: error N109: there is no such file")>]
[<InlineData("model absent.safetensors", "absent.safetensors: error N109: there is no such file")>]
let A_mistake_of_the_command_line_about_files (words: string, text: string) = refused 3 tiny words text

[<Fact>]
let A_missing_model_is_looked_for_where_people_would () =
    use folder = new Folder()
    folder.Write("e.yaml", tiny)
    let outcome = folder.Nano("run", "e.yaml", "devices.chip.surrogate=absent.safetensors")
    ended 3 outcome

    tellsOnly
        $"--set devices.chip.surrogate: error N230: there is no file 'absent.safetensors'\n  hint: looked in {folder.Path} and every folder above it"
        outcome

[<Theory>]
[<InlineData("rnu e.yaml", "nano: unrecognized argument: 'rnu'.\n  hint: did you mean 'run'?")>]
[<InlineData("run e.yaml --agian", "nano: nano run has no option '--agian'\n  hint: did you mean '--again'?")>]
[<InlineData("plan --jsn e.yaml", "nano: nano plan has no option '--jsn'\n  hint: did you mean '--json'?")>]
[<InlineData("--quite run e.yaml", "nano: nano has no option '--quite'\n  hint: did you mean '--quiet'?")>]
[<InlineData("run",
             "nano: missing argument '<file>...'.\n  hint: nano --help lists the verbs, nano VERB --help the options")>]
[<InlineData("run e.yaml --threads many",
             "nano: parameter '--threads' must be followed by <number>, but was 'many'.\n  hint: nano --help lists the verbs, nano VERB --help the options")>]
[<InlineData("run e.yaml --threads 0", "nano: --threads must be from 1 to 1024, got 0")>]
[<InlineData("run e.yaml seed",
             "nano: 'seed' is no override\n  hint: after the file come overrides such as seed=7; one file at a time")>]
[<InlineData("compile e.yaml --to spice",
             "nano: parameter '--to' must be followed by <plan|yaml|dot>, but was 'spice'.\n  hint: nano --help lists the verbs, nano VERB --help the options")>]
let A_wrong_command_line (words: string, text: string) = refused 2 tiny words text

[<Fact>]
let All_mistakes_are_told_at_once_and_for_every_reader () =
    use folder = new Folder()
    folder.Write("bad.yaml", tiny.Replace("attempts: 2", "attemps: 2").Replace("seed: 3", "seed: few"))
    folder.Write("good.yaml", tiny)
    let text = folder.Nano("check", "bad.yaml", "good.yaml")
    ended 3 text

    Assert.Equal(
        "bad.yaml:2:7: error N101: expected a whole number, got 'few'\nbad.yaml:13:3: error N103: unknown key 'attemps'\n  hint: did you mean 'attempts'?\n",
        text.Out
    )

    let json = folder.Nano("check", "bad.yaml", "--format", "json")
    ended 3 json
    use document = System.Text.Json.JsonDocument.Parse json.Out
    let second = document.RootElement[1]
    Assert.Equal(2, document.RootElement.GetArrayLength())
    Assert.Equal("N103", second.GetProperty("code").GetString())
    Assert.Equal(13, second.GetProperty("where").GetProperty("line").GetInt32())
    Assert.Equal(3, second.GetProperty("where").GetProperty("column").GetInt32())
    let github = folder.Nano("check", "bad.yaml", "--format", "github")
    ended 3 github

    Assert.Equal(
        "::error file=bad.yaml,line=2,col=7,title=N101::expected a whole number, got 'few'\n::error file=bad.yaml,line=13,col=3,title=N103::unknown key 'attemps' (hint: did you mean 'attempts'?)\n",
        github.Out
    )

    let good = folder.Nano("check", "good.yaml", "good.yaml")
    ended 0 good
    Assert.Equal("2 files checked, all is well\n", good.Out)
    let none = folder.Nano("check", "good.yaml", "--format", "json")
    ended 0 none
    Assert.Equal("[]", none.Out.Trim())
