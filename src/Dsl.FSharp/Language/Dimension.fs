namespace Nano

open System

/// Exponents of the units that a law knows; none are 0. A current has one dimension, in A and in nA alike.
type Dimension = private {
    Exponents: Map<string, float>
} with

    static member private Of(pairs: (string * float) seq) = {
        // Roots make fractions; what is left of their rounding is nothing.
        Exponents =
            Map.ofSeq [
                for unit, exponent in pairs do
                    let exponent = Math.Round(exponent, 9)

                    if exponent <> 0.0 then
                        unit, exponent
            ]
    }

    static member internal Base unit = Dimension.Of [ unit, 1.0 ]

    /// a · b^power.
    static member internal Combine (a: Dimension) (b: Dimension) power =
        let exponent unit (it: Dimension) = it.Exponents |> Map.tryFind unit |> Option.defaultValue 0.0
        let units = Seq.append a.Exponents.Keys b.Exponents.Keys |> Seq.distinct
        Dimension.Of [ for unit in units -> unit, exponent unit a + power * exponent unit b ]

/// In which unit the currents of a law are counted: a dopant network's in nA, a circuit's in A.
[<RequireQualifiedAccess>]
type CurrentUnit =
    | Amperes
    | Nanoamperes

module Dimension =
    /// The bases, in the order in which they are written.
    let internal bases = [ "V"; "A"; "s"; "K"; "m"; "eV" ]

    let none: Dimension = Dimension.Combine (Dimension.Base "V") (Dimension.Base "V") -1.0
    let volt = Dimension.Base "V"
    let current = Dimension.Base "A"
    let isNone (it: Dimension) = it = none

    let internal ofUnit symbol : Dimension =
        match symbol with
        | "Ω" -> Dimension.Combine volt current -1.0
        | "S" -> Dimension.Combine current volt -1.0
        | "F" -> Dimension.Combine (Dimension.Combine current (Dimension.Base "s") 1.0) volt -1.0
        | "Hz" -> Dimension.Combine none (Dimension.Base "s") -1.0
        | symbol -> Dimension.Base symbol

    /// The exponent of current.
    let internal currentExponent (it: Dimension) = it.Exponents |> Map.tryFind "A" |> Option.defaultValue 0.0

    let private word current unit =
        match unit, current with
        | "A", CurrentUnit.Nanoamperes -> "nA"
        | unit, _ -> unit

    /// "V^2 nA^-1"; "" for a plain number.
    let show current (it: Dimension) =
        bases
        |> List.choose (fun unit ->
            it.Exponents
            |> Map.tryFind unit
            |> Option.map (fun exponent ->
                let word = word current unit

                if exponent = 1.0 then
                    word
                else
                    $"""{word}^{exponent.ToString("R", Globalization.CultureInfo.InvariantCulture)}"""))
        |> String.concat " "

    /// For messages: what something is in.
    let internal describe current it = if isNone it then "a plain number" else show current it

/// A number with its dimension, in both ways of counting currents, so that neither loses a digit: 5 pA is 5e-12 and
/// 5e-3. A number from a quotation is what F# holds, of a dimension that only F# knew.
type Quantity = {
    Amperes: float
    Nanoamperes: float
    Dimension: Dimension option
} with

    member it.In current =
        match current with
        | CurrentUnit.Amperes -> it.Amperes
        | CurrentUnit.Nanoamperes -> it.Nanoamperes

module Quantity =
    let plain value = { Amperes = value; Nanoamperes = value; Dimension = Some Dimension.none }

    /// A number whose unit F# has checked and forgotten.
    let internal erased value = { Amperes = value; Nanoamperes = value; Dimension = None }

    let internal negate (it: Quantity) = { it with Amperes = -it.Amperes; Nanoamperes = -it.Nanoamperes }
