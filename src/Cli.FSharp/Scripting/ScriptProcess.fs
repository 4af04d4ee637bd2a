/// Scripts run in a process of their own, dotnet fsi; this is nano's side of it.
module Nano.Cli.ScriptProcess

open System
open System.Diagnostics
open System.IO
open System.IO.Pipes
open System.Runtime.InteropServices
open System.Text
open System.Text.Json
open System.Threading
open System.Threading.Tasks
open Nano.Plan
open Nano.Runtime
open Nano.Runtime.Running

/// How a script ended, and what it said until then.
type Heard = {
    Exit: int
    /// It came as far as its first word of Nano.
    HasSpoken: bool
    /// It ended where it wanted to, not at a failure.
    HasAsked: bool
    Statuses: int list
    Problems: Diagnostic list
    /// Standard error, where it was kept.
    Errors: string
}

/// Who reads what the script writes by itself.
[<RequireQualifiedAccess>]
type private Streams =
    /// The terminal, as if nano were not there.
    | Passed
    /// Standard output is nano's own: talk goes to standard error.
    | TalkToError
    /// Standard error is kept, too, since complaints may have to be told in another form.
    | ErrorKept

/// How long a script that is over is still listened to.
let private patience = TimeSpan.FromSeconds 2.0

let private dotnet () =
    match Environment.ProcessPath with
    | null -> "dotnet"
    | path when Path.GetFileNameWithoutExtension path = "dotnet" -> path
    | _ -> "dotnet"

let private begun (streams: Streams) (invitation: Invitation) (script: string) =
    // What the script itself may want to see stands behind '--', where fsi reads no options.
    let own = invitation.Words |> List.filter (fun word -> word.IndexOf '=' > 0)
    // The prelude takes the assemblies of the nano that runs it, before those that ./nano has built.
    let ours = $"--lib:{AppContext.BaseDirectory.TrimEnd Path.DirectorySeparatorChar}"
    let words = [ "fsi"; "--quiet"; "--exec"; ours; script; "--" ] @ own

    let information =
        ProcessStartInfo(
            dotnet (),
            words,
            RedirectStandardOutput = (streams <> Streams.Passed),
            RedirectStandardError = (streams = Streams.ErrorKept)
        )

    Invitation.into information.Environment invitation

    try
        match Process.Start information with
        | null -> raise (NanoException("N604", "dotnet fsi, which runs scripts, does not start"))
        | it -> it
    with :? ComponentModel.Win32Exception as problem ->
        let hint = "scripts need the .NET SDK; experiments in YAML do not"

        raise (
            NanoException("N604", $"dotnet fsi, which runs scripts, does not start: {problem.Message}", hint, problem)
        )

let private eachLine (source: StreamReader) (take: string -> unit) : Task = task {
    let mutable isOpen = true

    while isOpen do
        match! source.ReadLineAsync() with
        | null -> isOpen <- false
        | line -> take line
}

let private talk (streams: Streams) (words: string list) (script: string) : Heard =
    if not (File.Exists script) then
        raise (DiagnosticsException [ Diagnostic("N109", Place.Of script, "there is no such file", "") ])

    let pipe = $"nano-{Environment.ProcessId}-{Guid.NewGuid().ToString()[..7]}"
    let options = PipeOptions.Asynchronous ||| PipeOptions.CurrentUserOnly
    use server = new NamedPipeServerStream(pipe, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, options)
    let statuses = Collections.Generic.List<int>()
    let problems = Collections.Generic.List<Diagnostic>()
    let hasAsked = ref false
    use silence = new CancellationTokenSource()

    let hear (message: Message) =
        match message with
        | Message.Print text ->
            Console.Out.Write text
            Console.Out.Flush()
        | Message.Problems json ->
            nonNull (JsonSerializer.Deserialize<Diagnostic[]>(json, PlanJson.Options))
            |> problems.AddRange
        | Message.Status status -> statuses.Add status
        | Message.Exit _ -> hasAsked.Value <- true

    let called = server.WaitForConnectionAsync silence.Token

    let conversation: Task<bool> = task {
        try
            do! called
            do! eachLine (new StreamReader(server)) (Message.read >> hear)
            return true
        with :? OperationCanceledException ->
            return false
    }

    use script' = begun streams { Words = words; Pipe = pipe } script
    let errors = StringBuilder()
    let keep (line: string) = lock errors (fun () -> errors.AppendLine line |> ignore)

    let pumps = [
        if streams <> Streams.Passed then
            eachLine script'.StandardOutput Console.Error.WriteLine
        if streams = Streams.ErrorKept then
            eachLine script'.StandardError keep
    ]

    let signalled = ref 0

    // A script that has not come to Nano yet has nothing to keep.
    let stop (context: PosixSignalContext) =
        context.Cancel <- true

        try
            if Interlocked.Increment signalled = 1 && server.IsConnected then
                server.Write(ReadOnlySpan "stop\n"B)
            else
                script'.Kill true
        with
        | :? IOException
        | :? InvalidOperationException ->
            // It ended in the same moment.
            ()

    use _ = PosixSignalRegistration.Create(PosixSignal.SIGINT, Action<PosixSignalContext> stop)
    use _ = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Action<PosixSignalContext> stop)
    script'.WaitForExit()
    // What the script has started may live on and hold its streams; that is not waited for.
    Task.WaitAll(List.toArray pumps, patience) |> ignore

    // On a busy machine a script may be over before its call is taken. One that has failed has been told already.
    if script'.ExitCode = 0 then
        called.Wait patience |> ignore

    silence.Cancel()
    let hasSpoken = conversation.Result

    {
        Exit = if signalled.Value > 0 then ExitStatus.Interrupted else script'.ExitCode
        HasSpoken = hasSpoken
        HasAsked = hasAsked.Value
        Statuses = List.ofSeq statuses
        Problems = List.ofSeq problems
        Errors = lock errors errors.ToString
    }

let private nothingRun (script: string) =
    let hint = "its last line says what to run, as in: run xor"
    Diagnostic("N120", Place.Of script, "this script runs no experiment", hint)

/// The exit status of nano for what became of the script.
let private status (script: string) (heard: Heard) =
    match heard.Exit, heard.Statuses with
    | ExitStatus.Interrupted, _ ->
        if not heard.HasSpoken then
            eprintfn "interrupted before the script had come to its experiments"

        ExitStatus.Interrupted
    | 0, [] ->
        Complaints.print Console.Error Format.Text [ nothingRun script ]
        Exit.Experiment
    | 0, statuses -> List.max statuses
    // fsi says 1 of everything: a script that does not compile, and one that fails, whatever it has run before.
    | 1, _ when not heard.HasAsked -> Exit.Experiment
    | code, _ -> code

/// Runs a script; words are the whole command line.
let run words script = talk Streams.Passed words script |> status script

/// Compiles, plans or asks the devices of a script: what nano prints goes to standard output, and nothing else.
let ask words script = talk Streams.TalkToError words script |> status script

/// What fsi says of a script that does not compile.
let private compilerProblems (errors: string) =
    let shape =
        RegularExpressions.Regex(
            @"^(.+)\((\d+),(\d+)\): (error|warning) (FS\d+): (.*)$",
            RegularExpressions.RegexOptions.CultureInvariant
        )

    let current = Environment.CurrentDirectory

    let add (found: Diagnostic list) (line: string) =
        let it = shape.Match line

        match found with
        | _ when it.Success ->
            let group (index: int) = it.Groups[index].Value
            let path = Path.GetRelativePath(current, group 1)
            let file = if path.StartsWith ".." then group 1 else path
            let severity = if group 4 = "error" then Severity.Error else Severity.Warning
            let where = Place(file, int (group 2), int (group 3))
            Diagnostic("N121", where, $"{group 5}: {group 6}", "", severity) :: found
        // A message may go on over several lines.
        | last :: before when line.Trim() <> "" ->
            Diagnostic(last.Code, last.Where, $"{last.Message.TrimEnd()} {line.Trim()}", "", last.Severity)
            :: before
        | found -> found

    errors.Split '\n' |> Array.fold add [] |> List.rev

/// All that is wrong with a script, which has to be executed as far as its experiments for that.
let check words script : Diagnostic list =
    let heard = talk Streams.ErrorKept words script

    match compilerProblems heard.Errors with
    | _ when heard.Exit = ExitStatus.Interrupted -> raise (OperationCanceledException())
    | found when heard.Exit = 1 && not heard.HasSpoken && not found.IsEmpty -> found
    | _ ->
        Console.Error.Write heard.Errors

        if heard.Exit <> 0 && heard.Statuses.IsEmpty then
            [
                Diagnostic(
                    "N121",
                    Place.Of script,
                    $"the script ended with exit status {heard.Exit} before it ran anything",
                    ""
                )
            ]
        elif heard.Statuses.IsEmpty then
            [ nothingRun script ]
        else
            heard.Problems
