/// Between which values a law lies, where that is easy to know: its argument stands in it once, so that interval
/// arithmetic is exact.
module internal Nano.Compile.LawRange

open System
open Nano.Plan
open Nano.Runtime.Formulas
open Nano

let rec private occurrences formula =
    match formula with
    | Argument _ -> 1
    | Number _
    | Parameter _ -> 0
    | Apply(_, a) -> occurrences a
    | Combine(_, a, b) -> occurrences a + occurrences b

/// The hull of some values; none where one of them is no number.
let private hull values =
    if List.exists Double.IsNaN values then
        None
    else
        Some(Bounds(List.min values, List.max values))

let private ofFunction it (a: Bounds) =
    let rising = hull [ Operations.Of(it, a.Low); Operations.Of(it, a.High) ]

    match it with
    | Function.Negate
    | Function.Exp
    | Function.Limexp
    | Function.Tanh -> rising
    | Function.Log
    | Function.Sqrt when a.Low >= 0.0 -> rising
    | Function.Abs when a.Low <= 0.0 && a.High >= 0.0 -> hull [ 0.0; abs a.Low; abs a.High ]
    | Function.Abs -> rising
    | _ -> None

let private ofOperation it (a: Bounds) (b: Bounds) =
    let corners = [
        for x in [ a.Low; a.High ] do
            for y in [ b.Low; b.High ] -> Operations.Of(it, x, y)
    ]

    match it with
    | Operation.Add
    | Operation.Subtract
    | Operation.Multiply -> hull corners
    | Operation.Divide when b.Low > 0.0 || b.High < 0.0 -> hull corners
    | _ -> None

/// The range of a law's value where its argument lies in a range; none where it is not known, or has no end.
let find (parameters: LawPlan) (argument: Bounds option) (formula: Formula<float>) : Bounds option =
    let argument =
        argument
        |> Option.defaultValue (Bounds(Double.NegativeInfinity, Double.PositiveInfinity))

    let value name = (parameters.Parameters |> Seq.find (fun it -> it.Name = name)).Value

    let rec range formula =
        match formula with
        | Number it -> Some(Bounds(it, it))
        | Parameter name -> Some(Bounds(value name, value name))
        | Argument _ -> Some argument
        | Apply(it, a) -> range a |> Option.bind (ofFunction it)
        | Combine(it, a, b) ->
            match range a, range b with
            | Some a, Some b -> ofOperation it a b
            | _ -> None

    if occurrences formula <> 1 then
        None
    else
        range formula
        |> Option.filter (fun it -> Double.IsFinite it.Low && Double.IsFinite it.High && it.Low < it.High)
