namespace Nano

open System
open System.Globalization
open Nano.Runtime.Formulas

/// A formula of arguments (by index), named parameters and numbers. In a law numbers are quantities; a plan has floats.
type Formula<'Number> =
    | Number of 'Number
    | Argument of int
    | Parameter of string
    | Apply of Function * Formula<'Number>
    | Combine of Operation * Formula<'Number> * Formula<'Number>

module Formula =
    let rec map (change: 'A -> 'B) formula =
        match formula with
        | Number number -> Number(change number)
        | Argument index -> Argument index
        | Parameter name -> Parameter name
        | Apply(it, a) -> Apply(it, map change a)
        | Combine(it, a, b) -> Combine(it, map change a, map change b)

    let rec size formula =
        match formula with
        | Number _
        | Argument _
        | Parameter _ -> 1
        | Apply(_, a) -> 1 + size a
        | Combine(_, a, b) -> 1 + size a + size b

    /// Names of parameters, in order of appearance, each once.
    let parameters formula =
        let rec all formula = [
            match formula with
            | Number _
            | Argument _ -> ()
            | Parameter name -> name
            | Apply(_, a) -> yield! all a
            | Combine(_, a, b) ->
                yield! all a
                yield! all b
        ]

        List.distinct (all formula)

    /// The value, by the same elementary functions as the runtime's.
    let rec value (arguments: int -> float) (parameters: string -> float) formula =
        match formula with
        | Number number -> number
        | Argument index -> arguments index
        | Parameter name -> parameters name
        | Apply(it, a) -> Operations.Of(it, value arguments parameters a)
        | Combine(it, a, b) -> Operations.Of(it, value arguments parameters a, value arguments parameters b)

    let private negated formula =
        match formula with
        | Number it -> Number -it
        | Apply(Function.Negate, inner) -> inner
        | other -> Apply(Function.Negate, other)

    let private combined it a b =
        match it, a, b with
        | _, Number x, Number y when Double.IsFinite(Operations.Of(it, x, y)) -> Number(Operations.Of(it, x, y))
        | Operation.Add, Number 0.0, other
        | Operation.Add, other, Number 0.0
        | Operation.Subtract, other, Number 0.0
        | Operation.Multiply, Number 1.0, other
        | Operation.Multiply, other, Number 1.0
        | Operation.Divide, other, Number 1.0
        | Operation.Power, other, Number 1.0 -> other
        | Operation.Subtract, Number 0.0, other -> negated other
        | Operation.Multiply, Number 0.0, _
        | Operation.Multiply, _, Number 0.0
        | Operation.Divide, Number 0.0, _ -> Number 0.0
        | Operation.Power, _, Number 0.0 -> Number 1.0
        | Operation.Multiply, Number -1.0, other
        | Operation.Multiply, other, Number -1.0 -> negated other
        | Operation.Add, other, Apply(Function.Negate, negated) -> Combine(Operation.Subtract, other, negated)
        | Operation.Subtract, other, Apply(Function.Negate, negated) -> Combine(Operation.Add, other, negated)
        | _ -> Combine(it, a, b)

    /// Fewer steps, the same value wherever all of its parts are finite.
    let rec simplify formula =
        match formula with
        | Number _
        | Argument _
        | Parameter _ -> formula
        | Apply(it, a) ->
            match it, simplify a with
            | _, Number x when Double.IsFinite(Operations.Of(it, x)) -> Number(Operations.Of(it, x))
            | Function.Negate, a -> negated a
            | _, a -> Apply(it, a)
        | Combine(it, a, b) -> combined it (simplify a) (simplify b)

    /// By what a formula is differentiated.
    [<RequireQualifiedAccess>]
    type Variable =
        | Argument of int
        | Parameter of string

    let private (+.) a b = combined Operation.Add a b
    let private (-.) a b = combined Operation.Subtract a b
    let private ( *. ) a b = combined Operation.Multiply a b
    let private (/.) a b = combined Operation.Divide a b
    let private ( **. ) a b = combined Operation.Power a b

    /// The slope, in symbols. Where a kink has none (abs at 0) it is 0.
    let rec derivative (by: Variable) formula : Formula<float> =
        match formula, by with
        | Number _, _ -> Number 0.0
        | Argument index, Variable.Argument wanted -> Number(if index = wanted then 1.0 else 0.0)
        | Parameter name, Variable.Parameter wanted -> Number(if name = wanted then 1.0 else 0.0)
        | Argument _, Variable.Parameter _
        | Parameter _, Variable.Argument _ -> Number 0.0
        | Apply(it, a), _ ->
            let inner = derivative by a
            // Nothing of the outer slope is needed where the inner one vanishes.
            if inner = Number 0.0 then Number 0.0 else inner *. outer it a
        | Combine(Operation.Add, a, b), _ -> derivative by a +. derivative by b
        | Combine(Operation.Subtract, a, b), _ -> derivative by a -. derivative by b
        | Combine(Operation.Multiply, a, b), _ -> derivative by a *. b +. a *. derivative by b
        | Combine(Operation.Divide, a, b), _ ->
            match derivative by a, derivative by b with
            | top, Number 0.0 -> top /. b
            | top, bottom -> (top -. formula *. bottom) /. b
        | Combine(Operation.Power, a, b), _ ->
            match derivative by a, derivative by b with
            | Number 0.0, Number 0.0 -> Number 0.0
            | inner, Number 0.0 -> b *. (a **. (b -. Number 1.0)) *. inner
            | inner, exponent -> formula *. (exponent *. Apply(Function.Log, a) +. b *. inner /. a)
        | Combine _, _ -> invalidOp "an operation without a derivative"

    and private outer it a =
        match it with
        | Function.Negate -> Number -1.0
        | Function.Exp -> Apply(Function.Exp, a)
        | Function.Log -> Number 1.0 /. a
        | Function.Tanh -> Number 1.0 -. Apply(Function.Tanh, a) **. Number 2.0
        | Function.Sqrt -> Number 0.5 /. Apply(Function.Sqrt, a)
        | Function.Abs -> Apply(Function.Sign, a)
        | Function.Sign -> Number 0.0
        | Function.Limexp -> Apply(Function.LimexpSlope, a)
        | Function.LimexpSlope
        | Function.LimexpCurvature -> Apply(Function.LimexpCurvature, a)
        | other -> invalidOp $"the function {other} has no derivative"

    let internal number (value: float) = value.ToString("R", CultureInfo.InvariantCulture)

    let private precedence formula =
        match formula with
        | Combine((Operation.Add | Operation.Subtract), _, _) -> 1
        | Combine((Operation.Multiply | Operation.Divide), _, _) -> 2
        | Apply(Function.Negate, _) -> 3
        | Combine _ -> 4
        | Number _
        | Argument _
        | Parameter _
        | Apply _ -> 5

    /// As a person writes it, and as a law's text is read.
    let show (arguments: int -> string) (quantity: 'Number -> string) formula =
        let rec text formula =
            match formula with
            | Number it -> quantity it
            | Argument index -> arguments index
            | Parameter name -> name
            | Apply(Function.Negate, a) -> $"-{within 3 a}"
            | Apply(it, a) -> $"{Operations.Word it}({text a})"
            // A power takes what is on its right first, all others what is on their left.
            | Combine(Operation.Power, a, b) -> $"{within 5 a} ** {within 5 b}"
            | Combine(it, a, b) ->
                let own = precedence formula
                $"{within own a} {Operations.Word it} {within (own + 1) b}"

        and within least formula =
            let it = text formula
            // A sign is no part of a number where something binds closer.
            let isSigned = it.StartsWith '-' && least > 3
            if precedence formula < least || isSigned then $"({it})" else it

        text formula

    /// The steps of a stack machine, one word each: x i0 / tanh.
    let tape (arguments: string list) (formula: Formula<float>) =
        let rec words formula = [
            match formula with
            | Number it -> number it
            | Argument index -> arguments[index]
            | Parameter name -> name
            | Apply(it, a) ->
                yield! words a
                Operations.Word it
            | Combine(it, a, b) ->
                yield! words a
                yield! words b
                Operations.Word it
        ]

        String.Join(' ', words formula)
