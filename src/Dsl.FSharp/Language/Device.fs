namespace Nano

/// Rate of a hop against its energy: min(1, e^-x), or the smooth 1/(1+e^x) with the same detailed balance.
[<RequireQualifiedAccess>]
type HopRate =
    | MillerAbrahams
    | Fermi

/// How averages over occupations are closed: Hartree, or with the hop's own pair excluded (slower, a little closer
/// to Monte Carlo).
[<RequireQualifiedAccess>]
type Closure =
    | Hartree
    | PairExcluded

/// A disc of boron acceptors through which holes hop, with eight electrodes on its rim, electrode k at 45°·k.
type Hopping = {
    Acceptors: int
    Donors: int
    Radius: float<m>
    ElectrodeWidth: float<m>
    /// Localisation length a of the hop rate exp(-2r/a).
    Localisation: float<m>
    Permittivity: float
    /// Standard deviation of the site energies.
    Disorder: float<eV>
    Temperature: float<K>
    /// Scales every current.
    AttemptFrequency: float<Hz>
    HopRange: Interval<m>
    /// No two acceptors are closer than this.
    Spacing: float<m>
    Rates: HopRate
    Closure: Closure
    /// Draws the places and energies of the acceptors: another seed is another device of the same make.
    LayoutSeed: int64
}

/// The usual devices. Radii keep the areal density of 200 acceptors on a disc of 150 nm: 150 nm · sqrt(N/200).
module Hopping =
    /// 100 acceptors; currents of about ±3 nA.
    let standard = {
        Acceptors = 100
        Donors = 1
        Radius = 106.1e-9<m>
        ElectrodeWidth = 42.44e-9<m>
        Localisation = 10e-9<m>
        Permittivity = 10.0
        Disorder = 0.15<eV>
        Temperature = 77.0<K>
        AttemptFrequency = 1e12<Hz>
        HopRange = between 3e-9<m> 60e-9<m>
        Spacing = 3e-9<m>
        Rates = HopRate.MillerAbrahams
        Closure = Closure.Hartree
        LayoutSeed = 1L
    }

    /// 30 acceptors; currents of about ±10 nA. For tests and first steps.
    let tiny = { standard with Acceptors = 30; Radius = 58.1e-9<m>; ElectrodeWidth = 23.24e-9<m> }

    /// 60 acceptors; currents of about ±6 nA.
    let small = { standard with Acceptors = 60; Radius = 82.2e-9<m>; ElectrodeWidth = 32.88e-9<m> }

    /// 200 acceptors and 3 donors, the size of published simulations.
    let reference = {
        standard with
            Acceptors = 200
            Donors = 3
            Radius = 150e-9<m>
            ElectrodeWidth = 60e-9<m>
            Disorder = 0.1<eV>
    }

/// Electrodes of one use, and the voltages that they may carry. No indices: left out. Unbounded limits: the device's
/// or its model's own.
type Electrodes = { Indices: int list; Limits: Interval<V> }

module Electrodes =
    let none = { Indices = []; Limits = Interval.unbounded }

[<AutoOpen>]
module DeviceSyntax =
    /// Electrodes with limits.
    let electrodes indices limits = { Indices = indices; Limits = limits }

    /// Electrodes within the limits of the device or its model.
    let electrodesOf indices = { Indices = indices; Limits = Interval.unbounded }

/// A dopant-network device: what is known of its inside (Physics), which electrodes do what, and the file of a
/// trained model of it (Surrogate). At least one of Physics and Surrogate is there.
type Device = {
    Name: string
    Physics: Hopping option
    /// Left out: those that the model's file names.
    Inputs: Electrodes
    /// Left out: all that are neither inputs nor the readout.
    Controls: Electrodes
    /// The electrode whose current is read, held at 0 V.
    Readout: int
    Surrogate: string option
}

module Device =
    let named name = {
        Name = name
        Physics = None
        Inputs = Electrodes.none
        Controls = Electrodes.none
        Readout = 0
        Surrogate = None
    }
