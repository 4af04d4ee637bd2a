module Nano.Dsl.Tests.ScalarTests

open System
open System.Globalization
open FsCheck
open FsCheck.FSharp
open Nano.Yaml
open Nano.Yaml.Scalars
open Xunit

let private volt = { Symbol = "V"; Power = 0 }

let private value result =
    match result with
    | Ok found -> found
    | Error(fault: Fault) -> failwith $"{fault}"

let private hint result =
    match result with
    | Ok found -> failwith $"read as {found}"
    | Error(fault: Fault) -> fault.Hint

[<Theory>]
[<InlineData("26 mV", "V", 0, 26e-3)>]
[<InlineData("26mV", "V", 0, 26e-3)>]
[<InlineData("100nA", "A", 0, 100e-9)>]
[<InlineData("100 nA", "A", -9, 100.0)>]
[<InlineData("0.3 uA", "A", -9, 300.0)>]
[<InlineData("-1 V", "V", 0, -1.0)>]
[<InlineData("77 K", "K", 0, 77.0)>]
[<InlineData("10 nm", "m", 0, 10e-9)>]
[<InlineData("2 m", "m", 0, 2.0)>]
[<InlineData("3 mm", "m", 0, 3e-3)>]
[<InlineData("0.15 eV", "eV", 0, 0.15)>]
[<InlineData("150 meV", "eV", 0, 0.15)>]
[<InlineData("4.7 kΩ", "Ω", 0, 4.7e3)>]
[<InlineData("4.7 kOhm", "Ω", 0, 4.7e3)>]
[<InlineData("4.7 k\u2126", "Ω", 0, 4.7e3)>]
[<InlineData("100 uS", "S", 0, 100e-6)>]
[<InlineData("100 µS", "S", 0, 100e-6)>]
[<InlineData("100 \u03BCS", "S", 0, 100e-6)>]
[<InlineData("5 kHz", "Hz", 0, 5e3)>]
[<InlineData("1.5e2 mV", "V", 0, 0.15)>]
[<InlineData("20 ms", "s", 0, 20e-3)>]
[<InlineData("0.5", "V", 0, 0.5)>]
[<InlineData("1 MHz", "Hz", 0, 1e6)>]
let Quantities_are_exact (text: string, symbol, power, expected: float) =
    Assert.Equal(expected, value (quantity { Symbol = symbol; Power = power } text))

[<Fact>]
let Any_digits_with_any_prefix_are_the_double_of_the_digits_with_the_exponent () =
    let prefixes = [ "f", -15; "p", -12; "n", -9; "u", -6; "m", -3; "", 0; "k", 3; "M", 6; "G", 9; "T", 12 ]

    let sample = gen {
        let! whole = Gen.choose (0, 100000)
        let! fraction = Gen.choose (0, Int32.MaxValue)
        let! exponent = Gen.choose (-20, 20)
        let! prefix = Gen.elements prefixes
        let! isNegative = Gen.elements [ true; false ]
        return whole, fraction, exponent, prefix, isNegative
    }

    let isExact (whole: int, fraction: int, exponent: int, (prefix, power), isNegative) =
        let digits = $"""{if isNegative then "-" else ""}{whole}.{fraction}"""
        let expected = Double.Parse($"{digits}e{exponent + power}", CultureInfo.InvariantCulture)
        value (quantity volt $"{digits}e{exponent} {prefix}V") = expected

    Check.One(Config.QuickThrowOnFailure.WithMaxTest 2000, Prop.forAll (Arb.fromGen sample) isExact)

[<Theory>]
[<InlineData("1 nA")>]
[<InlineData("5 parsec")>]
[<InlineData("V")>]
[<InlineData("1 V V")>]
[<InlineData("1 kk V")>]
[<InlineData("--1 V")>]
[<InlineData("")>]
[<InlineData("٣ V")>]
let What_is_no_voltage_is_refused (text: string) = Assert.True(Result.isError (quantity volt text))

[<Theory>]
[<InlineData("12", 12L)>]
[<InlineData("-3", -3L)>]
[<InlineData("0", 0L)>]
[<InlineData("0x1F", 31L)>]
[<InlineData("9223372036854775807", Int64.MaxValue)>]
let Whole_numbers (text: string, expected: int64) = Assert.Equal(expected, value (wholeNumber text))

[<Theory>]
[<InlineData("012", "leave out the leading zero")>]
[<InlineData("1_000", "leave out the underscores: 1000")>]
[<InlineData("1:30", "did you mean the text \"1:30\" or the number 90?")>]
[<InlineData("1e3", "write it without point and exponent")>]
[<InlineData("2.0", "write it without point and exponent")>]
[<InlineData("seven", "")>]
let Whole_numbers_that_others_would_guess_at_are_refused (text: string, expected: string) =
    Assert.Equal(expected, hint (wholeNumber text))

[<Theory>]
[<InlineData("0,5", "use a point: 0.5")>]
[<InlineData("007", "leave out the leading zero")>]
[<InlineData("1_000.5", "leave out the underscores: 1000.5")>]
[<InlineData(".inf", "")>]
[<InlineData("nan", "")>]
[<InlineData("0b11", "")>]
let Numbers_that_are_none_get_a_hint (text: string, expected: string) = Assert.Equal(expected, hint (number text))

[<Theory>]
[<InlineData("1e-3", 1e-3)>]
[<InlineData(".5", 0.5)>]
[<InlineData("5.", 5.0)>]
[<InlineData("+2", 2.0)>]
[<InlineData("0x10", 16.0)>]
[<InlineData("0e999", 0.0)>]
[<InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)>]
let Numbers (text: string, expected: float) = Assert.Equal(expected, value (number text))

[<Theory>]
[<InlineData("1e400")>]
[<InlineData("1e-400")>]
[<InlineData("-1e309")>]
let Numbers_that_a_double_cannot_hold_are_out_of_range (text: string) =
    match number text with
    | Error fault -> Assert.Equal("out of range", fault.Says)
    | Ok found -> Assert.Fail $"read as {found}"

[<Fact>]
let Only_true_and_false_are_truths () =
    Assert.True(value (truth "true"))
    Assert.False(value (truth "false"))
    Assert.Equal("write true", hint (truth "yes"))
    Assert.Equal("write false", hint (truth "off"))
    Assert.Equal("write true", hint (truth "True"))

[<Fact>]
let Every_double_reads_back_from_how_it_is_shown () =
    let isSame (NormalFloat it) = value (number (show it)) = it
    Check.One(Config.QuickThrowOnFailure.WithMaxTest 1000, isSame)
