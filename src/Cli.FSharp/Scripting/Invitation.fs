namespace Nano.Cli

open System
open System.Text.Json

/// What nano hands to the script that it starts: its own command line, and the pipe on which both talk.
type Invitation = { Words: string list; Pipe: string }

module Invitation =
    [<Literal>]
    let private Variable = "NANO_SCRIPT"

    let into (variables: Collections.Generic.IDictionary<string, string | null>) (invitation: Invitation) =
        variables[Variable] <- JsonSerializer.Serialize(invitation.Pipe :: invitation.Words)

    /// Whether nano has started this program, and it has not answered yet.
    let isWaiting () = not (String.IsNullOrEmpty(Environment.GetEnvironmentVariable Variable))

    /// Takes the invitation out of the surroundings, so that no program that the script starts believes to be meant.
    let take () : Invitation option =
        match Environment.GetEnvironmentVariable Variable with
        | null
        | "" -> None
        | text ->
            Environment.SetEnvironmentVariable(Variable, null)

            match JsonSerializer.Deserialize<string list> text with
            | pipe :: words -> Some { Words = words; Pipe = pipe }
            | [] -> None
