namespace Nano

/// Which way voltages are swept.
[<RequireQualifiedAccess>]
type Directions =
    | Up
    /// And back: the difference shows hysteresis and drift.
    | Both

/// The current over a square grid of two electrodes' voltages, the others at rest; the slope is taken by the first.
type VoltageMap = { Electrodes: int list; Points: int }

module VoltageMap =
    let on electrodes = { Electrodes = electrodes; Points = 41 }

/// What a device does before it is used: its curves, where they fall, and what temperature changes.
type Characterise = {
    Device: Device
    /// Voltages of each curve.
    Points: int
    Directions: Directions
    /// Voltages of electrodes that are not swept; 0 V where not named.
    Rest: (int * float<V>) list
    /// Samples for each reading; their mean counts.
    Plateau: int
    /// Random settings of all voltages at which slopes are counted.
    Settings: int
    /// To either side in a central difference. Small beside kT/e (6.6 mV at 77 K), over which zero-bias slopes bend; on
    /// a noisy instrument larger, or nothing stands clear of the noise.
    Step: float<V>
    Maps: VoltageMap list
    /// Swept at each temperature. None: the first input.
    TemperatureElectrode: int option
    /// Simulated devices only.
    Temperatures: float<K> list
}

module Characterise =
    let on device = {
        Device = device
        Points = 101
        Directions = Directions.Both
        Rest = []
        Plateau = 1
        Settings = 2000
        Step = 2e-3<V>
        Maps = []
        TemperatureElectrode = None
        Temperatures = []
    }
