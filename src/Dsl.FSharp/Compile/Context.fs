namespace Nano.Compile

open System
open System.IO
open Nano.Plan
open Nano.Runtime
open Nano.Runtime.Formats
open Nano.Runtime.Running
open Nano
open Nano.Yaml

/// What every step of compiling knows: the world outside, where things are said, and which folder the file is in.
type internal Context = {
    Surroundings: Surroundings
    /// The place of a path such as [ "devices"; "chip"; "inputs" ].
    Locate: string list -> Place
    /// The folder of the file; the current one for scripts.
    Folder: string
}

/// A file that was found: where, and what the plan says of it.
type internal FoundFile = { Path: string; Plan: FilePlan }

module internal Context =
    /// A problem at a path.
    let problem context path code message hint = Diagnostic.Error(code, message, hint).At(context.Locate path)

    let private andAbove folder =
        folder
        |> List.unfold (fun (it: string | null) ->
            match it with
            | null -> None
            | it -> Some(it, Path.GetDirectoryName it))

    /// Folders in which a relative path is looked up: the file's and each above it; the current one before these
    /// where the path was given on the command line.
    let private folders context place =
        let current = context.Surroundings.Files.Current
        let above = andAbove context.Folder
        if Overrides.isOverride place then current :: above else above

    let private read context place largest path (make: byte[] -> 'T) =
        try
            Ok(make (context.Surroundings.Files.Read largest path))
        with
        | :? NanoException as problem ->
            Codec.problem problem.Diagnostic.Code place $"cannot read {path}: {problem.Message}" ""
        | :? IOException as problem -> Codec.problem "N600" place $"cannot read {path}: {problem.Message}" ""
        | :? UnauthorizedAccessException as problem ->
            Codec.problem "N600" place $"cannot read {path}: {problem.Message}" ""

    /// The full path of a file that a path of the experiment names.
    let find context path (name: string) : Result<string, Diagnostic list> =
        let place = context.Locate path

        if name.Contains '\000' then
            Codec.problem "N230" place "this is no path" ""
        else
            let candidates =
                folders context place
                |> List.map (fun folder -> Path.GetFullPath(Path.Combine(folder, name)))

            match candidates |> List.tryFind context.Surroundings.Files.Exists with
            | Some found -> Ok found
            | None when candidates |> List.exists context.Surroundings.Files.IsFolder ->
                Codec.problem "N230" place $"'{Node.shown name}' is a folder" "name a file in it"
            | None ->
                let isGiven = Overrides.isOverride place
                let current = context.Surroundings.Files.Current
                let start = if isGiven && current <> context.Folder then $"{current}, " else ""

                let hint =
                    if Path.IsPathRooted name then
                        ""
                    else
                        $"looked in {start}{context.Folder} and every folder above it"

                Codec.problem "N230" place $"there is no file '{Node.shown name}'" hint

    /// The bytes, at most so many, of a file that a path of the experiment names.
    let bytes context path largest name : Result<string * byte[], Diagnostic list> =
        find context path name
        |> Result.bind (fun full -> read context (context.Locate path) largest full (fun bytes -> full, bytes))

    /// The same with its hash, for the plan.
    let file context path name : Result<FoundFile, Diagnostic list> =
        bytes context path FileBytes.Largest name
        |> Result.map (fun (full, bytes) ->
            let hash = Convert.ToHexStringLower(Security.Cryptography.SHA256.HashData bytes)
            { Path = full; Plan = FilePlan(string (Path.GetFileName full), hash) })

/// Checks of single values, each a list of problems.
module internal Check =
    let private outside context path (value: string) wanted = [
        Context.problem context path "N201" $"'{List.last path}' must be {wanted}, got {value}" ""
    ]

    let wholeBetween context path low high (value: int) =
        if value >= low && value <= high then
            []
        else
            outside context path (string value) $"from {low} to {high}"

    let numberWhere context path wanted condition (value: float) =
        if Double.IsFinite value && condition value then
            []
        else
            outside context path (Scalars.show value) wanted

    let positive context path value = numberWhere context path "greater than 0" (fun it -> it > 0.0) value

    let notNegative context path value = numberWhere context path "0 or more" (fun it -> it >= 0.0) value

    /// Names that become folders and columns.
    let name context path (value: string) =
        if RunFolder.IsPlainName value then
            []
        else
            let message = $"'{Node.shown value}' is no name"
            let hint = "at most 100 letters, digits, '-', '_' and '.', beginning with a letter or digit"
            [ Context.problem context path "N201" message hint ]
