namespace Nano.Cli

open Argu
open Nano.Yaml

/// The words of a command line before the parser sees them.
module Words =
    /// Names of the options, and whether a value follows.
    let private options (parser: ArgumentParser) =
        Map.ofList [
            for flag in parser.HelpFlags -> flag, false

            for case in parser.GetArgumentCases() do
                if not case.IsMainCommand && case.ArgumentType <> ArgumentType.SubCommand then
                    for name in case.CommandLineNames.Value -> name, case.UnionCaseInfo.GetFields().Length > 0
        ]

    let private verb (parser: ArgumentParser) =
        match parser.ParentInfo with
        | Some case -> List.tryHead case.CommandLineNames.Value
        | None -> None

    let private isOption (word: string) = word.Length > 1 && word[0] = '-'

    /// Options first, then what else there is – file and overrides – in the order in which it was written.
    let rec private sorted who (known: Map<string, bool>) (words: string list) =
        match words with
        | [] -> [], []
        | word :: rest when isOption word ->
            let name = word.Split('=')[0]

            match Map.tryFind name known, rest with
            | None, _ ->
                let hint = Nearest.hint (List.ofSeq known.Keys) name
                raise (UsageException($"{who} has no option '{name}'", hint))
            | Some true, value :: rest when name = word ->
                let options, others = sorted who known rest
                word :: value :: options, others
            | Some _, _ ->
                let options, others = sorted who known rest
                word :: options, others
        | word :: rest ->
            let options, others = sorted who known rest
            options, word :: others

    /// The parser takes the file and its overrides in one row only; people write options between them. An option that
    /// is not known is refused here, with the nearest one, since the parser would take it for an override.
    let tidy (parser: ArgumentParser) (words: string list) =
        let words =
            match words with
            | ("help" | "-h") :: rest -> rest @ [ "--help" ]
            | _ -> words |> List.map (fun word -> if word = "-h" then "--help" else word)

        let isVerb word = parser.GetSubCommandParsers() |> List.tryFind (fun it -> verb it = Some word)

        match List.tryFindIndex (isVerb >> Option.isSome) words with
        | Some index when words |> List.take index |> List.forall isOption ->
            let common = options parser
            let own = isVerb words[index] |> Option.map options |> Option.defaultValue Map.empty
            let known = Map.fold (fun all name valued -> Map.add name valued all) common own
            let before, others = sorted "nano" common (List.take index words)
            let after, rest = sorted $"nano {words[index]}" known (List.skip (index + 1) words)
            before @ others @ [ words[index] ] @ after @ rest
        | Some _
        | None ->
            sorted "nano" (options parser) (List.takeWhile isOption words) |> ignore
            words
