// The build of Nano: dotnet fsi build.fsx [build | test | format | check | docs | bench] [options]
open System
open System.Diagnostics
open System.IO

Directory.SetCurrentDirectory __SOURCE_DIRECTORY__

let start (program: string) (arguments: string seq) =
    use it = Process.Start(ProcessStartInfo(program, arguments))
    it.WaitForExit()
    it.ExitCode

let run (command: string) =
    let words = command.Split ' '

    match start words[0] words[1..] with
    | 0 -> ()
    | code -> exit code

let build () = run "dotnet build Nano.sln -c Release -v q"

let test () =
    build ()
    run "dotnet test Nano.sln -c Release --no-build --nologo"

let tools () = run "dotnet tool restore"

let format () =
    tools ()
    run "dotnet csharpier format src tests bench"
    run "dotnet fantomas src tests scripts build.fsx"

let checkFormat () =
    tools ()
    run "dotnet csharpier check src tests bench"
    run "dotnet fantomas --check src tests scripts build.fsx"

let check () =
    checkFormat ()
    test ()

/// What is generated is generated here: the schema that editors use.
let docs () =
    build ()

    let schema =
        ProcessStartInfo("dotnet", [ "artifacts/bin/nano/release/nano.dll"; "schema" ], RedirectStandardOutput = true)

    use it = Process.Start schema
    let text = it.StandardOutput.ReadToEnd()
    it.WaitForExit()

    if it.ExitCode <> 0 then
        exit it.ExitCode

    File.WriteAllText("experiments/nano.schema.json", text)
    printfn "experiments/nano.schema.json"

let bench (options: string list) =
    // Standard output belongs to the figures.
    let build =
        ProcessStartInfo("dotnet", [ "build"; "Nano.sln"; "-c"; "Release"; "-v"; "q" ], RedirectStandardOutput = true)

    use it = Process.Start build
    let text = it.StandardOutput.ReadToEnd()
    it.WaitForExit()

    if it.ExitCode <> 0 then
        eprintf $"%s{text}"
        exit it.ExitCode

    exit (start "dotnet" ("artifacts/bin/Nano.Bench/release/Nano.Bench.dll" :: options))

match List.ofArray fsi.CommandLineArgs |> List.tail with
| []
| [ "build" ] -> build ()
| [ "test" ] -> test ()
| [ "format" ] -> format ()
| [ "format"; "--check" ] -> checkFormat ()
| [ "check" ] -> check ()
| [ "docs" ] -> docs ()
| "bench" :: options -> bench options
| other :: _ ->
    eprintfn $"no target '%s{other}': try build, test, format, check, docs or bench"
    exit 2
