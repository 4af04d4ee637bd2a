namespace Nano

open System
open System.Collections.Generic
open Nano.Plan
open Nano.Runtime

/// An experiment that cannot be compiled, with all that is wrong about it.
type InvalidExperimentException(diagnostics: IReadOnlyList<Diagnostic>) =
    inherit Exception(String.Join('\n', diagnostics))

    /// Sorted by line.
    member _.Diagnostics = diagnostics

/// The door for C#: paths in, C# types out.
[<AbstractClass; Sealed>]
type NanoFile private () =
    static let surroundings (surrogates: Func<string, SurrogateFacts>) : Surroundings = {
        Files = Files.ofDisk Environment.CurrentDirectory
        Surrogates =
            fun path ->
                try
                    Ok(surrogates.Invoke path)
                with :? NanoException as problem ->
                    Error problem.Diagnostic
    }

    /// Everything that is wrong with a file, and warnings; empty where all is well.
    /// <param name="path">A YAML file.</param>
    /// <param name="overrides">Edits such as "seed=7".</param>
    /// <param name="surrogates">Reads what a surrogate's file says of itself; may throw NanoException.</param>
    static member Check
        (path: string, overrides: IReadOnlyList<string>, surrogates: Func<string, SurrogateFacts>)
        : IReadOnlyList<Diagnostic> =
        match Compiler.file (surroundings surrogates) path (List.ofSeq overrides) with
        | Ok compiled -> List.toArray compiled.Warnings
        | Error problems -> List.toArray problems

    /// The plan of a file.
    /// <exception cref="T:Nano.InvalidExperimentException">The file has mistakes.</exception>
    static member Compile
        (path: string, overrides: IReadOnlyList<string>, surrogates: Func<string, SurrogateFacts>)
        : Compiled =
        match Compiler.file (surroundings surrogates) path (List.ofSeq overrides) with
        | Ok compiled -> compiled
        | Error problems -> raise (InvalidExperimentException(List.toArray problems))

    /// JSON Schema of experiment files.
    static member Schema: string = Compiler.schema ()
