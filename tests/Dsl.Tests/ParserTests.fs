module Nano.Dsl.Tests.ParserTests

open System
open System.Text
open Nano.Plan
open Nano
open Nano.Yaml
open Nano.Dsl.Tests.Bench
open Xunit

[<Fact>]
let The_tree_knows_where_everything_is () =
    match Parser.parse "f" "a: 1\nb:\n  - x\n  - { c: 'y' }\n" with
    | Ok tree ->
        Assert.Equal(Place("f", 1, 4), Node.locate [ "a" ] tree)
        Assert.Equal(Place("f", 3, 5), Node.locate [ "b"; "0" ] tree)
        Assert.Equal(Place("f", 4, 10), Node.locate [ "b"; "1"; "c" ] tree)
        Assert.Equal(Place("f", 4, 5), Node.locate [ "b"; "1"; "absent" ] tree)
    | Error problems -> failwith $"{problems}"

[<Theory>]
[<InlineData("a: [1, 2", "1:4", "never closed")>]
[<InlineData("a:\n\tb: 1", "2:1", "spaces")>]
[<InlineData("a:\n  b: 1\n\tc: 1", "3:1", "spaces")>]
[<InlineData("a: [1\nb: 2", "1:4", "never closed")>]
[<InlineData("a: {x: 1\nb: 2", "1:4", "never closed")>]
[<InlineData("a: &x 1", "1:4", "anchors")>]
[<InlineData("a: *x", "1:4", "aliases")>]
[<InlineData("a: !!str 1", "1:4", "tags")>]
[<InlineData("a: 1\n---\nb: 2", "2:1", "one experiment")>]
[<InlineData("? [a, b]\n: 1", "1:3", "key")>]
[<InlineData("", "1:1", "nothing")>]
[<InlineData("# only a comment", "", "nothing")>]
[<InlineData("a: 'open", "", "")>]
[<InlineData("a: b: c", "1:", "")>]
[<InlineData("}", "", "")>]
[<InlineData("a: \"\\q\"", "1:", "")>]
[<InlineData("- a\nb: c", "", "")>]
[<InlineData("%YAML 9.9\n---\na: 1", "", "")>]
let What_is_not_plain_YAML_is_one_syntax_error (text: string, place: string, word: string) =
    match Parser.parse "f" text with
    | Ok tree -> Assert.Fail $"read as {tree}"
    | Error [ only ] ->
        Assert.Equal("N100", only.Code)
        Assert.Contains($"f:{place}", string only)
        Assert.Contains(word, string only)
    | Error others -> Assert.Fail $"{others}"

[<Fact>]
let Duplicate_keys_are_told_with_both_places () =
    Assert.Equal<string list>(
        [ "e.yaml:3:1: error N105: the key 'name' is written twice\n  hint: the first is on line 1" ],
        problems (compile "name: a\nseed: 1\nname: b\n")
    )

[<Fact>]
let Bytes_that_are_no_UTF8_are_found_where_they_are () =
    let bytes = Array.concat [ Encoding.UTF8.GetBytes "name: ä\nseed: "; [| 0xE4uy |] ]

    match Parser.decode "f" bytes with
    | Error [ only ] -> Assert.Equal(Place("f", 2, 7), only.Where)
    | other -> Assert.Fail $"{other}"

[<Fact>]
let A_byte_order_mark_is_no_part_of_the_text () =
    Assert.Equal(Ok "name: a", Parser.decode "f" (Array.append [| 0xEFuy; 0xBBuy; 0xBFuy |] "name: a"B))

let private bomb =
    let line n = $"l{n}: &l{n} [*l{n - 1}, *l{n - 1}, *l{n - 1}, *l{n - 1}]"
    "l0: &l0 [x]\n" + String.Join('\n', [ for n in 1..30 -> line n ])

let hostile: TheoryData<string, string> =
    let data = TheoryData<string, string>()
    data.Add("a deep list", String('[', 100000))
    data.Add("a deep closed list", String('[', 2000) + String(']', 2000))
    data.Add("deep mappings", String.Join("", [ for n in 0..3000 -> String(' ', n) + "a:\n" ]))
    data.Add("deep dashes", String.Join("", [ for _ in 0..5000 -> "- " ]))
    data.Add("an alias bomb", bomb)
    data.Add("a line of ten megabytes", "name: " + String('a', 10_000_000))
    data.Add("a line of three megabytes", "name: " + String('a', 3_000_000))
    data.Add("a key of three megabytes", String('k', 3_000_000) + ": 1")
    data.Add("many keys", String.Join('\n', [ for n in 0..20000 -> $"key{n}: 1" ]))
    data.Add("terminal commands", "name: e\nseed: \u001b[2J\u0007\n\u001b[2J: 1")
    data.Add("nul", "name: a\000b\nseed: \000")
    data.Add("colons", String(':', 100000))
    data.Add("quotes", String('"', 99999))
    data.Add("surrogate halves", "name: \uD800")
    data.Add("many layers", withNetwork ("input: 2" :: [ for _ in 0..5000 -> "rescale: [0 V, 0.1 V]" ]))

    data.Add(
        "a widening network",
        withNetwork (
            [ "{ input: 2, as: x0 }" ]
            @ [ for n in 1..200 -> $"{{ concat: [x{n - 1}, x{n - 1}], as: x{n} }}" ]
        )
    )

    data.Add(
        "many gates",
        withProtocol [ "boolean: { network: [{ input: 400000000 }, { dnpu: { device: chip, count: 2000000000 } }] }" ]
    )

    data.Add(
        "numbers out of all ranges",
        withProtocol [
            "acquire: { device: chip, batches: 1e99, sample-rate: 1e300, batch-time: 1e300, ramp: 99999999999999999999999 }"
        ]
    )

    data

[<Theory>]
[<MemberData(nameof hostile)>]
let Hostile_files_get_diagnostics_and_nothing_else (_what: string, text: string) =
    let result = compile text
    Assert.NotEmpty(problems result)

    for line in problems result do
        Assert.True(line.Length < 1000, $"a message of {line.Length} characters")
        Assert.DoesNotContain(line.Replace("\n", ""), Char.IsControl)

[<Fact>]
let Random_damage_never_ends_in_an_exception () =
    let original =
        withNetwork [ "{ input: 2, as: x }"; "rescale: [-0.5 V, 0.5 V]"; "dnpu: { device: chip, count: 1 }" ]

    let random = Nano.Runtime.Numerics.SeedTree(5UL).For("damage")
    let marks = "{}[],:&*!|>'\"%@`#-?\t\n \000~0x"

    for _ in 1..2000 do
        let text = StringBuilder original

        for _ in 1..3 do
            text[random.Below text.Length] <- marks[random.Below marks.Length]

        match compile (string text) with
        | Ok _ -> ()
        | Error problems -> Assert.NotEmpty problems
