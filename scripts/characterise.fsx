// What a device does before it is used: curves, negative differential resistance, a map, and temperature.
#load "nano.fsx"
open Nano

let chip = {
    Device.named "chip" with
        Physics = Some { Hopping.small with LayoutSeed = 7 }
        Inputs = electrodesOf [ 3; 5 ]
        Controls = electrodesOf [ 1; 2; 4; 6; 7 ]
        Readout = 0
}

let study = {
    Characterise.on chip with
        Points = 101
        Settings = 1000 // slopes at random settings of all seven voltages
        Maps = [ { VoltageMap.on [ 3; 5 ] with Points = 41 } ]
        TemperatureElectrode = Some 1
        Temperatures = [ 77.0<K>; 100.0<K>; 130.0<K>; 160.0<K>; 220.0<K>; 290.0<K> ]
}

run { experiment "characterise" (Characterise study) with Seed = 42 }
