using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Hopping;

/// <summary>
/// A disc of acceptors with everything that does not depend on voltages: Coulomb matrix, hop rates, potentials of the
/// eight electrodes at the sites. Immutable; any number of solvers may share it.
/// </summary>
/// <remarks>
/// Energies are those of a hole, in units of kT: E_i = s_i − Σ_j K_ij (1 − n_j), with
/// s_i = e φ(x_i) + Σ_d e²/(4πε₀ε r_id) + ξ_i and K_ij = e²/(4πε₀ε r_ij). Hops have rates ν₀ e^{−2r/a} g(ΔE/kT);
/// an electrode counts as a site in the middle of its arc.
/// </remarks>
public sealed class HoppingDevice
{
    private const int Lane = 8;

    /// <summary>The device that the plan's layout seed draws.</summary>
    public HoppingDevice(HoppingPlan plan)
        : this(plan, Drawn(plan)) { }

    /// <summary>A device with this layout.</summary>
    /// <param name="layout">Lengths in metres; one entry of X, Y and Disorder for each acceptor.</param>
    public HoppingDevice(HoppingPlan plan, HoppingLayout layout)
    {
        HoppingPlanCheck.Demand(plan);
        (Plan, Layout) = (plan, layout);
        Sites = layout.X.Length;
        Padded = (Sites + Lane - 1) / Lane * Lane;
        ThermalElectronvolts = PhysicalConstants.Boltzmann * plan.Temperature;
        NanoamperesPerRate = PhysicalConstants.ElementaryCharge * plan.AttemptFrequency * 1e9;
        RestEnergy = new AlignedBuffer(Padded);
        Coulomb = new AlignedBuffer(Padded * Padded);
        Basis = new AlignedBuffer(DiskElectrostatics.Electrodes * Padded);
        ElectrodeRate = new AlignedBuffer(DiskElectrostatics.Electrodes * Padded);
        FillEnergies();
        FillBasis();
        FillElectrodeRates();
        Pairs = FindPairs();
        DemandConnection();
    }

    /// <summary>What it was made from.</summary>
    public HoppingPlan Plan { get; }

    /// <summary>Places and energies of its acceptors.</summary>
    public HoppingLayout Layout { get; }

    /// <summary>Number of acceptors.</summary>
    public int Sites { get; }

    /// <summary>kT in electronvolts.</summary>
    public double ThermalElectronvolts { get; }

    /// <summary>e·ν₀ in nanoamperes: 160.2 at 10¹² Hz.</summary>
    public double NanoamperesPerRate { get; }

    /// <summary><see cref="Sites"/> rounded up to whole vectors.</summary>
    internal int Padded { get; }

    /// <summary>s_i at 0 V, in kT.</summary>
    internal AlignedBuffer RestEnergy { get; }

    /// <summary>K in kT, row-major, zero on the diagonal and in the padding.</summary>
    internal AlignedBuffer Coulomb { get; }

    /// <summary>φ_k(x_i): eight rows, a column for each site.</summary>
    internal AlignedBuffer Basis { get; }

    /// <summary>b_ik = e^{−2r/a}: eight rows, a column for each site; zero beyond the limits of a hop.</summary>
    internal AlignedBuffer ElectrodeRate { get; }

    internal HopPair[] Pairs { get; }

    /// <summary>Energies (electronvolts) that a positive elementary charge at a free random point adds to the sites.</summary>
    public double[] DrawTrap(RandomStream stream)
    {
        var (x, y) = HoppingLayout.Place(Plan, stream, Layout.X, Layout.Y);
        var energies = new double[Sites];
        for (var i = 0; i < Sites; i++)
            energies[i] =
                PhysicalConstants.CoulombEnergy / Plan.Permittivity / Distance(x, y, Layout.X[i], Layout.Y[i]);
        return energies;
    }

    private static HoppingLayout Drawn(HoppingPlan plan)
    {
        HoppingPlanCheck.Demand(plan);
        return HoppingLayout.Draw(plan);
    }

    private static double Distance(double x1, double y1, double x2, double y2) =>
        Math.Sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2));

    private static (double X, double Y) Middle(int electrode, double radius) =>
        (radius * Elementary.SinTurns(electrode / 8.0 + 0.25), radius * Elementary.SinTurns(electrode / 8.0));

    private double HopFactor(double distance) =>
        distance < Plan.ShortestHop || distance > Plan.LongestHop
            ? 0
            : Elementary.Exp(-2 * distance / Plan.Localisation);

    private void FillEnergies()
    {
        var strength = PhysicalConstants.CoulombEnergy / Plan.Permittivity / ThermalElectronvolts;
        var (x, y) = (Layout.X, Layout.Y);
        var rest = RestEnergy.Span;
        var coulomb = Coulomb.Span;
        for (var i = 0; i < Sites; i++)
        {
            rest[i] = Layout.Disorder[i] / ThermalElectronvolts;
            for (var d = 0; d < Layout.DonorX.Length; d++)
                rest[i] += strength / Distance(x[i], y[i], Layout.DonorX[d], Layout.DonorY[d]);
            for (var j = 0; j < Sites; j++)
                if (j != i)
                    coulomb[i * Padded + j] = strength / Distance(x[i], y[i], x[j], y[j]);
        }
    }

    private void FillBasis()
    {
        var electrostatics = new DiskElectrostatics(Plan.ElectrodeWidth / (2 * Plan.Radius));
        Span<double> potentials = stackalloc double[DiskElectrostatics.Electrodes];
        for (var i = 0; i < Sites; i++)
        {
            electrostatics.Potentials(Layout.X[i] / Plan.Radius, Layout.Y[i] / Plan.Radius, potentials);
            for (var k = 0; k < potentials.Length; k++)
                Basis.Span[k * Padded + i] = potentials[k];
        }
    }

    private void FillElectrodeRates()
    {
        for (var k = 0; k < DiskElectrostatics.Electrodes; k++)
        {
            var (x, y) = Middle(k, Plan.Radius);
            for (var i = 0; i < Sites; i++)
                ElectrodeRate.Span[k * Padded + i] = HopFactor(Distance(x, y, Layout.X[i], Layout.Y[i]));
        }
    }

    private HopPair[] FindPairs()
    {
        var pairs = new List<HopPair>();
        for (var i = 0; i < Sites; i++)
        for (var j = i + 1; j < Sites; j++)
        {
            var factor = HopFactor(Distance(Layout.X[i], Layout.Y[i], Layout.X[j], Layout.Y[j]));
            if (factor > 0)
                pairs.Add(new HopPair(i, j, factor));
        }
        return [.. pairs];
    }

    /// <summary>Every acceptor must reach an electrode by hops, or its charge is undetermined.</summary>
    private void DemandConnection()
    {
        var reached = new bool[Sites];
        for (var i = 0; i < Sites; i++)
        for (var k = 0; k < DiskElectrostatics.Electrodes; k++)
            reached[i] |= ElectrodeRate.Span[k * Padded + i] > 0;
        for (var changed = true; changed; )
        {
            changed = false;
            foreach (var (i, j, _) in Pairs)
                if (reached[i] != reached[j])
                    reached[i] = reached[j] = changed = true;
        }
        var cutOff = Array.IndexOf(reached, false);
        if (cutOff >= 0)
            throw new NanoException(
                "N243",
                $"the acceptor at ({Layout.X[cutOff] * 1e9:F1}, {Layout.Y[cutOff] * 1e9:F1}) nm can reach no electrode: hops are limited to {Plan.ShortestHop * 1e9:G4}..{Plan.LongestHop * 1e9:G4} nm",
                "allow longer hops, add acceptors, or take another layout seed"
            );
    }
}

/// <summary>Two acceptors between which holes hop, and e^{−2r/a}.</summary>
internal readonly record struct HopPair(int First, int Second, double Factor);
