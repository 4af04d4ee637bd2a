namespace Nano

open Nano.Plan
open Nano.Yaml

/// Numbers and words of a script's own that the command line may change.
module Setting =
    /// The override of this name among key=value texts; the last one holds.
    let private tryFind (overrides: string list) (name: string) =
        overrides
        |> List.filter (fun text -> text.Contains '=' && text[.. text.IndexOf '=' - 1].Trim() = name)
        |> List.tryLast
        |> Option.map (fun text -> text[text.IndexOf '=' + 1 ..])

    let private reader (usual: 'T) : (Node -> Result<'T, Diagnostic list>) option =
        let by (codec: Codec<'U>) = Some(codec.Read >> Result.map (fun found -> unbox<'T>(box found)))

        match box usual with
        | :? float -> by Codec.number
        | :? int -> by Codec.integer
        | :? int64 -> by Codec.long
        | :? bool -> by Codec.truth
        | :? string -> by Codec.text
        | _ -> None

    /// The value that overrides give to a name, or the usual one. Numbers, whole numbers, truths and texts; a number
    /// with a unit is written without it.
    let read (overrides: string list) (name: string) (usual: 'T) : Result<'T, Diagnostic list> =
        let place = Place.Of $"--set {name}"

        match reader usual, tryFind overrides name with
        | None, _ ->
            let message = $"the setting '{name}' is of a type that no command line can give: {typeof<'T>.Name}"
            Codec.problem "N101" place message "a float, an int, an int64, a bool or a string"
        | Some _, None -> Ok usual
        | Some read, Some text ->
            let value =
                if System.String.IsNullOrWhiteSpace text then
                    Ok(Scalar("", false, place))
                else
                    Parser.parseAt place text

            Result.bind read value
