namespace Nano

open System.Text.Json
open Nano.Plan
open Nano.Runtime.Protocols
open Nano.Cli
open Nano.Cli.CommandLine

/// What a run leaves for a script to go on with.
[<Sealed>]
type Run internal (ended: RunVerb.Ended option, plan: ExperimentPlan option) =
    // nano check and nano compile execute a script as well, but run nothing.
    let beyond () : 'T =
        eprintfn "note: the rest of this script goes on from the result of a run, so it was not executed"
        Session.finish Session.current.Value.Status

    let get (part: RunVerb.Ended -> 'T) =
        match ended with
        | Some it -> part it
        | None -> beyond ()

    /// What was run, every default filled in.
    member _.Plan =
        match plan with
        | Some plan -> plan
        | None -> beyond ()

    /// Where everything lies: plan.json, result.json, report.html …
    member _.Folder = get _.Folder.Location

    /// All results.
    member _.Result: ProtocolResult = get _.Result

    /// The exit status: 0 where all is well, 1 where the outcome is bad.
    member _.Status = get _.Status

    override _.ToString() =
        match ended with
        | Some it -> it.Folder.Location
        | None -> "not run"

/// How a script ends: it says what to run.
module Script =
    /// What nano check says of a script, without any end.
    let private checkOne (session: Session.Session) (experiment: Experiment) =
        let problems =
            match Session.load session experiment with
            | Ok loaded -> loaded.Warnings
            | Error problems -> problems

        session.Channel
        |> Option.iter (fun channel ->
            channel.Say(Message.Problems(JsonSerializer.Serialize(List.toArray problems, PlanJson.Options))))

        Session.note session (Complaints.status problems)
        Run(None, None)

    let private loaded session experiments =
        let results = experiments |> List.map (Session.load session)

        let problems =
            results
            |> List.collect (function
                | Error problems -> problems
                | Ok _ -> [])

        if not problems.IsEmpty then
            raise (DiagnosticsException problems)

        let all = List.choose Result.toOption results

        for it in all do
            Complaints.print System.Console.Error Format.Text it.Warnings

        all

    let private talk (session: Session.Session) : RunVerb.Talk = {
        Quiet = session.Parsed.Quiet
        Plain = session.Parsed.Plain
        Command = session.Command
        Listen =
            match session.Channel with
            | Some channel -> channel.Listen
            | None -> Monitors.signals
    }

    /// Runs a verb on each experiment, after all have been compiled: a mistake in the last one shows before the first
    /// one runs.
    let private each (session: Session.Session) experiments (work: Loaded -> RunVerb.Ended option) =
        Session.guarded (fun () ->
            loaded session experiments
            |> List.map (fun loaded ->
                let ended = work loaded
                let status = ended |> Option.map _.Status |> Option.defaultValue Exit.Done
                Session.note session status
                Run(ended, Some loaded.Plan)))

    let private asked session experiments work =
        each session experiments (fun loaded ->
            Session.printed session (fun () -> work loaded)
            None)

    /// Does with experiments what the command line wants: runs them, or plans, checks or compiles them.
    let runAll (experiments: Experiment seq) : Run list =
        let session = Session.current.Value
        let experiments = List.ofSeq experiments

        match session.Parsed.Results.TryGetSubCommand() with
        | Some(Arguments.Run arguments) -> each session experiments (RunVerb.work (talk session) arguments >> Some)
        | Some(Arguments.Plan arguments) -> asked session experiments (PlanVerb.work arguments)
        | Some(Arguments.Compile arguments) -> asked session experiments (CompileVerb.work arguments)
        | Some(Arguments.Devices arguments) -> asked session experiments (DevicesVerb.work arguments)
        | Some(Arguments.Check _) -> experiments |> List.map (checkOne session)
        | Some(Arguments.Report _)
        | Some(Arguments.Model _)
        | Some(Arguments.New _)
        | Some Arguments.Schema
        | Some Arguments.Quiet
        | Some Arguments.No_Color
        | Some Arguments.Version
        | None -> failwith "nano has started a script for a verb that takes none"

    /// The same for one experiment.
    let run (experiment: Experiment) : Run = List.exactlyOne (runAll [ experiment ])

    /// A value that the command line may change: setting "rate" 1e-3 is 1e-3, or what --set rate=… says.
    let setting (name: string) (usual: 'T) : 'T =
        let session = Session.current.Value
        session.Settings.Add name |> ignore

        match Setting.read session.Overrides name usual with
        | Ok value -> value
        | Error problems -> Session.guarded (fun () -> raise (DiagnosticsException problems))

    /// Ends the script with an exit status of its own; nano takes it for that, and not for a failure.
    let exit (status: int) : 'T =
        if Session.current.IsValueCreated || Invitation.isWaiting () then
            Session.current.Value.Channel
            |> Option.iter (fun channel -> channel.Say(Message.Exit status))

        Session.finish status

/// The words with which a script ends.
[<AutoOpen>]
module ScriptSyntax =
    let run experiment = Script.run experiment
    let runAll experiments = Script.runAll experiments
    let setting name usual = Script.setting name usual
    let exit status = Script.exit status
