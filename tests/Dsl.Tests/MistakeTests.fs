module Nano.Dsl.Tests.MistakeTests

open System
open Nano.Dsl.Tests.Bench
open Xunit

[<Fact>]
let Seven_mistakes_are_told_in_one_pass_sorted_by_line () =
    let source =
        """name: bad
seed: seven
devices:
  chip:
    physics: { preset: smal }
    inputs: { electrodes: [3, 5], limits: [-0.5 V, 1 nA] }
vc-dimension:
  network:
    - input: 2
    - dnqu: { device: chip, count: 1 }
  attemps: 5
  rule: { genetic: { generations: 1e3 } }
  validate: yes
"""

    let expected =
        """e.yaml:2:7: error N101: expected a whole number, got 'seven'
e.yaml:5:24: error N104: unknown preset 'smal'
  hint: did you mean 'small'?
e.yaml:6:52: error N101: expected a quantity in V, got '1 nA'
  hint: as in 1 V
e.yaml:10:7: error N104: unknown layer 'dnqu'
  hint: did you mean 'dnpu'?
e.yaml:11:3: error N103: unknown key 'attemps'
  hint: did you mean 'attempts'?
e.yaml:12:35: error N101: expected a whole number, got '1e3'
  hint: write it without point and exponent
e.yaml:13:13: error N101: expected true or false, got 'yes'
  hint: write true"""

    Assert.Equal(expected.ReplaceLineEndings "\n", String.Join('\n', problems (compile source)))

[<Fact>]
let A_missing_key_is_told_once_at_its_mapping () =
    hasOne "N102" [ "e.yaml:1:1"; "missing key 'name'" ] (withDevice chip |> replace "name: e\n" "" |> compile)

    hasOne
        "N102"
        [ "e.yaml:10:13"; "missing key 'count'" ]
        (compile (withNetwork [ "input: 2"; "dnpu: { device: chip }" ]))

[<Fact>]
let A_missing_key_with_a_near_miss_is_the_same_mistake () =
    hasOne "N103" [ "'nmae'"; "did you mean 'name'?" ] (withDevice chip |> replace "name: e" "nmae: e" |> compile)
    let typo = (withDevice chip).Replace("vc-dimension:", "vc-dimensoin:")
    hasOne "N103" [ "did you mean 'vc-dimension'?" ] (compile typo)

[<Fact>]
let There_is_exactly_one_protocol () =
    hasOne
        "N102"
        [
            "missing protocol: one of 'vc-dimension', 'boolean', 'abundance', 'acquire', 'surrogate', 'characterise'"
        ]
        (compile "name: e")

    let two = withDevice chip + "\nacquire: { device: chip }\n"
    hasOne "N105" [ "a second protocol, 'acquire'" ] (compile two)

[<Theory>]
[<InlineData("seed: -1", "N101", "'-1' is out of range")>]
[<InlineData("seed: '1'", "N101", "leave out the quotation marks")>]
[<InlineData("seed:", "N101", "got nothing")>]
[<InlineData("seed: [1]", "N101", "got a list")>]
[<InlineData("seed: { a: 1 }", "N101", "got a mapping")>]
[<InlineData("seed: 99999999999999999999", "N101", "out of range")>]
[<InlineData("instrument: [simulated]", "N101", "expected an instrument, a mapping with one key, got a list")>]
[<InlineData("instrument: bss2", "N104", "one of 'simulated', 'surrogate'")>]
[<InlineData("instrument: { simulated: { effects: loud } }", "N104", "unknown level of effects 'loud'")>]
[<InlineData("instrument: { simulated: {}, surrogate: {} }", "N101", "got 'simulated', 'surrogate'")>]
let One_wrong_line_is_one_message (line: string, code, words: string) =
    hasOne code [ words ] (compile (withDevice chip + "\n" + line + "\n"))

[<Fact>]
let The_case_that_needs_content_says_so () =
    let source = withNetwork [ "input: 2"; "dnpu" ]
    hasOne "N101" [ "e.yaml:10:7"; "'dnpu' needs content"; "write { dnpu: … }" ] (compile source)

[<Fact>]
let Problems_of_a_device_are_told_once_though_it_is_used_twice () =
    let source = (withNetwork [ "input: 2"; "dnpu: { device: chip, count: 1 }" ]).Replace("tiny", "tny")
    hasOne "N104" [ "did you mean 'tiny'?" ] (compile source)

[<Fact>]
let A_file_that_is_not_there_is_said_plainly () =
    hasOne "N109" [ "absent.yaml"; "no such file" ] (Nano.Compiler.file usual "absent.yaml" [])

[<Fact>]
let A_key_within_a_line_is_shown_how_to_be_a_mapping () =
    hasOne "N100" [ "e.yaml:2:14"; "key: { other: value }" ] (compile "name: e\nrule: genetic: { generations: 2 }\n")

[<Fact>]
let A_unit_that_is_not_understood_comes_with_an_example () =
    hasOne
        "N101"
        [ "expected a quantity in K, got '77 C'"; "as in 1 K" ]
        (withDevice [ "physics: { preset: tiny, temperature: 77 C }" ] |> compile)

[<Fact>]
let Points_that_are_all_of_one_width_are_one_mistake () =
    let network = "  network: [{ input: 3 }, { dnpu: { device: chip, count: 1 } }]"
    let source = withProtocol [ "vc-dimension:"; network ]
    Assert.Equal<string list>([ "N224"; "N220" ], codes (compile (source)))

[<Fact>]
let A_range_of_sizes_the_wrong_way_round_is_one_mistake () =
    let network = "  network: [{ input: 2 }, { dnpu: { device: chip, count: 1 } }]"

    hasOne
        "N201"
        [ "'from' is 5 and 'to' is 4" ]
        (compile (withProtocol [ "vc-dimension:"; network; "  from: 5"; "  to: 4" ]))

[<Fact>]
let An_electrode_that_a_search_leaves_alone_is_told () =
    let compiled = compile (withDevice (chip @ [ "controls: [1, 2, 4, 6]" ]))

    match compiled with
    | Ok { Warnings = [ warning ] } ->
        Assert.Equal("N292", warning.Code)
        Assert.Contains("electrode 7 of 'chip' is neither input nor control", warning.Message)
    | other -> Assert.Fail $"{other}"
