/// What gates want at points, and whether that makes sense.
module internal Nano.Compile.TruthTable

open System.Collections.Immutable
open Nano.Plan
open Nano

let private isCorner (point: ImmutableArray<float>) = point |> Seq.forall (fun it -> abs it = 1.0)

let name gate =
    match gate with
    | And -> "and"
    | Or -> "or"
    | Nand -> "nand"
    | Nor -> "nor"
    | Xor -> "xor"
    | Xnor -> "xnor"
    | Table(name, _) -> name

/// The wanted values; of a gate with a name at corners only.
let private values (points: ImmutableArray<ImmutableArray<float>>) gate =
    let of' (wants: bool list -> bool) = [ for point in points -> wants [ for it in point -> it > 0.0 ] ]
    let every inputs = inputs |> List.forall id
    let some inputs = inputs |> List.exists id
    let isOdd inputs = (inputs |> List.filter id |> List.length) % 2 = 1

    match gate with
    | And -> of' every
    | Or -> of' some
    | Nand -> of' (every >> not)
    | Nor -> of' (some >> not)
    | Xor -> of' isOdd
    | Xnor -> of' (isOdd >> not)
    | Table(_, values) -> values

/// "00, 01, 10, 11", or some of many.
let private pointNames (points: ImmutableArray<ImmutableArray<float>>) =
    let name (point: ImmutableArray<float>) = System.String.Concat [ for it in point -> if it > 0.0 then '1' else '0' ]

    if points.Length <= 8 then
        points |> Seq.map name |> String.concat ", "
    else
        $"{name points[0]}, {name points[1]}, … {name points[points.Length - 1]}"

let private ofLength path context (points: ImmutableArray<ImmutableArray<float>>) name given =
    let hint =
        if Seq.forall isCorner points then
            $"one value for each of {pointNames points}"
        else
            "one value for each point, in their order"

    let values = if given = 1 then "1 value" else $"{given} values"

    Context.problem context path "N225" $"the table of '{name}' has {values}; there are {points.Length} points" hint

let private single context path (points: ImmutableArray<ImmutableArray<float>>) equalPoints (gate: Gate) = [
    let isTable = gate.IsTable
    let name = name gate

    if not isTable && not (Seq.forall isCorner points) then
        Context.problem
            context
            path
            "N225"
            $"the gate '{name}' is known only where every input is -1 or 1"
            "for points of your own write a table, as in { name: mine, table: [0, 0, 1] }"
    else
        let values = values points gate

        if values.Length <> points.Length then
            ofLength path context points name values.Length
        elif List.distinct values |> List.length = 1 then
            Context.problem context path "N225" $"'{name}' is the same everywhere; there is nothing to search" ""
        else
            for first, second in equalPoints do
                if values[first] <> values[second] then
                    let message =
                        $"'{name}' wants both 0 and 1 at points {first + 1} and {second + 1}, which are the same"

                    Context.problem context path "N225" message "no network can do that"

            yield! Check.name context path name
]

let check context path (points: ImmutableArray<ImmutableArray<float>>) (gates: Gate list) = [
    let equal = LowerData.equalPoints points

    yield!
        gates
        |> List.mapi (fun index gate -> single context (path @ [ string index ]) points equal gate)
        |> List.concat

    for name, group in gates |> List.mapi (fun index gate -> name gate, index) |> List.groupBy fst do
        if group.Length > 1 then
            Context.problem context (path @ [ string (snd group[1]) ]) "N225" $"two gates are called '{name}'" ""

    if gates.IsEmpty then
        Context.problem context path "N225" "there is no gate to search" ""
]

/// Gates that passed the check.
let lower points (gates: Gate list) =
    ImmutableArray.CreateRange [
        for gate in gates -> GatePlan(name gate, ImmutableArray.CreateRange(values points gate))
    ]
