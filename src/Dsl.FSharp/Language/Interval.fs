namespace Nano

/// A closed interval with a unit: limits of electrodes, ranges of hops, ranges of signals.
type Interval<[<Measure>] 'u> = { Low: float<'u>; High: float<'u> }

module Interval =
    /// From -∞ to ∞: "no limits of its own". Electrodes with it carry whatever the device or its model allows.
    let unbounded<[<Measure>] 'u> : Interval<'u> = {
        Low = LanguagePrimitives.FloatWithMeasure System.Double.NegativeInfinity
        High = LanguagePrimitives.FloatWithMeasure System.Double.PositiveInfinity
    }

    let isUnbounded (interval: Interval<'u>) = interval = unbounded<'u>

    /// The same numbers without their unit.
    let strip (interval: Interval<'u>) : Interval<1> = { Low = float interval.Low; High = float interval.High }

[<AutoOpen>]
module IntervalSyntax =
    /// The interval from low to high, both included.
    let between (low: float<'u>) (high: float<'u>) = { Low = low; High = high }
