/// nano new: what it writes is right, and it writes over nothing.
module Nano.Cli.Tests.NewTests

open System
open System.IO
open System.Text.Json
open Nano.Cli.Tests.Bench
open Xunit

/// The protocols that the language knows.
let private kinds =
    lazy
        (use schema =
            JsonDocument.Parse(File.ReadAllText(Path.Combine(repository, "experiments", "nano.schema.json")))

         [
             for choice in schema.RootElement.GetProperty("oneOf").EnumerateArray() ->
                 choice.GetProperty("required").EnumerateArray() |> Seq.head |> string
         ])

[<Fact>]
let Every_kind_of_experiment_can_be_started_from () =
    use folder = new Folder()

    for kind in kinds.Value do
        let made = folder.Nano("new", kind, $"my-{kind}")
        ended 0 made
        Assert.Equal($"my-{kind}.yaml\n", made.Out)

    let checked' = nanoIn folder.Path ("check" :: [ for kind in kinds.Value -> $"my-{kind}.yaml" ])
    ended 0 checked'
    Assert.Equal($"{kinds.Value.Length} files checked, all is well\n", checked'.Out)

    for kind in kinds.Value do
        let text = File.ReadAllText(folder.At $"my-{kind}.yaml")
        // Every key has its sentence, and every key that is left out stands there as a comment.
        Assert.Contains("# where all random numbers start (1)", text)
        Assert.Matches("(?m)^  # [a-z0-9-]+: +# .+$", text)

[<Fact>]
let What_is_left_out_is_the_default () =
    use folder = new Folder()
    ended 0 (folder.Nano("new", "surrogate", "mine"))
    let text = File.ReadAllText(folder.At "mine.yaml")
    let plan = folder.Nano("compile", "mine.yaml")
    folder.Write("mine.yaml", text.Replace("  # batch: ", "  batch: 256 "))
    Assert.Equal(plan.Out, folder.Nano("compile", "mine.yaml").Out)
    folder.Write("mine.yaml", text.Replace("  # batch: ", "  batch: 255 "))
    Assert.NotEqual<string>(plan.Out, folder.Nano("compile", "mine.yaml").Out)

/// A script as a part of another one.
let private asModule (number: int) (script: string) =
    String.Join(
        '\n',
        [
            $"module Part{number} ="
            for line in script.Split '\n' do
                if not (line.StartsWith "#load" || line.StartsWith "open ") then
                    if line = "" then line else "    " + line
        ]
    )

[<Fact>]
let A_new_script_is_the_new_file () =
    use folder = new Folder()

    let plans = [
        for kind in kinds.Value do
            ended 0 (folder.Nano("new", kind, $"my-{kind}"))
            ended 0 (folder.Nano("new", kind, $"my-{kind}", "--script"))
            folder.Nano("compile", $"my-{kind}.yaml").Out
    ]

    let scripts = [ for kind in kinds.Value -> File.ReadAllText(folder.At $"my-{kind}.fsx") ]

    let start =
        scripts.Head.Split '\n'
        |> Array.filter (fun line -> line.StartsWith "#load" || line.StartsWith "open ")

    let all = List.ofArray start @ List.mapi asModule scripts
    folder.Write("all.fsx", String.Join('\n', all))
    // One start of the compiler for all.
    let compiled = folder.Nano("compile", "all.fsx")
    ended 0 compiled
    Assert.Equal(String.Join("", plans), compiled.Out)

[<Fact>]
let A_new_script_runs () =
    use folder = new Folder()
    ended 0 (folder.Nano("new", "acquire", "mine", "--script"))
    let outcome = folder.Nano("run", "mine.fsx", "batches=1")
    ended 0 outcome
    Assert.Contains("500 rows", outcome.Out)

[<Fact>]
let The_name_may_have_the_ending_of_its_file () =
    use folder = new Folder()

    for words, file in
        [
            "new boolean one.yaml", "one.yaml"
            "new boolean two.yml", "two.yaml"
            "new boolean three.fsx --script", "three.fsx"
            "new boolean 0.5.one", "0.5.one.yaml"
        ] do
        let made = folder.Nano(words.Split ' ')
        ended 0 made
        Assert.Equal($"{file}\n", made.Out)
        Assert.Contains(file, contents folder.Path |> Map.keys)

[<Fact>]
let Nothing_is_written_over_and_wrong_words_are_told () =
    use folder = new Folder()
    folder.Write("mine.yaml", "mine")

    let refused (words: string) (sentence: string) =
        let outcome = folder.Nano(words.Split ' ')
        ended 2 outcome
        says [ sentence ] outcome
        Assert.Equal<string seq>([ "mine.yaml" ], contents folder.Path |> Map.keys)

    refused "new boolean mine" "'mine.yaml' is there already"
    refused "new bolean other" "there is no kind of experiment 'bolean'\n  hint: did you mean 'boolean'?"
    refused "new boolean ../other" "'../other' is no name"
    refused "new boolean" "which name?"
    refused "new boolean other.fsx" "'other.fsx' is the name of a script\n  hint: nano new boolean other --script"
    refused "new boolean other.yml --script" "'other.yml' is no name of a script\n  hint: "
    refused "new boolean .yaml" "'' is no name"
    refused "new boolean mine.YAML" "'mine.yaml' is there already"
    refused "new boolean a b" "a kind and a name are wanted, got 3 words"
    Assert.Equal("mine", File.ReadAllText(folder.At "mine.yaml"))
