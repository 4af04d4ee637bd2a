/// Dimensions of every part of a law. What F# has checked and forgotten is found again: unknown dimensions are variables
/// of linear equations over exponents (a product adds, a power multiplies), solved one after another.
module internal Nano.LawUnits

open System
open System.Collections.Generic
open Nano.Runtime.Formulas

/// A dimension with unknowns: known · ∏ unknownᵢ^powerᵢ.
type Form = { Known: Dimension; Unknowns: Map<int, float> }

/// What does not fit, at which part.
type Misfit = { Part: Formula<Quantity>; Says: string; Hint: string }

exception private Found of Misfit

let private known dimension = { Known = dimension; Unknowns = Map.empty }

let private plain = known Dimension.none

/// a · b^power.
let private combine a b power =
    let unknowns =
        Seq.append a.Unknowns.Keys b.Unknowns.Keys
        |> Seq.distinct
        |> Seq.map (fun index ->
            let exponent (it: Form) = it.Unknowns |> Map.tryFind index |> Option.defaultValue 0.0
            index, Math.Round(exponent a + power * exponent b, 9))
        |> Seq.filter (fun (_, exponent) -> exponent <> 0.0)
        |> Map.ofSeq

    { Known = Dimension.Combine a.Known b.Known power; Unknowns = unknowns }

/// What is asked of a law: dimensions of its arguments and of its value, as far as they are known.
type Wanted = { Arguments: Dimension option list; Value: Dimension option }

/// What became known.
type Solved = {
    Arguments: Dimension list
    Value: Dimension
    Parameters: Map<string, Dimension>
    /// The formula, each number with its dimension.
    Formula: Formula<Quantity>
}

let solve
    (current: CurrentUnit)
    (parameters: (string * Quantity) list)
    (wanted: Wanted)
    (formula: Formula<Quantity>)
    : Result<Solved, Misfit> =
    let solutions = Dictionary<int, Form>()
    let mutable count = 0

    let unknown () =
        count <- count + 1
        { Known = Dimension.none; Unknowns = Map.ofList [ count, 1.0 ] }

    let rec resolved (form: Form) =
        match form.Unknowns |> Seq.tryFind (fun it -> solutions.ContainsKey it.Key) with
        | None -> form
        | Some it ->
            let without = { form with Unknowns = Map.remove it.Key form.Unknowns }
            resolved (combine without solutions[it.Key] it.Value)

    let show form = Dimension.describe current (resolved form).Known
    let refuse part says hint = raise (Found { Part = part; Says = says; Hint = hint })

    /// a = b, or what to say where they cannot be.
    let equate part a b says =
        let difference = resolved (combine a b -1.0)

        match Seq.tryHead difference.Unknowns with
        | Some it ->
            let rest = { difference with Unknowns = Map.remove it.Key difference.Unknowns }
            solutions[it.Key] <- combine plain rest (-1.0 / it.Value)
        | None when Dimension.isNone difference.Known -> ()
        | None ->
            let message, hint = says ()
            refuse part message hint

    let ofQuantity (it: Quantity) =
        match it.Dimension with
        | Some dimension -> known dimension
        | None -> unknown ()

    let orUnknown dimension =
        match dimension with
        | Some dimension -> known dimension
        | None -> unknown ()

    let arguments = wanted.Arguments |> List.map orUnknown |> List.toArray
    let parameterForms = Map.ofList [ for name, it in parameters -> name, ofQuantity it ]
    let numbers = Dictionary<Formula<Quantity>, Form>(HashIdentity.Reference)

    let rec infer part : Form =
        match part with
        | Number it ->
            let form = ofQuantity it
            numbers[part] <- form
            form
        | Argument index -> arguments[index]
        | Parameter name -> parameterForms[name]
        | Apply((Function.Negate | Function.Abs | Function.Sign), a) -> infer a
        | Apply(Function.Sqrt, a) -> combine plain (infer a) 0.5
        | Apply(it, a) ->
            let form = infer a

            equate part form plain (fun () ->
                $"{Operations.Word it} takes a plain number, got {show form}", "divide by a quantity of the same unit")

            plain
        | Combine(Operation.Multiply, a, b) -> combine (infer a) (infer b) 1.0
        | Combine(Operation.Divide, a, b) -> combine (infer a) (infer b) -1.0
        | Combine(Operation.Power, a, b) ->
            let size, exponent = infer a, infer b

            equate part exponent plain (fun () ->
                $"an exponent is a plain number, got {show exponent}", "divide by a quantity of the same unit")

            match b with
            | Number it -> combine plain size it.Amperes
            | Apply(Function.Negate, Number it) -> combine plain size -it.Amperes
            | _ ->
                equate part size plain (fun () ->
                    $"what is in {show size} can only be raised to a number", "as in (v / (1 V)) ** p")

                plain
        | Combine(it, a, b) ->
            let left, right = infer a, infer b
            let word = Operations.Word it

            equate part left right (fun () ->
                $"'{word}' joins {show left} and {show right}", "both sides must be in the same unit")

            left

    try
        let value = infer formula

        match wanted.Value with
        | Some dimension ->
            equate formula value (known dimension) (fun () ->
                $"this law gives {show value}; {Dimension.describe current dimension} is needed", "")
        | None -> ()

        // Whatever nothing has settled may be anything: a plain number is the simplest.
        let final form = (resolved form).Known

        let rec annotated part =
            match part with
            | Number it -> Number { it with Dimension = Some(final numbers[part]) }
            | Argument _
            | Parameter _ -> part
            | Apply(it, a) -> Apply(it, annotated a)
            | Combine(it, a, b) -> Combine(it, annotated a, annotated b)

        Ok {
            Arguments = [ for it in arguments -> final it ]
            Value = final value
            Parameters = parameterForms |> Map.map (fun _ form -> final form)
            Formula = annotated formula
        }
    with Found misfit ->
        Error misfit
