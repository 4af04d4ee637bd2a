namespace Nano.Cli

open System
open System.Diagnostics
open System.IO
open System.Runtime.InteropServices
open System.Threading
open Nano.Runtime.Running
open Spectre.Console

/// Plain lines: one every ten seconds of a stage, with an estimate of the time left.
type LineMonitor(writer: TextWriter) =
    let gate = obj ()
    let watch = Stopwatch()
    let mutable name = ""
    let mutable steps = 0
    let mutable finished = 0
    let mutable told = 0.0

    let say (line: string) = writer.WriteLine line

    interface IRunMonitor with
        member _.Stage(stage, count) =
            lock gate (fun () ->
                name <- stage
                steps <- count
                finished <- 0
                told <- 0.0
                watch.Restart())

        member _.Step() =
            lock gate (fun () ->
                finished <- finished + 1
                let seconds = watch.Elapsed.TotalSeconds

                if seconds - told >= 10.0 && finished < steps then
                    told <- seconds
                    let left = seconds / float finished * float (steps - finished)
                    say $"{name}: {finished} of {steps}, about {left:F0} s left")

        member _.Say line = lock gate (fun () -> say line)

/// A live bar for each stage, with the time left.
type BarMonitor(console: IAnsiConsole, context: ProgressContext) =
    let gate = obj ()
    let mutable current: ProgressTask option = None

    interface IRunMonitor with
        member _.Stage(stage, count) =
            lock gate (fun () ->
                current |> Option.iter _.StopTask()
                current <- Some(context.AddTask(Markup.Escape stage, maxValue = float count)))

        member _.Step() = lock gate (fun () -> current |> Option.iter _.Increment(1.0))

        member _.Say line = lock gate (fun () -> console.WriteLine line)

module Monitors =
    let private isTerminal () =
        not Console.IsErrorRedirected
        && String.IsNullOrEmpty(Environment.GetEnvironmentVariable "CI")
        && Environment.GetEnvironmentVariable "TERM" <> "dumb"

    let private noColor () = not (String.IsNullOrEmpty(Environment.GetEnvironmentVariable "NO_COLOR"))

    /// Runs work under a monitor that suits where standard error goes. Talk goes there, results to standard output.
    let watching (quiet: bool) (plain: bool) (work: IRunMonitor -> 'T) : 'T =
        if quiet then
            work (Unwatched())
        elif not (isTerminal ()) then
            work (LineMonitor Console.Error)
        else
            let settings = AnsiConsoleSettings(Out = AnsiConsoleOutput Console.Error)

            if plain || noColor () then
                settings.ColorSystem <- ColorSystemSupport.NoColors

            let console = AnsiConsole.Create settings

            console
                .Progress()
                .AutoClear(false)
                .Columns(
                    TaskDescriptionColumn(),
                    ProgressBarColumn(),
                    PercentageColumn(),
                    ElapsedTimeColumn(),
                    RemainingTimeColumn()
                )
                .Start(fun context -> work (BarMonitor(console, context)))

    /// Ctrl+C and SIGTERM ask to stop; a second one ends the process at once.
    let signals (cancel: unit -> unit) : IDisposable =
        let heard = ref 0

        let stop (context: PosixSignalContext) =
            if Interlocked.Increment heard = 1 then
                context.Cancel <- true
                cancel ()
            elif not Console.IsErrorRedirected then
                // The progress has hidden the cursor and will not live to show it again.
                eprintf "\x1b[?25h"

        let interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Action<PosixSignalContext> stop)
        let terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Action<PosixSignalContext> stop)

        {
            new IDisposable with
                member _.Dispose() =
                    interrupt.Dispose()
                    terminate.Dispose()
        }

    /// Work that can be asked to stop by what it listens to.
    let interruptible (listen: (unit -> unit) -> IDisposable) (work: CancellationToken -> 'T) : 'T =
        use source = new CancellationTokenSource()

        let cancel () =
            try
                eprintfn "stopping (Ctrl+C again to stop at once)"
                source.Cancel()
            with :? ObjectDisposedException ->
                // The work ended in the same moment.
                ()

        use _ = listen cancel
        work source.Token
