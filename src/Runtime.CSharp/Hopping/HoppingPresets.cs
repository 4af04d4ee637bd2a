using Nano.Plan;

namespace Nano.Runtime.Hopping;

/// <summary>
/// Devices of one areal density (2.83·10⁻³ acceptors per nm²) at 77 K, with electrodes as wide as 0.4 radii. Their
/// parameters follow the public kinetic Monte Carlo code of the group that made the first devices (MCNetwork).
/// </summary>
public static class HoppingPresets
{
    /// <summary>30 acceptors: currents of about ±10 nA at ±1 V, for tests.</summary>
    public static HoppingPlan Tiny { get; } = Make(acceptors: 30, donors: 1, disorder: 0.15);

    /// <summary>60 acceptors: about ±6 nA; rich enough for every gate of two inputs.</summary>
    public static HoppingPlan Small { get; } = Make(acceptors: 60, donors: 1, disorder: 0.15);

    /// <summary>100 acceptors: about ±3 nA.</summary>
    public static HoppingPlan Standard { get; } = Make(acceptors: 100, donors: 1, disorder: 0.15);

    /// <summary>200 acceptors and three donors in a disc of 150 nm, as in the published simulations.</summary>
    public static HoppingPlan Reference { get; } = Make(acceptors: 200, donors: 3, disorder: 0.1);

    // In tenths of a nanometre, exactly as the language spells its presets: 58.1, 82.2, 106.1 and 150 nm.
    private static HoppingPlan Make(int acceptors, int donors, double disorder)
    {
        var tenths = Math.Round(1500 * Math.Sqrt(acceptors / 200.0));
        return new HoppingPlan(
            acceptors,
            donors,
            Radius: tenths / 1e10,
            ElectrodeWidth: 4 * tenths / 1e11,
            Localisation: 10e-9,
            Permittivity: 10,
            DisorderElectronvolts: disorder,
            Temperature: 77,
            AttemptFrequency: 1e12,
            ShortestHop: 3e-9,
            LongestHop: 60e-9,
            Spacing: 3e-9,
            RateLaw.MillerAbrahams,
            Closure.Hartree,
            LayoutSeed: 1
        );
    }
}
