namespace Nano.Cli

open System
open System.Collections.Immutable
open System.IO
open System.Text.Json
open Nano
open Nano.Plan
open Nano.Runtime
open Nano.Runtime.Formats
open Nano.Runtime.Running
open Nano.Runtime.Surrogates
open Nano.Drivers

/// A plan ready to run, with where its files are and where it came from.
type Loaded = {
    Plan: ExperimentPlan
    /// None where a plan.json was given.
    Experiment: Experiment option
    Warnings: Diagnostic list
    Source: string
    SourceName: string
    Folder: string
    Overrides: string list
    Files: Func<FilePlan, string>
}

module Loading =
    let private facts (path: string) =
        let model = SurrogateFile.Read path

        {
            Ranges = Seq.toArray model.Ranges
            DataInputs = Seq.toArray model.DataInputs
            OutputRange = model.Origin.OutputRange
            Clip = model.Clip
            Error =
                if Double.IsNaN model.Origin.TestError then
                    model.Origin.ValidationError
                else
                    model.Origin.TestError
            Device = model.Origin.Device
        }

    let private surroundings () = {
        Files = Files.ofDisk Environment.CurrentDirectory
        Surrogates =
            fun path ->
                try
                    Ok(facts path)
                with :? NanoException as problem ->
                    Error problem.Diagnostic
    }

    let overrides (sets: (string * string) list) = [ for key, value in sets -> $"{key}={value}" ]

    /// Files, and the overrides among them: a word with '=' that names no file.
    let parted (words: string list) = words |> List.partition (fun word -> word.IndexOf '=' < 1 || File.Exists word)

    /// The one file of a command line, and its overrides: FILE key=value … and --set key=value.
    let split (words: string list) (sets: (string * string) list) =
        match parted words with
        | [ file ], bare -> file, bare @ overrides sets
        | [], _ -> raise (UsageException("which file?", "nano run experiments/vc-dimension.yaml"))
        | _ :: word :: _, _ ->
            let hint = "after the file come overrides such as seed=7; one file at a time"
            raise (UsageException($"'{word}' is no override", hint))

    let isScript (file: string) = file.EndsWith(".fsx", StringComparison.OrdinalIgnoreCase)

    let private folderOf (path: string) =
        match Path.GetDirectoryName(Path.GetFullPath path) with
        | null -> Environment.CurrentDirectory
        | folder -> folder

    let private plan (path: string) (overrides: string list) =
        if not overrides.IsEmpty then
            raise (UsageException("a plan takes no overrides", "change the experiment, and compile it again"))

        let refuse code message hint = raise (DiagnosticsException [ Diagnostic(code, Place.Of path, message, hint) ])

        let text = FileBytes.Text(path, FileBytes.LargestPlan)

        let read =
            try
                PlanJson.Read text
            with
            | :? JsonException as problem ->
                let where =
                    Place(
                        path,
                        int (problem.LineNumber.GetValueOrDefault() + 1L),
                        int (problem.BytePositionInLine.GetValueOrDefault() + 1L)
                    )

                raise (DiagnosticsException [ Diagnostic("N107", where, $"this is no plan: {problem.Message}", "") ])
            | :? NotSupportedException as problem -> refuse "N107" $"this is no plan: {problem.Message}" ""

        if read.Version <> ExperimentPlan.CurrentVersion then
            refuse
                "N108"
                $"the plan is of version {read.Version}, this build runs version {ExperimentPlan.CurrentVersion}"
                "compile the experiment again"

        match
            PlanCheck.Of read
            |> Seq.map (fun problem -> problem.At(Place.Of path))
            |> List.ofSeq
        with
        | [] -> ()
        | problems -> raise (DiagnosticsException problems)

        {
            Plan = read
            Experiment = None
            Warnings = []
            Source = text
            SourceName = "source.json"
            Folder = folderOf path
            Overrides = []
            Files = PlanFiles.Beside(folderOf path)
        }

    let private experiment (path: string) (overrides: string list) =
        match Compiler.file (surroundings ()) path overrides with
        | Error problems -> Error problems
        | Ok compiled ->
            Ok {
                Plan = compiled.Plan
                Experiment = Some compiled.Experiment
                Warnings = compiled.Warnings
                Source = compiled.Source
                SourceName = "source.yaml"
                Folder = folderOf path
                Overrides = compiled.Overrides
                Files = Func<FilePlan, string>(fun file -> Map.find file.Sha256 compiled.Files)
            }

    /// A problem of an experiment that no file says: the script, and the words that an override would have.
    let private inScript (script: string) (problem: Diagnostic) =
        let where = problem.Where

        if where.Line > 0 || where.File.StartsWith "--set " then
            problem
        else
            let message = if where.File = "" then problem.Message else $"{where.File}: {problem.Message}"
            Diagnostic(problem.Code, Place.Of script, message, problem.Hint, problem.Severity)

    /// An experiment made by a script. Not all overrides are edits of it: some are settings of the script's own.
    let made (script: string) (text: string) (edits: string list) (overrides: string list) (experiment: Experiment) =
        let folder = folderOf script

        match Compiler.script (surroundings ()) folder edits experiment with
        | Error problems -> Error(List.map (inScript script) problems)
        | Ok compiled ->
            Ok {
                Plan = compiled.Plan
                Experiment = Some compiled.Experiment
                Warnings = List.map (inScript script) compiled.Warnings
                Source = text
                SourceName = "source.fsx"
                Folder = folder
                Overrides = overrides
                Files = Func<FilePlan, string>(fun file -> Map.find file.Sha256 compiled.Files)
            }

    /// All that is wrong with a file; empty where all is well.
    let check (path: string) (overrides: string list) =
        match experiment path overrides with
        | Ok loaded -> loaded.Warnings
        | Error problems -> problems

    /// Loads an experiment or a plan; says warnings, and fails with all mistakes at once.
    let load (words: string list) (sets: (string * string) list) =
        let file, overrides = split words sets

        let loaded =
            if file.EndsWith(".json", StringComparison.OrdinalIgnoreCase) then
                plan file overrides
            else
                match experiment file overrides with
                | Ok loaded -> loaded
                | Error problems -> raise (DiagnosticsException problems)

        Complaints.print Console.Error Format.Text loaded.Warnings
        loaded

    /// Opens the instrument of a device: the one place where drivers are known.
    let opener =
        Nano.Runtime.Devices.InstrumentOpener(fun device instrument model seeds sampleRate ->
            Catalog.Open(device, instrument, model, seeds, sampleRate))

    let request (loaded: Loaded) (output: string) (command: string) (threads: int) (again: bool) =
        RunRequest(
            loaded.Plan,
            loaded.Source,
            loaded.SourceName,
            ImmutableArray.CreateRange loaded.Overrides,
            ImmutableArray.CreateRange(loaded.Warnings |> List.map _.Message),
            loaded.Folder,
            loaded.Files,
            output,
            command,
            threads,
            again
        )
