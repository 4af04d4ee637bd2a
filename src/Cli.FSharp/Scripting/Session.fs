/// The script's side: what nano, or the command line of dotnet fsi, wants of the experiments that it makes.
module internal Nano.Cli.Session

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open Nano.Plan
open Nano.Cli.CommandLine

type Session = {
    /// Where the script is; "" where there is none, as in an interactive session.
    Script: string
    /// Its text.
    Source: string
    Parsed: Parsed
    /// key=value as typed.
    Overrides: string list
    /// The names that the script has asked for.
    Settings: HashSet<string>
    /// nano, where it has started this script.
    Channel: Channel option
    /// The command line, for the record.
    Command: string
    mutable Status: int
}

/// The words behind the script on the command line of dotnet fsi, as those of nano run.
let private ownWords () =
    let words = List.ofArray (Environment.GetCommandLineArgs())

    match words |> List.tryFindIndex Loading.isScript with
    | Some index -> "run" :: List.skip index words
    | None -> [ "run"; "" ]

let private overridesOf (parsed: Parsed) =
    let of' words sets = snd (Loading.parted words) @ Loading.overrides sets

    match parsed.Results.TryGetSubCommand() with
    | Some(Run it) -> of' (it.GetResult RunArguments.File) (it.GetResults RunArguments.Set)
    | Some(Plan it) -> of' (it.GetResult PlanArguments.File) (it.GetResults PlanArguments.Set)
    | Some(Check it) -> of' (it.GetResult CheckArguments.Files) (it.GetResults CheckArguments.Set)
    | Some(Compile it) -> of' (it.GetResult CompileArguments.File) (it.GetResults CompileArguments.Set)
    | Some(Devices it) -> of' (it.GetResult(DevicesArguments.File, [])) (it.GetResults DevicesArguments.Set)
    // No script is given to these.
    | Some(Report _)
    | Some(Model _)
    | Some(New _)
    | Some Schema
    | Some Quiet
    | Some No_Color
    | Some Arguments.Version
    | None -> []

/// A script that goes on after a bad outcome still ends with its status. Where nano has started it, nano knows all
/// statuses, and must be able to tell this end from that at a failure, of which fsi says 1, too.
let private endWith (session: Session) =
    AppDomain.CurrentDomain.ProcessExit.Add(fun _ ->
        if session.Status <> 0 && Environment.ExitCode = 0 then
            Environment.ExitCode <- session.Status)

let private opened () =
    // The same text on every machine; fsi, unlike nano, follows the language of the user.
    CultureInfo.CurrentCulture <- CultureInfo.InvariantCulture
    CultureInfo.DefaultThreadCurrentCulture <- CultureInfo.InvariantCulture
    let invitation = Invitation.take ()

    let words, command =
        match invitation with
        | Some it -> it.Words, String.Join(' ', "nano" :: it.Words)
        | None ->
            let words = ownWords ()
            words, String.Join(' ', "dotnet" :: "fsi" :: List.tail words)

    let parsed = parse words
    let script = words |> List.tryFind Loading.isScript |> Option.defaultValue ""

    let session = {
        Script = script
        Source = if File.Exists script then File.ReadAllText script else ""
        Parsed = parsed
        Overrides = overridesOf parsed
        Settings = HashSet()
        Channel = invitation |> Option.map (fun it -> new Channel(it.Pipe))
        Command = command
        Status = 0
    }

    if session.Channel.IsNone then
        endWith session

    session

/// Ends the script.
let finish (status: int) : 'T =
    Console.Out.Flush()
    Console.Error.Flush()
    exit status

/// Ends the script with what a failure means, after telling it.
let guarded (work: unit -> 'T) : 'T =
    try
        work ()
    with failure ->
        finish (Complaints.tell failure)

let current =
    lazy
        guarded (fun () ->
            try
                opened ()
            with :? Argu.ArguParseException as problem ->
                let first = problem.Message.Split '\n' |> Array.head
                raise (UsageException(first.Replace("ERROR: ", ""), "")))

/// Keeps the gravest status of several experiments.
let note (session: Session) (status: int) =
    session.Status <- max session.Status status

    session.Channel
    |> Option.iter (fun channel -> channel.Say(Message.Status status))

/// The name that was probably meant may be one of the script's own settings.
let private withSettings (session: Session) (problem: Diagnostic) =
    let mark = "--set "
    let where = problem.Where.File

    if
        problem.Code <> "N103"
        || not (where.StartsWith mark)
        || session.Settings.Count = 0
    then
        problem
    else
        let settings = List.ofSeq session.Settings

        let hint =
            match Nano.Yaml.Nearest.word settings (where.Substring mark.Length), problem.Hint with
            | Some near, _ -> $"did you mean the setting '{near}'?"
            | None, hint when hint.StartsWith "did you mean" -> hint
            | None, hint ->
                let listed = settings |> List.map (fun name -> $"'{name}'") |> String.concat ", "

                String.concat "; " [
                    $"settings of this script: {listed}"
                    if hint <> "" then
                        hint
                ]

        Diagnostic(problem.Code, problem.Where, problem.Message, hint, problem.Severity)

/// The experiment with the overrides that are no settings, compiled.
let load (session: Session) (experiment: Nano.Experiment) : Result<Loaded, Diagnostic list> =
    let isSetting (text: string) = session.Settings.Contains(text[.. text.IndexOf '=' - 1].Trim())
    let edits = session.Overrides |> List.filter (isSetting >> not)

    Loading.made session.Script session.Source edits session.Overrides experiment
    |> Result.mapError (List.map (withSettings session))

/// What a verb prints, to where nano prints.
let printed (session: Session) (work: unit -> 'T) : 'T =
    match session.Channel with
    | None -> work ()
    | Some channel ->
        let out = Console.Out
        use text = new StringWriter()
        Console.SetOut text

        try
            work ()
        finally
            Console.SetOut out
            channel.Say(Message.Print(text.ToString()))
