namespace Nano.Cli

open System
open System.IO
open System.IO.Pipes
open System.Runtime.InteropServices
open System.Threading

/// What a script says to nano, a line each.
[<RequireQualifiedAccess>]
type Message =
    /// Belongs on standard output.
    | Print of text: string
    /// Diagnostics as JSON.
    | Problems of json: string
    /// An experiment was run, planned or checked, with this exit status.
    | Status of int
    /// The script itself asks to end, with this exit status.
    | Exit of int

module Message =
    let write message =
        let line (kind: string) (text: string) = $"{kind} {Text.Json.JsonSerializer.Serialize text}"

        match message with
        | Message.Print text -> line "print" text
        | Message.Problems json -> line "problems" json
        | Message.Status status -> line "status" (string status)
        | Message.Exit status -> line "exit" (string status)

    let read (line: string) =
        let space = line.IndexOf ' '
        let text = nonNull (Text.Json.JsonSerializer.Deserialize<string> line[space + 1 ..])

        match line[.. space - 1] with
        | "print" -> Message.Print text
        | "problems" -> Message.Problems text
        | "status" -> Message.Status(int text)
        | "exit" -> Message.Exit(int text)
        | other -> failwith $"a script said '{other}'"

/// The script's end of the pipe. One line comes the other way: stop. A pipe that breaks says that nano was killed, and
/// then the script does not live on alone.
type Channel(pipe: string) =
    let gate = obj ()
    let mutable cancel: (unit -> unit) option = None

    let client =
        new NamedPipeClientStream(
            ".",
            pipe,
            PipeDirection.InOut,
            PipeOptions.Asynchronous ||| PipeOptions.CurrentUserOnly
        )

    do client.Connect 10000

    let writer = new StreamWriter(client, AutoFlush = true)

    // Ctrl+C reaches everyone at a terminal; nano says whether it means to stop, so that it counts once.
    let deaf =
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Action<PosixSignalContext>(fun it -> it.Cancel <- true))

    let stop () =
        match lock gate (fun () -> cancel) with
        | Some cancel -> cancel ()
        | None -> exit 130

    let rec hear (reader: StreamReader) =
        match reader.ReadLine() with
        | "stop" ->
            stop ()
            hear reader
        | _ -> exit 130

    do
        let listen () =
            try
                hear (new StreamReader(client))
            with :? IOException ->
                exit 130

        Thread(listen, IsBackground = true).Start()

    member _.Say message = lock gate (fun () -> writer.WriteLine(Message.write message))

    /// Until this is disposed, a request to stop calls the function instead of ending the script.
    member _.Listen(stopping: unit -> unit) : IDisposable =
        lock gate (fun () -> cancel <- Some stopping)

        {
            new IDisposable with
                member _.Dispose() = lock gate (fun () -> cancel <- None)
        }

    interface IDisposable with
        member _.Dispose() =
            deaf.Dispose()
            client.Dispose()
