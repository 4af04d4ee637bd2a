namespace Nano.Cli

open System
open System.IO
open System.Text.Json
open Nano.Plan
open Nano.Runtime
open Nano.Runtime.Running

/// A wrong command line: exit 2.
exception UsageException of message: string * hint: string

/// Complaints that end the program, already gathered.
exception DiagnosticsException of Diagnostic list

/// How complaints and failures are told, and which exit status they mean.
module Complaints =
    let private github (diagnostic: Diagnostic) =
        // Workflow commands want these characters escaped.
        let escape (text: string) = text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A")
        let property (text: string) = (escape text).Replace(":", "%3A").Replace(",", "%2C")
        let kind = if diagnostic.Severity = Severity.Error then "error" else "warning"
        let where = diagnostic.Where

        let place =
            if where.Line > 0 then
                $"file={property where.File},line={where.Line},col={where.Column}"
            else
                $"file={property where.File}"

        let hint = if diagnostic.Hint = "" then "" else $" (hint: {diagnostic.Hint})"
        $"::{kind} {place},title={diagnostic.Code}::{escape diagnostic.Message}{escape hint}"

    let print (writer: TextWriter) (format: Format) (diagnostics: Diagnostic list) =
        match format with
        | Format.Json -> writer.WriteLine(JsonSerializer.Serialize(diagnostics, PlanJson.Options))
        | Format.Github ->
            for diagnostic in diagnostics do
                writer.WriteLine(github diagnostic)
        | _ ->
            for diagnostic in diagnostics do
                writer.WriteLine(diagnostic.ToString())

    let isError (diagnostic: Diagnostic) = diagnostic.Severity = Severity.Error

    /// The status of several: the gravest kind that needs another person, else that of the file.
    let status (diagnostics: Diagnostic list) =
        match diagnostics |> List.filter isError with
        | [] -> Exit.Done
        | errors -> errors |> List.map (fun it -> ExitStatus.OfCode it.Code) |> List.max

    /// Tells a failure on standard error and returns its exit status.
    let rec tell (failure: exn) =
        match failure with
        | UsageException(message, hint) ->
            eprintfn $"nano: {message}"

            if hint <> "" then
                eprintfn $"  hint: {hint}"

            Exit.Usage
        | DiagnosticsException diagnostics ->
            print Console.Error Format.Text diagnostics
            status diagnostics
        | :? NanoException as known ->
            print Console.Error Format.Text [ known.Diagnostic ]
            ExitStatus.OfCode known.Diagnostic.Code
        | :? OperationCanceledException ->
            eprintfn "interrupted; the same command goes on from what is kept"
            ExitStatus.Interrupted
        | :? AggregateException as several when several.InnerExceptions.Count > 0 -> tell several.InnerExceptions[0]
        | other ->
            let struct (code, sentence) = ExitStatus.Of other
            eprintfn $"nano: error: {sentence}"

            if code = 5 then
                eprintfn $"  this is a defect of Nano; please report it with these lines:\n{other.StackTrace}"

            code
