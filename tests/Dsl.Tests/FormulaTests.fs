module Nano.Dsl.Tests.FormulaTests

open System
open System.Collections.Immutable
open FsCheck
open FsCheck.FSharp
open Nano
open Nano.Plan
open Nano.Runtime.Formulas
open Nano.Yaml
open Xunit

let private numbers =
    Gen.elements [ 0.0; 1.0; -1.0; 2.0; 0.5; -0.25; 3.0; 26e-3; 1e-3; -2.5; 1.0 / 3.0 ]

let private leaf =
    Gen.oneof [ Gen.map Number numbers; Gen.elements [ Argument 0; Argument 1; Parameter "p"; Parameter "q" ] ]

let private functions =
    Gen.elements [
        Function.Negate
        Function.Exp
        Function.Log
        Function.Tanh
        Function.Sqrt
        Function.Abs
        Function.Limexp
    ]

let private operations =
    Gen.elements [ Operation.Add; Operation.Subtract; Operation.Multiply; Operation.Divide; Operation.Power ]

let rec private formula size =
    if size = 0 then
        leaf
    else
        Gen.oneof [
            leaf
            Gen.map2 (fun it a -> Apply(it, a)) functions (formula (size - 1))
            gen {
                let! it = operations
                let! a = formula (size / 2)
                let! b = formula (size / 2)
                return Combine(it, a, b)
            }
        ]

let private formulas = Gen.sized (fun size -> formula (min 12 (size / 4)))
let private point = Gen.map (fun it -> 0.3 + float it / 500.0) (Gen.choose (0, 1000))

let private cases = gen {
    let! formula = formulas
    let! x = point
    let! y = point
    return formula, x, y
}

let private check times (property: Formula<float> * float * float -> bool) =
    Check.One(Config.QuickThrowOnFailure.WithMaxTest times, Prop.forAll (Arb.fromGen cases) property)

let private parameter name = if name = "p" then 0.7 else 1.3
let private value x y formula = Formula.value (fun index -> if index = 0 then x else y) parameter formula

let private law formula : LawPlan =
    let tape = Formula.tape [ "x"; "y" ] formula

    LawPlan(
        ImmutableArray.Create<string>("x", "y"),
        ImmutableArray.Create(LawParameterPlan("p", 0.7), LawParameterPlan("q", 1.3)),
        tape,
        ImmutableArray.Create<string>("1", "1"),
        ImmutableArray.Create<string>("1", "1")
    )

let private same (a: float) (b: float) = BitConverter.DoubleToInt64Bits a = BitConverter.DoubleToInt64Bits b

[<Fact>]
let A_tape_gives_the_bits_of_the_formula () =
    check 500 (fun (formula, x, y) ->
        let values = [| 0.0 |]
        Tape.Of(law formula, (law formula).Value).Run(ReadOnlySpan [| x; y |], values.AsSpan())
        let expected = value x y formula
        same expected values[0] || (Double.IsNaN expected && Double.IsNaN values[0]))

[<Fact>]
let Simplify_keeps_the_value_and_makes_nothing_longer () =
    /// All parts of a formula are finite numbers.
    let rec isFinite x y formula =
        Double.IsFinite(value x y formula)
        && match formula with
           | Number _
           | Argument _
           | Parameter _ -> true
           | Apply(_, a) -> isFinite x y a
           | Combine(_, a, b) -> isFinite x y a && isFinite x y b

    check 1000 (fun (formula, x, y) ->
        let simple = Formula.simplify formula

        Formula.size simple <= Formula.size formula
        && Formula.simplify simple = simple
        && (not (isFinite x y formula) || value x y simple = value x y formula))

[<Fact>]
let Derivatives_agree_with_central_differences () =
    let mutable compared = 0

    check 1500 (fun (formula, x, y) ->
        [ 0, (fun h -> value (x + h) y formula); 1, (fun h -> value x (y + h) formula) ]
        |> List.forall (fun (index, at) ->
            let slope =
                Formula.derivative (Formula.Variable.Argument index) formula
                |> Formula.simplify
                |> value x y

            let step = 1e-4
            let difference = (at step - at -step) / (2.0 * step)
            let finer = (at (step / 2.0) - at (-step / 2.0)) / step
            let scale = 1.0 + abs slope + abs (at 0.0)

            // Only where differences are to be trusted: finite, and hardly another one at half the step.
            if
                Double.IsFinite difference
                && abs (difference - finer) < 1e-5 * scale
                && scale < 1e6
            then
                compared <- compared + 1
                let isKink = abs (at step + at -step - 2.0 * at 0.0) > 1e-4 * scale
                isKink || abs (slope - finer) < 1e-4 * scale
            else
                true))

    Assert.True(compared > 1000, $"only {compared} slopes could be compared")

[<Fact>]
let Derivatives_by_parameters_are_slopes_too () =
    check 500 (fun (formula, x, y) ->
        let at p =
            Formula.value (fun index -> if index = 0 then x else y) (fun name -> if name = "p" then p else 1.3) formula

        let slope = Formula.derivative (Formula.Variable.Parameter "p") formula |> value x y
        let step = 1e-4
        let coarse = (at (0.7 + step) - at (0.7 - step)) / (2.0 * step)
        let fine = (at (0.7 + step / 2.0) - at (0.7 - step / 2.0)) / step
        let scale = 1.0 + abs slope + abs (at 0.7)
        let isTrusted = Double.IsFinite coarse && abs (coarse - fine) < 1e-5 * scale && scale < 1e6
        let isKink = abs (at (0.7 + step) + at (0.7 - step) - 2.0 * at 0.7) > 1e-4 * scale
        not isTrusted || isKink || abs (slope - fine) < 1e-4 * scale)

[<Theory>]
[<InlineData("x * x", "x + x")>]
[<InlineData("3 * x + 7", "3")>]
[<InlineData("exp(2 * x)", "2 * exp(2 * x)")>]
[<InlineData("log(x)", "1 / x")>]
[<InlineData("tanh(x)", "1 - tanh(x) ** 2")>]
[<InlineData("x ** 3", "3 * x ** 2")>]
[<InlineData("abs(x)", "sign(x)")>]
[<InlineData("1 / x", "-(1 / x) / x")>]
[<InlineData("limexp(x)", "limexp-slope(x)")>]
[<InlineData("sqrt(x)", "0.5 / sqrt(x)")>]
let Derivatives_are_short (text: string) (expected: string) =
    match LawParser.read [ "x" ] text with
    | Ok read ->
        let formula = Formula.map (fun (it: Quantity) -> it.Amperes) read.Formula
        let slope = Formula.derivative (Formula.Variable.Argument 0) formula |> Formula.simplify
        Assert.Equal(expected, Formula.show (fun _ -> "x") Formula.number slope)
    | Error problems -> failwith $"%A{problems}"

[<Fact>]
let What_is_shown_reads_back_as_the_same_formula () =
    let shown = Formula.show (fun index -> if index = 0 then "x" else "y") Formula.number

    check 1000 (fun (formula, _, _) ->
        let text = shown formula
        let used = Formula.parameters formula
        let given = String.concat "" [ for name in used -> $"{name} = 1; " ]

        match LawParser.read [ "x"; "y" ] (given + text) with
        | Error problems -> failwith $"{text}: %A{problems}"
        | Ok read ->
            // A sign before a number is the number's own when it is read.
            let rec folded formula =
                match formula with
                | Apply(Function.Negate, a) ->
                    match folded a with
                    | Number it -> Number -it
                    | a -> Apply(Function.Negate, a)
                | Apply(it, a) -> Apply(it, folded a)
                | Combine(it, a, b) -> Combine(it, folded a, folded b)
                | Number _
                | Argument _
                | Parameter _ -> formula

            let again = Formula.map (fun (it: Quantity) -> it.Amperes) read.Formula

            again = folded formula
            || failwith $"%A{formula} became {text}, which is %A{again}")
