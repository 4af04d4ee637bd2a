/// Points: rows of a file, of a list, or corners.
module internal Nano.Compile.LowerData

open System
open System.Collections.Immutable
open Nano.Plan
open Nano
open Nano.Yaml

/// 2^n corners are searched one by one.
let private mostInputs = 10

let private corners inputs = [
    for corner in 0 .. (1 <<< inputs) - 1 ->
        // The first input is the highest bit, so that it changes slowest.
        [
            for input in 0 .. inputs - 1 -> if (corner >>> (inputs - 1 - input)) &&& 1 = 1 then 1.0 else -1.0
        ]
]

/// Rows of a CSV file; a first line of words is a header.
let private rows context path (name: string) (text: string) : Result<float list list, Diagnostic list> =
    let lines =
        text.Split '\n'
        |> Array.mapi (fun index line -> index + 1, line.Trim())
        |> Array.filter (fun (_, line) -> line <> "" && not (line.StartsWith '#'))
        |> List.ofArray

    let cells (line: string) = line.Split ',' |> Array.map _.Trim() |> List.ofArray
    let isHeader line = cells line |> List.forall (fun cell -> Result.isError (Scalars.number cell))

    let body =
        match lines with
        | (_, first) :: rest when isHeader first -> rest
        | all -> all

    body
    |> List.map (fun (number, line) ->
        let values = cells line |> List.map Scalars.number

        match List.tryFindIndex Result.isError values with
        | None -> Ok(values |> List.choose Result.toOption)
        | Some column ->
            let cell = cells line |> List.item column
            let message = $"{name}, line {number}: expected a number, got '{Node.shown cell}'"
            Error [ Context.problem context path "N224" message "" ])
    |> Gather.all

let private read context path data : Result<float list list, Diagnostic list> =
    match data with
    | Points rows -> Ok rows
    | Boolean inputs when inputs < 1 || inputs > mostInputs ->
        Error [ Context.problem context path "N201" $"'boolean' must be from 1 to {mostInputs}, got {inputs}" "" ]
    | Boolean inputs -> Ok(corners inputs)
    | Csv file ->
        let path = path @ [ "csv" ]

        Context.bytes context path Files.largestText file
        |> Result.bind (fun (full, bytes) ->
            let name = string (IO.Path.GetFileName full)

            match Parser.decode name bytes with
            | Ok text -> rows context path name text
            | Error _ -> Error [ Context.problem context path "N224" $"{name} is not UTF-8 text" "" ])

/// Points as wide as the network's input, in -1..1.
let lower context path width data : Result<ImmutableArray<ImmutableArray<float>>, Diagnostic list> =
    read context path data
    |> Result.bind (fun rows ->
        let check index (row: float list) = [
            // Only rows of a list have a place of their own.
            let path = if data.IsPoints then path @ [ string index ] else path

            if row.Length <> width then
                let hint = "one value for each column of 'input'"

                Context.problem
                    context
                    path
                    "N224"
                    $"point {index + 1} has {row.Length} values; the network's input takes {width}"
                    hint
            elif row |> List.exists (fun it -> not (abs it <= 1.0)) then
                Context.problem
                    context
                    path
                    "N224"
                    $"point {index + 1} leaves the range -1..1"
                    "points are mapped onto the input limits from there"
        ]

        let sameWidth = rows |> List.map List.length |> List.distinct

        match rows |> List.mapi check |> List.concat with
        // All rows alike: the network is as likely wrong as the points.
        | _ :: _ :: _ when sameWidth.Length = 1 && sameWidth.Head <> width ->
            let message = $"the points have {sameWidth.Head} values each; the network's input takes {width}"
            Error [ Context.problem context path "N224" message "one value for each column of 'input'" ]
        | [] when rows.IsEmpty -> Error [ Context.problem context path "N224" "there are no points" "" ]
        | [] -> Ok(ImmutableArray.CreateRange [ for row in rows -> ImmutableArray.CreateRange row ])
        | problems -> Error problems)

/// Points that no network can tell apart, as pairs of indices: each with the first of its like.
let equalPoints (points: ImmutableArray<ImmutableArray<float>>) =
    [ for row in points -> List.ofSeq row ]
    |> List.indexed
    |> List.groupBy snd
    |> List.collect (fun (_, group) ->
        let first = fst group.Head
        [ for index, _ in group.Tail -> first, index ])

/// The first so many points are all different.
let checkDistinct context path (data: Data) count (points: ImmutableArray<ImmutableArray<float>>) = [
    for first, second in equalPoints (ImmutableArray.CreateRange(Seq.truncate count points)) do
        let path = if data.IsPoints then path @ [ string second ] else path

        Context.problem
            context
            path
            "N224"
            $"points {first + 1} and {second + 1} are the same, so no network can give them different labels"
            "leave one of them out"
]
