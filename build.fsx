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

let private command (program: string) (arguments: string list) =
    match start program arguments with
    | 0 -> ()
    | code -> exit code

/// The pages of docs/ and the public API as HTML.
let pages () =
    command "dotnet" [
        yield! [ "fsdocs"; "build"; "--strict"; "--clean"; "--nodefaultcontent"; "--output"; "artifacts/docs" ]
        yield! [ "--properties"; "Configuration=Release"; "--projects" ]
        yield! [ "src/Dsl.FSharp/Nano.Dsl.fsproj"; "src/Runtime.CSharp/Nano.Runtime.csproj" ]
        yield! [ "src/Drivers.CSharp/Nano.Drivers.csproj" ]
    ]

    printfn "artifacts/docs/index.html"

/// What is generated is generated here: the vocabulary, the schema that editors use, the pages; or all documents are checked.
let docs (options: string list) =
    tools ()
    build ()

    if not options.IsEmpty then
        run "./nano --version" // documents run it

    command "dotnet" ("artifacts/bin/Nano.Docs/release/Nano.Docs.dll" :: options)

    if options.IsEmpty then
        pages ()

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
| "docs" :: options -> docs options
| "bench" :: options -> bench options
| other :: _ ->
    eprintfn $"no target '%s{other}': try build, test, format, check, docs or bench"
    exit 2
