/// The text of a law: parameters as name = quantity, and a formula at the end.
module internal Nano.Yaml.LawParser

open System
open System.Collections.Generic
open Nano.Plan
open Nano
open Nano.Runtime.Formulas
open Nano.Yaml.LawTokens

let private deepest = 64

exception private Refused of at: int * code: string * message: string * hint: string

let private refuse at code message hint = raise (Refused(at, code, message, hint))

let private say token =
    match token with
    | Digits(digits, 0) -> $"'{digits}'"
    | Digits(digits, exponent) -> $"'{digits}e{exponent}'"
    | Name name -> $"'{Node.shown name}'"
    | Sign sign -> $"'{sign}'"
    | Stop -> "the end of a statement"
    | End -> "the end"

let private operators =
    dict [
        "+", (1, Operation.Add)
        "-", (1, Operation.Subtract)
        "*", (2, Operation.Multiply)
        "/", (2, Operation.Divide)
    ]

/// What a text says, before anyone asks what its names mean.
type private Reader(tokens: Placed[], arguments: string list) =
    let mutable next = 0
    let mutable parts = 0

    member val Problems = List<int * string * string * string>()
    member val Parameters = List<string * Quantity * int>()
    member val Places = Dictionary<Formula<Quantity>, int>(HashIdentity.Reference)
    member _.Token = tokens[next].Token
    member _.At = tokens[next].At
    member _.Following = if next + 1 < tokens.Length then tokens[next + 1].Token else End
    member _.Advance() = next <- next + 1

    member it.Made at part =
        parts <- parts + 1

        if parts > LawWords.most then
            let message, hint = LawWords.tooLong "this law"
            refuse at "N300" message hint

        it.Places[part] <- at
        part

    member it.Expect sign =
        if it.Token = Sign sign then
            it.Advance()
        else
            refuse it.At "N300" $"expected '{sign}', got {say it.Token}" ""

    /// The end of a line within brackets, or before or after an operator, ends nothing.
    member it.SkipLines() =
        while it.Token = Stop do
            it.Advance()

    // unit = word [^ exponent]; several of them side by side, or after '/', in square brackets.
    member private it.UnitPower() =
        let at = it.At

        match it.Token with
        | Name word ->
            it.Advance()

            let exponent =
                if it.Token = Sign "^" then
                    it.Advance()
                    let isNegative = it.Token = Sign "-"

                    if isNegative then
                        it.Advance()

                    match it.Token with
                    | Digits(digits, exponent) ->
                        it.Advance()

                        match Scalars.finite digits exponent with
                        | Ok value when abs value <= 100.0 -> if isNegative then -value else value
                        | Ok _
                        | Error _ -> refuse at "N300" "this exponent is out of range" ""
                    | other -> refuse it.At "N300" $"expected an exponent, got {say other}" "as in [V^2]"
                else
                    1.0

            match Scalars.unitWord word with
            | Some(symbol, power) -> symbol, float power, exponent
            | None -> it.UnknownUnit at word
        | other -> refuse at "N300" $"expected a unit, got {say other}" "as in 2 [V/nA]"

    member private _.UnknownUnit at word =
        refuse at "N302" $"unknown unit '{Node.shown word}'" "V, A, Ω, S, F, s, Hz, K, m, eV, with a prefix as in nA"

    /// What follows a number: nothing, a unit, or units in square brackets.
    member private it.Unit() =
        match it.Token with
        | Name _ -> [ it.UnitPower() ]
        | Sign "[" ->
            it.Advance()
            let units = List<string * float * float>()

            let rec more sign =
                if it.Token = Digits("1", 0) then
                    it.Advance()
                else
                    let symbol, power, exponent = it.UnitPower()
                    units.Add(symbol, power, sign * exponent)

                match it.Token with
                | Sign "]" -> it.Advance()
                | Sign "/" ->
                    it.Advance()
                    more -1.0
                | Sign "*" ->
                    it.Advance()
                    more 1.0
                | _ -> more 1.0

            more 1.0
            List.ofSeq units
        | Digits _
        | Sign _
        | Stop
        | End -> []

    member it.Quantity() =
        let at = it.At

        match it.Token with
        | Digits(digits, exponent) ->
            it.Advance()
            let units = it.Unit()

            let dimension =
                (Dimension.none, units)
                ||> List.fold (fun made (symbol, _, power) -> Dimension.Combine made (Dimension.ofUnit symbol) power)

            let power = units |> List.sumBy (fun (_, power, exponent) -> power * exponent)
            let nano = power + 9.0 * Dimension.currentExponent dimension

            if not (Double.IsInteger power && Double.IsInteger nano) then
                refuse at "N300" "a prefix or a current to a broken power has no exact value" ""

            match Scalars.finite digits (exponent + int power), Scalars.finite digits (exponent + int nano) with
            | Ok amperes, Ok nanoamperes -> { Amperes = amperes; Nanoamperes = nanoamperes; Dimension = Some dimension }
            | Error fault, _
            | _, Error fault -> refuse at "N300" $"this number is {fault.Says}" fault.Hint
        | other -> refuse at "N304" $"expected a number, got {say other}" "as in i0 = 5 nA"

    member it.Constant() =
        if it.Token = Sign "-" then
            it.Advance()
            Quantity.negate (it.Quantity())
        else
            it.Quantity()

    member private it.Unknown at code message hint =
        it.Problems.Add(at, code, message, hint)
        it.Made at (Number { Quantity.plain 1.0 with Dimension = None })

    member private it.Named at name =
        let isParameter = it.Parameters |> Seq.exists (fun (known, _, _) -> known = name)

        match List.tryFindIndex ((=) name) arguments with
        | Some index -> it.Made at (Argument index)
        | None when isParameter -> it.Made at (Parameter name)
        | None ->
            let known = arguments @ [ for known, _, _ in it.Parameters -> known ]

            let hint =
                if it.Token = Sign "=" then
                    "a parameter is given before the formula"
                else
                    Nearest.hint known name

            it.Unknown at "N302" $"unknown name '{Node.shown name}'" hint

    member private it.Call depth at name =
        it.Advance()
        it.SkipLines()
        let inner = it.Expression (depth + 1) 0
        it.SkipLines()

        let isKnown = List.exists (fst >> (=) name) LawWords.functions

        if it.Token = Sign "," && isKnown then
            refuse it.At "N300" $"'{Node.shown name}' takes one value" ""
        elif it.Token = Sign "," then
            refuse at "N302" $"unknown function '{Node.shown name}'" LawWords.hint

        it.Expect ")"

        match List.tryFind (fst >> (=) name) LawWords.functions with
        | Some(_, it') -> it.Made at (Apply(it', inner))
        | None ->
            let words = List.map fst LawWords.functions
            it.Unknown at "N302" $"unknown function '{Node.shown name}'" (Nearest.hint words name)

    member private it.Atom depth =
        let at = it.At

        match it.Token with
        | Digits _ -> it.Made at (Number(it.Quantity()))
        | Name name when it.Following = Sign "(" ->
            it.Advance()
            it.Call depth at name
        | Name name ->
            it.Advance()
            it.Named at name
        | Sign "(" ->
            it.Advance()
            it.SkipLines()
            let inner = it.Expression (depth + 1) 0
            it.SkipLines()
            it.Expect ")"
            inner
        | other -> refuse at "N300" $"expected a value, got {say other}" ""

    // A power binds closer than a sign before it, and takes its right side first.
    member private it.Powered depth =
        let size = it.Atom depth

        if it.Token = Sign "**" then
            let at = it.At
            it.Advance()
            it.SkipLines()
            let exponent = it.Signed(depth + 1)
            it.Made at (Combine(Operation.Power, size, exponent))
        else
            size

    member private it.Signed depth : Formula<Quantity> =
        if depth > deepest then
            refuse it.At "N300" $"a law is nested more than {deepest} levels deep" ""

        let at = it.At

        match it.Token with
        | Sign "-" ->
            it.Advance()

            match it.Signed(depth + 1) with
            | Number number -> it.Made at (Number(Quantity.negate number))
            | inner -> it.Made at (Apply(Function.Negate, inner))
        | Sign "+" ->
            it.Advance()
            it.Signed(depth + 1)
        | Digits _
        | Name _
        | Sign _
        | Stop
        | End -> it.Powered depth

    member it.Expression depth least : Formula<Quantity> =
        let mutable left = it.Signed depth
        let mutable isOpen = true

        let continues () =
            // A line that begins with an operator goes on with the one before it.
            let mutable ahead = next

            while tokens[ahead].Token = Stop do
                ahead <- ahead + 1

            match tokens[ahead].Token with
            | Sign sign when operators.ContainsKey sign && fst operators[sign] > least ->
                next <- ahead
                Some operators[sign]
            | _ -> None

        while isOpen do
            match continues () with
            | Some(precedence, operation) ->
                let at = it.At
                it.Advance()
                it.SkipLines()
                let right = it.Expression (depth + 1) precedence
                left <- it.Made at (Combine(operation, left, right))
            | None -> isOpen <- false

        left

    /// Statements up to the formula, which is the last of them.
    member it.Read() : Formula<Quantity> =
        it.SkipLines()
        let at = it.At

        match it.Token, it.Following with
        | Name name, Sign "=" ->
            it.Advance()
            it.Advance()
            it.SkipLines()

            if List.contains name arguments then
                it.Problems.Add(at, "N304", $"'{name}' is an argument; it has no value of its own", "take another name")

            if it.Parameters |> Seq.exists (fun (known, _, _) -> known = name) then
                it.Problems.Add(at, "N304", $"the parameter '{Node.shown name}' is given twice", "")

            it.Parameters.Add(name, it.Constant(), at)

            match it.Token with
            | Stop
            | End -> it.Read()
            | other ->
                refuse
                    it.At
                    "N300"
                    $"expected ';' after the value of '{Node.shown name}', got {say other}"
                    "the value of a parameter is a number with its unit"
        | End, _ -> refuse at "N304" "a formula is missing" "the last expression is the value of the law"
        | _ ->
            let formula = it.Expression 0 0
            it.SkipLines()

            match it.Token with
            | End -> formula
            | Sign "^" -> refuse it.At "N300" "a power is written **" ""
            | other -> refuse it.At "N300" $"expected an operator, got {say other}" ""

/// A text that has been read, or its problems as offset, code, message and hint.
type Read = {
    Formula: Formula<Quantity>
    Parameters: (string * Quantity * int) list
    Places: Dictionary<Formula<Quantity>, int>
}

let read (arguments: string list) (text: string) : Result<Read, (int * string * string * string) list> =
    if text.Length > longest then
        Error [ 0, "N300", $"this law is {text.Length} characters long; at most {longest} are read", "" ]
    else
        match LawTokens.read text with
        | Error at -> Error [ at, "N300", $"'{Node.shown (string text[at])}' cannot be part of a law", LawWords.hint ]
        | Ok tokens ->
            let reader = Reader(List.toArray tokens, arguments)

            try
                let formula = reader.Read()
                let used = Formula.parameters formula

                for name, _, at in reader.Parameters do
                    // Where a name is not known, it may be this one that was meant.
                    if not (List.contains name used) && reader.Problems.Count = 0 then
                        reader.Problems.Add(at, "N304", $"nothing uses the parameter '{Node.shown name}'", "")

                if reader.Problems.Count = 0 then
                    Ok { Formula = formula; Parameters = List.ofSeq reader.Parameters; Places = reader.Places }
                else
                    Error(List.ofSeq reader.Problems)
            with Refused(at, code, message, hint) ->
                Error [ yield! reader.Problems; at, code, message, hint ]

/// A number with its unit, as --set gives it to a parameter.
let quantity (text: string) : Result<Quantity, string * string * string> =
    match LawTokens.read (text.Trim()) with
    | Ok tokens when text.Length <= longest ->
        let reader = Reader(List.toArray tokens, [])

        try
            let found = reader.Constant()

            if reader.Token = End then
                Ok found
            else
                Error("N304", $"expected a number with its unit, got '{Node.shown text}'", "as in 5 nA")
        with Refused(_, code, message, hint) ->
            Error(code, message, hint)
    | Ok _
    | Error _ -> Error("N304", $"expected a number with its unit, got '{Node.shown text}'", "as in 5 nA")
