namespace Nano

/// Points in -1..1, a row for each.
type Data =
    | Points of float list list
    /// The 2^n corners at -1 and 1; the first column changes slowest: 00, 01, 10, 11.
    | Boolean of inputs: int
    /// A file with a row for each point and a column for each input.
    | Csv of path: string

module Data =
    /// The ten points on which DNPU frameworks compare capacities.
    let tenPoints =
        Points [
            [ -0.5; -0.5 ]
            [ -0.5; 1.0 ]
            [ 1.0; -0.5 ]
            [ 1.0; 1.0 ]
            [ -0.0625; 0.375 ]
            [ 0.6875; 0.375 ]
            [ 0.375; -0.0625 ]
            [ 0.375; 0.6875 ]
            [ -1.0; 0.8125 ]
            [ 0.8125; -1.0 ]
        ]
