namespace Nano.Yaml

open System
open System.Globalization
open System.Text.RegularExpressions

/// What scalars mean. YAML libraries guess (octal, sexagesimal, yes and no, single precision); Nano says what it reads.
module internal Scalars =
    /// Why a text is not what was expected: a sentence of its own or none, and a hint.
    type Fault = { Says: string; Hint: string }

    let private fault hint = Error { Says = ""; Hint = hint }

    let private matches pattern (text: string) = Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant)

    /// A number without any exponent but its own: sign, digits, exponent, and what follows.
    let private shape =
        Regex(
            @"^([+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+))(?:[eE]([+-]?[0-9]{1,6}))?(.*)\z",
            RegexOptions.CultureInvariant ||| RegexOptions.Singleline
        )

    let private longest = 400

    /// Why something that looks like a number is none.
    let private numberHint text =
        if String.length text > longest then
            ""
        elif matches @"^[+-]?[0-9]+,[0-9]+\b" text then
            $"use a point: {text.Replace(',', '.')}"
        elif matches @"^[+-]?[0-9]+(_[0-9]+)+\b" text then
            let without = text.Replace("_", "")
            $"leave out the underscores: {without}"
        elif matches @"^[+-]?0[0-9]+" text then
            "leave out the leading zero"
        elif matches @"^[0-9]+:[0-9]{2}\z" text then
            let parts = text.Split ':'
            let sixties = bigint.Parse parts[0] * 60I + bigint.Parse parts[1]
            $"did you mean the text \"{text}\" or the number {sixties}?"
        else
            ""

    let private hexadecimal (text: string) =
        if matches @"^0x[0-9a-fA-F]{1,15}\z" text then
            Some(Convert.ToInt64(text[2..], 16))
        else
            None

    let wholeNumber (text: string) : Result<int64, Fault> =
        match hexadecimal text with
        | Some value -> Ok value
        | None when matches @"^[+-]?(0|[1-9][0-9]*)\z" text ->
            match Int64.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) with
            | true, value -> Ok value
            | _ -> Error { Says = "out of range"; Hint = "" }
        | None when matches @"^[+-]?[0-9.]+([eE][+-]?[0-9]+)?\z" text && numberHint text = "" ->
            fault "write it without point and exponent"
        | None when matches @"^[+-]?[0-9]+ *[A-Za-zΩµ%]{1,4}\z" text -> fault "it has no unit"
        | None -> fault (numberHint text)

    /// Digits and exponent to the nearest double; an infinite or vanished one is a fault.
    let finite (digits: string) (exponent: int) : Result<float, Fault> =
        let value = Double.Parse($"{digits}e{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture)
        let isZero = digits |> Seq.forall (fun c -> not (Char.IsBetween(c, '1', '9')))

        if Double.IsFinite value && (value <> 0.0 || isZero) then
            Ok value
        else
            Error { Says = "out of range"; Hint = "numbers go from 5e-324 to 1.7e308" }

    /// The value of digits whose unit stands for a power of ten: the power is appended to the digits, so that
    /// "26 mV" is the same double as 26e-3 (a product would differ in the last bit).
    let private scaled (text: string) (shift: string -> Result<int, Fault>) : Result<float, Fault> =
        let found = shape.Match(if text.Length <= longest then text else "")

        match hexadecimal text with
        | Some value -> shift "" |> Result.bind (fun power -> finite (string value) power)
        | None when found.Success ->
            let own = if found.Groups[2].Success then int found.Groups[2].Value else 0

            shift (found.Groups[3].Value.Trim())
            |> Result.bind (fun power -> finite found.Groups[1].Value (own + power))
        | None -> fault (numberHint text)

    let number (text: string) : Result<float, Fault> =
        scaled text (fun rest -> if rest = "" then Ok 0 else fault (numberHint text))

    let truth (text: string) : Result<bool, Fault> =
        match text with
        | "true" -> Ok true
        | "false" -> Ok false
        | _ ->
            match text.ToLowerInvariant() with
            | "yes"
            | "on"
            | "true" -> fault "write true"
            | "no"
            | "off"
            | "false" -> fault "write false"
            | _ -> fault ""

    /// A unit in which a number may be given.
    type Unit = { Symbol: string; Power: int }

    let symbols = [ "V"; "A"; "S"; "Ω"; "F"; "s"; "Hz"; "K"; "m"; "eV" ]

    let prefixes = [ "f", -15; "p", -12; "n", -9; "u", -6; "µ", -6; "m", -3; "", 0; "k", 3; "M", 6; "G", 9; "T", 12 ]

    /// Every spelling of every unit: symbol and power of ten.
    let private spellings =
        dict [
            for symbol in symbols do
                for prefix, power in prefixes do
                    $"{prefix}{symbol}", (symbol, power)
        ]

    /// The three spellings of ohm and the two of micro, as keyboards make them, become one.
    let private normal (unit: string) =
        unit.Replace("Ohm", "Ω").Replace("ohm", "Ω").Replace('\u2126', 'Ω').Replace('\u03BC', 'µ')

    let private example (expected: Unit) =
        let prefix = prefixes |> List.find (fun (_, power) -> power = expected.Power) |> fst
        $"as in 1 {prefix}{expected.Symbol}"

    /// Symbol and power of ten of a unit's word, such as "mV".
    let unitWord (word: string) : (string * int) option =
        match spellings.TryGetValue(normal word) with
        | true, found -> Some found
        | _ -> None

    /// A bare number (in the expected unit) or a number with a unit of the same dimension.
    let quantity (expected: Unit) (text: string) : Result<float, Fault> =
        scaled text (fun rest ->
            if rest = "" then
                Ok 0
            else
                match spellings.TryGetValue(normal rest) with
                | true, (symbol, power) when symbol = expected.Symbol -> Ok(power - expected.Power)
                | true, _ -> fault (example expected)
                | _ ->
                    match numberHint text with
                    | "" -> fault (example expected)
                    | hint -> fault hint)

    /// The shortest text that reads back to the same double.
    let show (value: float) = value.ToString("R", CultureInfo.InvariantCulture)

    /// Text that other readers of YAML take for a number or a truth unless it is quoted.
    let looksLikeAnother (text: string) =
        let words = [ "true"; "false"; "yes"; "no"; "on"; "off"; "null"; "~"; ""; ".nan"; ".inf"; "-.inf"; "+.inf" ]
        let isNumber, _ = Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture)

        isNumber
        || matches @"^0[xo]" text
        || List.contains (text.ToLowerInvariant()) words
