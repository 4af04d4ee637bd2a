module Nano.Dsl.Tests.PresetTests

open Xunit
open Nano
open Nano.Runtime.Hopping

/// The language and the runtime know the same devices: what is tested there is what users get here.
[<Fact>]
let ``presets of the language are those of the runtime`` () =
    for mine, theirs in
        [
            Hopping.tiny, HoppingPresets.Tiny
            Hopping.small, HoppingPresets.Small
            Hopping.standard, HoppingPresets.Standard
            Hopping.reference, HoppingPresets.Reference
        ] do
        Assert.Equal(theirs.Acceptors, mine.Acceptors)
        Assert.Equal(theirs.Donors, mine.Donors)
        Assert.Equal(theirs.Radius, float mine.Radius)
        Assert.Equal(theirs.ElectrodeWidth, float mine.ElectrodeWidth, 1e-24)
        Assert.Equal(theirs.Localisation, float mine.Localisation)
        Assert.Equal(theirs.DisorderElectronvolts, float mine.Disorder)
        Assert.Equal(theirs.Temperature, float mine.Temperature)
