using Nano.Plan;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Hopping;

internal static class TestDevices
{
    public const double Nanometre = 1e-9;

    /// <summary>Acceptors at the given places (nanometres), without disorder or donors, in a disc of 30 nm.</summary>
    public static HoppingDevice At(HoppingPlan plan, params (double X, double Y)[] places) =>
        new(
            plan with
            {
                Acceptors = places.Length,
                Donors = 0,
                Radius = 30 * Nanometre,
                ElectrodeWidth = 12 * Nanometre,
            },
            new HoppingLayout(
                [.. places.Select(place => place.X * Nanometre)],
                [.. places.Select(place => place.Y * Nanometre)],
                new double[places.Length],
                [],
                []
            )
        );

    public static double[] RandomVolts(RandomStream stream, double size = 1)
    {
        var volts = new double[8];
        for (var k = 0; k < 8; k++)
            volts[k] = stream.Uniform(-size, size);
        return volts;
    }

    public static double[] Currents(MeanFieldSolver solver, double[] volts)
    {
        var currents = new double[8];
        var outcome = solver.Solve(volts, currents);
        Assert.True(outcome.Ok, outcome.Sentence);
        return currents;
    }

    /// <summary>Energy of site i at given voltages when all acceptors are neutral, in kT.</summary>
    public static double Bare(HoppingDevice device, int site, double[] volts)
    {
        var energy = device.RestEnergy.Span[site];
        for (var k = 0; k < 8; k++)
            energy += volts[k] / device.ThermalElectronvolts * device.Basis.Span[k * device.Padded + site];
        return energy;
    }

    public static double Rate(HoppingDevice device, int electrode, int site) =>
        device.ElectrodeRate.Span[electrode * device.Padded + site];

    public static double Coulomb(HoppingDevice device, int i, int j) => device.Coulomb.Span[i * device.Padded + j];

    public static double G(RateLaw law, double x) =>
        law == RateLaw.Fermi ? 1 / (1 + Math.Exp(x))
        : x > 0 ? Math.Exp(-x)
        : 1;
}
