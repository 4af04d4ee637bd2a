namespace Nano

open Nano.Runtime.Formulas

/// What is said inside of laws.
[<AutoOpen>]
module LawWordsSyntax =
    /// A number that is a parameter of the law around it: it has a name, can be changed, and has a slope of its own.
    let param (_name: string) (value: float<'u>) = value

    /// exp up to an exponent of 80, from there on its tangent: value and slope stay finite.
    let limexp (x: float) : float = Operations.Of(Function.Limexp, x)

module internal LawWords =
    /// Functions that a law may call.
    let functions = [
        "exp", Function.Exp
        "log", Function.Log
        "tanh", Function.Tanh
        "sqrt", Function.Sqrt
        "abs", Function.Abs
        "limexp", Function.Limexp
    ]

    let listed = functions |> List.map fst |> String.concat ", "
    let hint = $"a law is made of + - * / **, {listed}, numbers and parameters"
    let most = 500

    let tooLong what =
        $"{what} has more than {most} parts", "a law is a formula; name intermediate results only where they are small"
