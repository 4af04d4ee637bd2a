/// The built command line as a process, and folders to run it in.
module Nano.Cli.Tests.Bench

open System
open System.Diagnostics
open System.IO
open System.Runtime.InteropServices
open System.Security.Cryptography
open System.Threading.Tasks
open Xunit

/// The command line stands beside the tests, with all that it needs.
let private program = Path.Combine(AppContext.BaseDirectory, "nano.dll")

let repository = Path.GetFullPath(Path.Combine(__SOURCE_DIRECTORY__, "..", ".."))

/// What a user sees of a command.
type Outcome = {
    Exit: int
    Out: string
    Err: string
} with

    member outcome.All = $"exit {outcome.Exit}\n{outcome.Out}{outcome.Err}"

/// A command at work.
type Command(process': Process) =
    let out = process'.StandardOutput.ReadToEndAsync()
    let err = process'.StandardError.ReadToEndAsync()

    member _.Id = process'.Id
    member _.HasEnded = process'.HasExited

    member _.Kill() =
        if not process'.HasExited then
            process'.Kill()

    /// Waits for the end; a command that hangs is killed and fails the test.
    member _.Wait() =
        if not (process'.WaitForExit(TimeSpan.FromSeconds 120.0)) then
            process'.Kill()
            failwith "the command has not ended after two minutes"

        Task.WaitAll(out, err)
        { Exit = process'.ExitCode; Out = out.Result; Err = err.Result }

    interface IDisposable with
        member command.Dispose() =
            command.Kill()
            process'.Dispose()

let private startProgram (folder: string) (executable: string) (words: string list) =
    let information =
        ProcessStartInfo(
            executable,
            words,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        )

    // Most of these commands are over before the compiler could have learnt anything from watching them.
    information.Environment["DOTNET_TieredPGO"] <- "0"

    match Process.Start information with
    | null -> failwith $"{executable} does not start"
    | it -> new Command(it)

/// Runs another program in a folder.
let programIn folder (executable: string) (words: string list) =
    use command = startProgram folder executable words
    command.Wait()

let start folder (words: string list) = startProgram folder "dotnet" (program :: words)

/// Runs nano in a folder, words as at a shell.
let nanoIn folder (words: string list) =
    use command = start folder words
    command.Wait()

/// A folder of a test's own, gone at its end.
type Folder() =
    let path = Directory.CreateTempSubdirectory("nano-cli-").FullName

    member _.Path = path
    member _.At(name: string) = Path.Combine(path, name)
    member folder.Write(name: string, text: string) = File.WriteAllText(folder.At name, text)
    member folder.Write(name: string, bytes: byte[]) = File.WriteAllBytes(folder.At name, bytes)
    member _.Nano([<ParamArray>] words: string[]) = nanoIn path (List.ofArray words)
    member _.Start([<ParamArray>] words: string[]) = start path (List.ofArray words)

    interface IDisposable with
        member _.Dispose() = Directory.Delete(path, true)

/// Every file below a folder with the hash of its content.
let contents (folder: string) =
    if Directory.Exists folder then
        Map.ofList [
            for path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) ->
                Path.GetRelativePath(folder, path), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes path))
        ]
    else
        Map.empty

/// Every file with its time, too: equal where nothing was touched.
let stamps (folder: string) =
    contents folder
    |> Map.map (fun name hash -> hash, File.GetLastWriteTimeUtc(Path.Combine(folder, name)))

/// What must not depend on clock, threads, kills or machine: all but record, log, checkpoint and report.
let lasting (run: string) =
    contents run
    |> Map.filter (fun name _ ->
        not (
            List.contains name [ "run.json"; "log.txt"; "report.html"; ".hold" ]
            || name.StartsWith "checkpoint"
        ))

/// The only run folder of an experiment below an output folder.
let runOf (output: string) (name: string) = Directory.GetDirectories(Path.Combine(output, name)) |> Assert.Single

/// No file that is half there: no part files, and run folders only where the run says how it ended.
let hasNothingHalfWritten (output: string) =
    let torn = contents output |> Map.keys |> Seq.filter _.Contains(".part-")
    Assert.Empty torn

/// The exit status with the whole output as the message.
let ended (status: int) (outcome: Outcome) =
    if outcome.Exit <> status then
        Assert.Fail $"expected exit {status}, got {outcome.All}"

/// Standard error says all of these.
let says (words: string list) (outcome: Outcome) =
    for word in words do
        if not (outcome.Err.Contains word) then
            Assert.Fail $"'{word}' is missing in {outcome.All}"

/// Standard error is exactly this, and nothing went to standard output.
let tellsOnly (text: string) (outcome: Outcome) =
    Assert.Equal(text.ReplaceLineEndings("\n").TrimEnd(), outcome.Err.ReplaceLineEndings("\n").TrimEnd())
    Assert.Equal("", outcome.Out)

[<DllImport("libc", SetLastError = true)>]
extern int private kill(int id, int signal)

let interrupt = 2
let terminate = 15

let send signal (command: Command) = Assert.Equal(0, kill (command.Id, signal))
