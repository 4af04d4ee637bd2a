namespace Nano

open System
open Nano.Plan
open Nano.Runtime.Formulas

/// A formula with a meaning: named arguments, parameters with their values, and the units that F# knew.
[<CustomEquality; NoComparison>]
type Law = {
    /// The name under laws: of a file.
    Name: string option
    Arguments: string list
    /// Dimensions of the arguments and of the value, where F# has checked them.
    Units: Dimension option list * Dimension option
    /// How F# counted currents; None where a text names its units, or where no current occurs.
    Current: CurrentUnit option
    Parameters: (string * Quantity) list
    Body: Formula<Quantity>
    /// What is wrong with it: told when an experiment is compiled.
    Problems: Diagnostic list
    /// Where each part of the formula stands.
    Place: Formula<Quantity> -> Place
} with

    /// The units of its numbers, or what does not fit.
    member internal it.Solve (arguments: Dimension option list) value =
        let known, own = it.Units

        let wanted: LawUnits.Wanted = {
            Arguments = List.map2 Option.orElse arguments known
            Value = Option.orElse value own
        }

        let current = Option.defaultValue CurrentUnit.Nanoamperes it.Current
        LawUnits.solve current it.Parameters wanted it.Body

    /// The law as text, which reads back as the same law where currents are counted alike.
    member it.Text =
        let current = Option.defaultValue CurrentUnit.Nanoamperes it.Current

        let quantity (number: Quantity) =
            let value = Formula.number (number.In current)

            match number.Dimension with
            | None -> value
            | Some dimension when Dimension.isNone dimension -> value
            | Some dimension ->
                let unit = Dimension.show current dimension

                if unit.Contains '^' || unit.Contains ' ' then
                    $"{value} [{unit}]"
                else
                    $"{value} {unit}"

        let body, parameters =
            match it.Solve [ for _ in it.Arguments -> None ] None with
            | Ok solved ->
                solved.Formula,
                [
                    for name, number in it.Parameters -> name, { number with Dimension = Some solved.Parameters[name] }
                ]
            // It will be told of; the numbers as they are must do.
            | Error _ -> it.Body, it.Parameters

        String.Join(
            "; ",
            [
                for name, number in parameters do
                    $"{name} = {quantity number}"

                Formula.show (fun index -> it.Arguments[index]) quantity body
            ]
        )

    override it.Equals other =
        match other with
        | :? Law as other -> it.Name = other.Name && it.Text = other.Text && it.Problems = other.Problems
        | _ -> false

    override it.GetHashCode() = it.Text.GetHashCode(StringComparison.Ordinal)
    override it.ToString() = it.Text

module Law =
    /// Gives the law a name, for laws: of the file and for --set.
    let named name (law: Law) = { law with Name = Some name }

    /// Its arguments under the names that go with its use: x of an activation, y and t of a loss.
    let internal renamed names (law: Law) = { law with Arguments = names }
