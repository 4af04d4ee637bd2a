module internal Nano.Compile.LowerPhysics

open System
open Nano.Plan
open Nano
open Nano.Runtime
open Nano.Runtime.Hopping

/// Random disks of that radius cannot cover more than 54.7 % of a plane one by one; well below, placing them is quick.
let private densest = 0.4

/// Kelvin between which the runtime solves a device.
let coldest, hottest = 1.0, 2000.0

let private checkSettings context path (it: Hopping) =
    let at key = path @ [ key ]
    let length key (value: float<m>) = Check.positive context (at key) (float value)

    let covered =
        float it.Acceptors
        * Math.Pow(float it.Spacing / 2.0 / max 1e-12 (float it.Radius - HoppingLayout.RimGap), 2.0)

    [
        yield! Check.wholeBetween context (at "acceptors") 2 2000 it.Acceptors
        // Without acceptors every number of donors is wrong: one mistake, said once.
        yield! Check.wholeBetween context (at "donors") 0 (max 2 it.Acceptors) it.Donors

        yield!
            Check.numberWhere
                context
                (at "radius")
                "from 2 nm to 10 µm (82.2e-9, or 82.2 nm)"
                (fun it -> it > 2.0 * HoppingLayout.RimGap && it <= 1e-5)
                (float it.Radius)

        yield! length "electrode-width" it.ElectrodeWidth
        yield! length "localisation" it.Localisation
        yield! Check.numberWhere context (at "permittivity") "1 or more" (fun value -> value >= 1.0) it.Permittivity
        yield! Check.notNegative context (at "disorder") (float it.Disorder)

        yield!
            Check.numberWhere
                context
                (at "temperature")
                $"from {coldest} K to {hottest} K"
                (fun it -> it >= coldest && it <= hottest)
                (float it.Temperature)

        yield! Check.positive context (at "attempt-frequency") (float it.AttemptFrequency)
        yield! Check.notNegative context (at "spacing") (float it.Spacing)

        if it.LayoutSeed < 0L then
            Context.problem context (at "layout-seed") "N201" $"'layout-seed' must be 0 or more, got {it.LayoutSeed}" ""

        // Eight electrodes, 45° apart, share the rim.
        if it.ElectrodeWidth >= it.Radius * Math.PI / 4.0 then
            Context.problem
                context
                (at "electrode-width")
                "N201"
                "electrodes as wide as this would touch each other"
                "at most π/4 of the radius"

        if
            not (
                it.HopRange.Low >= 0.0<m>
                && it.HopRange.High > it.HopRange.Low
                && Double.IsFinite(float it.HopRange.High)
            )
        then
            Context.problem context (at "hop-range") "N201" "'hop-range' must be [shortest, longest], from 0 on" ""

        if covered > densest then
            Context.problem
                context
                (at "spacing")
                "N201"
                $"{it.Acceptors} acceptors do not fit at this spacing"
                "take fewer, a smaller spacing or a larger radius"
    ]

let lower (it: Hopping) : PhysicsPlan =
    HoppingPlan(
        it.Acceptors,
        it.Donors,
        float it.Radius,
        float it.ElectrodeWidth,
        float it.Localisation,
        it.Permittivity,
        float it.Disorder,
        float it.Temperature,
        float it.AttemptFrequency,
        float it.HopRange.Low,
        float it.HopRange.High,
        float it.Spacing,
        (match it.Rates with
         | HopRate.MillerAbrahams -> RateLaw.MillerAbrahams
         | HopRate.Fermi -> RateLaw.Fermi),
        (match it.Closure with
         | Closure.Hartree -> Plan.Closure.Hartree
         | Closure.PairExcluded -> Plan.Closure.PairExcluded),
        uint64 it.LayoutSeed
    )

/// Settings out of range, each at its key; else what only the drawn device shows, such as an acceptor out of reach.
let check context path (it: Hopping) =
    match checkSettings context path it with
    | [] ->
        try
            HoppingDevice(lower it :?> HoppingPlan) |> ignore
            []
        with :? NanoException as problem -> [ problem.Diagnostic.At(context.Locate path) ]
    | problems -> problems
