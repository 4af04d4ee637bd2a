namespace Nano

open FSharp.Data.UnitSystems.SI

/// The SI units of FSharp.Core under the names that a laboratory uses. They vanish at compile time.
[<AutoOpen>]
module UnitsSyntax =
    [<Measure>]
    type V = UnitNames.volt

    [<Measure>]
    type A = UnitNames.ampere

    [<Measure>]
    type S = UnitNames.siemens

    [<Measure>]
    type Ω = UnitNames.ohm

    [<Measure>]
    type F = UnitNames.farad

    [<Measure>]
    type s = UnitNames.second

    [<Measure>]
    type Hz = UnitNames.hertz

    [<Measure>]
    type K = UnitNames.kelvin

    [<Measure>]
    type m = UnitNames.metre

    /// Energies of charge carriers, as the field writes them: 1 eV is the charge of one hole times one volt.
    [<Measure>]
    type eV

    /// Currents of dopant networks, as the field writes them; a unit of its own so that no digit is lost on the way.
    [<Measure>]
    type nA
