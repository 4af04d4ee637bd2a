module Nano.Dsl.Tests.NearestTests

open Nano.Yaml
open Xunit

[<Theory>]
[<InlineData("crosbar", "crossbar", 1)>]
[<InlineData("hihg", "high", 1)>]
[<InlineData("", "abc", 3)>]
[<InlineData("kitten", "sitting", 3)>]
[<InlineData("same", "same", 0)>]
let Distance_counts_edits_and_swaps (a, b, expected: int) =
    Assert.Equal(expected, Nearest.distance a b)
    Assert.Equal(expected, Nearest.distance b a)

[<Fact>]
let A_word_far_from_all_gets_the_list () =
    Assert.Equal("one of 'sine', 'triangle'", Nearest.hint [ "sine"; "triangle" ] "rectangular-pulse")
    Assert.Equal("did you mean 'triangle'?", Nearest.hint [ "sine"; "triangle" ] "Traingle")
