using System.Runtime.CompilerServices;
using Nano.Plan;

namespace Nano.Runtime.Hopping;

/// <summary>
/// F_i = Σ_j b_ij [p_j(1−p_i) g(Δ_ji) − p_i(1−p_j) g(Δ_ij)] + Σ_k b_ik [(1−p_i) g(E_i−v_k) − p_i g(v_k−E_i)] with
/// E_i = s_i − Σ_j K_ij (1−p_j), all energies in kT. Hartree: Δ_ij = E_j − E_i; pair excluded: + K_ij (p_j − p_i).
/// </summary>
/// <remarks>
/// The Newton matrix is ∂F/∂p = A + G K: A holds what p does directly, G = ∂F/∂E (sparse and symmetric, off-diagonal
/// C_ij), and ∂E/∂p = K. For each pair x = Δ_ij needs one exponential, since g(x) and g(−x) differ by e^−|x|.
/// </remarks>
internal sealed unsafe partial class MeanFieldEquations<T> : IMeanFieldEquations
    where T : unmanaged, ILanes<T>
{
    private const int Width = 8;
    private const int Electrodes = DiskElectrostatics.Electrodes;

    private readonly HoppingDevice device;
    private readonly PairList pairs;
    private readonly bool fermi;
    private readonly bool excluded;
    private readonly int padded;
    private readonly DenseLu<T> factors;
    private readonly double[] flows = new double[Electrodes];
    private readonly double[] volts = new double[Electrodes];

    // For each site
    private readonly AlignedBuffer occupation;
    private readonly AlignedBuffer emptiness;
    private readonly AlignedBuffer rest;
    private readonly AlignedBuffer energy;
    private readonly AlignedBuffer inflow;
    private readonly AlignedBuffer exchange;
    private readonly AlignedBuffer inverse;
    private readonly AlignedBuffer factored;
    private readonly AlignedBuffer relative;
    private readonly AlignedBuffer electrodeSlope;
    private readonly AlignedBuffer slope;
    private readonly AlignedBuffer correction;
    private readonly AlignedBuffer scratch;

    // For each electrode and site: ∂(flow into the site)/∂v and the total rate
    private readonly AlignedBuffer slopeOf;
    private readonly AlignedBuffer rateOf;

    // The Coulomb matrix, times the thermal ratio
    private readonly AlignedBuffer coulomb;
    private readonly (int Electrode, int First)[] electrodeBlocks;
    private double ratio = 1;

    public MeanFieldEquations(HoppingDevice device)
    {
        this.device = device;
        padded = device.Padded;
        fermi = device.Plan.Rates == RateLaw.Fermi;
        excluded = device.Plan.Closure == Closure.PairExcluded;
        pairs = new PairList(device);
        factors = new DenseLu<T>(padded);
        (occupation, emptiness, rest) = (Sites(), Sites(), Sites());
        (energy, inflow, exchange) = (Sites(), Sites(), Sites());
        (inverse, relative, electrodeSlope) = (Sites(), Sites(), Sites());
        (slope, correction, scratch) = (Sites(), Sites(), Sites());
        factored = Sites();
        (slopeOf, rateOf) = (new AlignedBuffer(Electrodes * padded), new AlignedBuffer(Electrodes * padded));
        coulomb = new AlignedBuffer(padded * padded);
        electrodeBlocks = FindElectrodeBlocks(device);
        SetThermalRatio(1);
    }

    public Span<double> Occupation => occupation.Span[..device.Sites];

    public Span<double> Correction => correction.Span[..device.Sites];

    public Span<double> Relative => relative.Span[..device.Sites];

    public double Residual { get; private set; }

    public double Imbalance { get; private set; }

    public ReadOnlySpan<double> Flows => flows;

    public void SetVoltages(ReadOnlySpan<double> electrodeVolts, ReadOnlySpan<double> shift)
    {
        var scale = ratio / device.ThermalElectronvolts;
        for (var i = 0; i < device.Sites; i++)
        {
            var potential = 0.0;
            for (var k = 0; k < Electrodes; k++)
                potential = Math.FusedMultiplyAdd(electrodeVolts[k], device.Basis.Pointer[k * padded + i], potential);
            if (shift.Length > 0)
                potential += shift[i];
            rest.Pointer[i] = Math.FusedMultiplyAdd(potential, scale, device.RestEnergy.Pointer[i] * ratio);
        }
        for (var k = 0; k < Electrodes; k++)
            volts[k] = electrodeVolts[k] * scale;
    }

    public void SetThermalRatio(double thermalRatio)
    {
        ratio = thermalRatio;
        for (var i = 0; i < coulomb.Length; i++)
            coulomb.Pointer[i] = device.Coulomb.Pointer[i] * ratio;
        pairs.SetCoulomb(coulomb.Pointer, padded);
    }

    public void Evaluate()
    {
        var p = occupation.Pointer;
        var q = emptiness.Pointer;
        for (var i = 0; i < padded; i += Width)
            T.Store(q + i, T.All(1) - T.Load(p + i));
        // The padding is full, so that it repels nobody.
        for (var i = device.Sites; i < padded; i++)
            q[i] = 0;
        FindEnergies();
        ElectrodeFlows();
        pairs.Gather(energy.Pointer, p);
        PairFlows();
        pairs.Scatter(inflow.Pointer, exchange.Pointer);
        Measure();
    }

    private static (int, int)[] FindElectrodeBlocks(HoppingDevice device)
    {
        var blocks = new List<(int, int)>();
        for (var k = 0; k < Electrodes; k++)
        for (var first = 0; first < device.Padded; first += Width)
        {
            var any = false;
            for (var i = first; i < first + Width; i++)
                any |= device.ElectrodeRate.Pointer[k * device.Padded + i] > 0;
            if (any)
                blocks.Add((k, first));
        }
        return [.. blocks];
    }

    private AlignedBuffer Sites() => new(padded);

    /// <summary>E = s − K (1 − p), four vectors of sites at a time.</summary>
    private void FindEnergies()
    {
        var first = 0;
        for (; first + 4 * Width <= padded; first += 4 * Width)
        {
            var (a, b) = (T.Load(rest.Pointer + first), T.Load(rest.Pointer + first + Width));
            var (c, d) = (T.Load(rest.Pointer + first + 2 * Width), T.Load(rest.Pointer + first + 3 * Width));
            for (var j = 0; j < device.Sites; j++)
            {
                var row = coulomb.Pointer + j * padded + first;
                var full = T.All(-emptiness.Pointer[j]);
                a = T.Fused(full, T.Load(row), a);
                b = T.Fused(full, T.Load(row + Width), b);
                c = T.Fused(full, T.Load(row + 2 * Width), c);
                d = T.Fused(full, T.Load(row + 3 * Width), d);
            }
            T.Store(energy.Pointer + first, a);
            T.Store(energy.Pointer + first + Width, b);
            T.Store(energy.Pointer + first + 2 * Width, c);
            T.Store(energy.Pointer + first + 3 * Width, d);
        }
        for (; first < padded; first += Width)
        {
            var a = T.Load(rest.Pointer + first);
            for (var j = 0; j < device.Sites; j++)
                a = T.Fused(T.All(-emptiness.Pointer[j]), T.Load(coulomb.Pointer + j * padded + first), a);
            T.Store(energy.Pointer + first, a);
        }
    }

    /// <summary>Rates g(x) and g(−x) from a = e^−|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rates(bool fermi, T x, T a, out T up, out T down)
    {
        var one = T.All(1);
        if (fermi)
        {
            var share = one / (one + a);
            (up, down) = (T.WherePositive(x, a * share, share), T.WherePositive(x, share, a * share));
        }
        else
            (up, down) = (T.WherePositive(x, a, one), T.WherePositive(x, one, a));
    }

    private void ElectrodeFlows()
    {
        for (var i = 0; i < padded; i += Width)
        {
            T.Store(inflow.Pointer + i, T.All(0));
            T.Store(exchange.Pointer + i, T.All(0));
            T.Store(electrodeSlope.Pointer + i, T.All(0));
        }
        Array.Clear(flows);
        var gross = T.All(0);
        foreach (var (k, i) in electrodeBlocks)
        {
            var (p, q) = (T.Load(occupation.Pointer + i), T.Load(emptiness.Pointer + i));
            var rate = T.Load(device.ElectrodeRate.Pointer + k * padded + i);
            var x = T.Load(energy.Pointer + i) - T.All(volts[k]);
            var a = Boltzmann<T>.Factor(T.Magnitude(x));
            Rates(fermi, x, a, out var up, out var down);
            var (gain, loss) = (rate * q * up, rate * p * down);
            var sensitivity = fermi ? rate * up * down : rate * a * T.WherePositive(x, q, p);
            var total = rate * (up + down);
            gross += gain + loss;
            flows[k] -= T.Sum(gain - loss);
            T.Store(inflow.Pointer + i, T.Load(inflow.Pointer + i) + (gain - loss));
            T.Store(exchange.Pointer + i, T.Load(exchange.Pointer + i) + total);
            T.Store(electrodeSlope.Pointer + i, T.Load(electrodeSlope.Pointer + i) + sensitivity);
            T.Store(slopeOf.Pointer + k * padded + i, sensitivity);
            T.Store(rateOf.Pointer + k * padded + i, total);
        }
        grossFlow = T.Sum(gross);
    }

    private void PairFlows()
    {
        for (var n = 0; n < pairs.Padded; n += Width)
        {
            var factor = T.Load(pairs.Factor + n);
            var (pi, pj) = (T.Load(pairs.FirstOccupation + n), T.Load(pairs.SecondOccupation + n));
            var (qi, qj) = (T.All(1) - pi, T.All(1) - pj);
            var x = T.Load(pairs.Difference + n);
            if (excluded)
                x = T.Fused(T.Load(pairs.Coulomb + n), pj - pi, x);
            var a = Boltzmann<T>.Factor(T.Magnitude(x));
            Rates(fermi, x, a, out var up, out var down);
            var (forth, back) = (pi * qj, pj * qi);
            var sensitivity = fermi ? up * down * (forth + back) : a * T.WherePositive(x, forth, back);
            T.Store(pairs.Flow + n, factor * (back * down - forth * up));
            T.Store(pairs.FirstRate + n, factor * T.Fused(pj, down, qj * up));
            T.Store(pairs.SecondRate + n, factor * T.Fused(pi, up, qi * down));
            T.Store(pairs.Slope + n, factor * sensitivity);
        }
    }

    private void Measure()
    {
        // The padding keeps F = 0 and takes D = 1.
        for (var i = device.Sites; i < padded; i++)
            exchange.Pointer[i] = 1;
        var (largest, total) = (T.All(0), T.All(0));
        for (var i = 0; i < padded; i += Width)
        {
            var share = T.All(1) / T.Load(exchange.Pointer + i);
            var net = T.Load(inflow.Pointer + i);
            var part = net * share;
            T.Store(inverse.Pointer + i, share);
            T.Store(relative.Pointer + i, part);
            largest = T.Larger(T.Magnitude(part), largest);
            total += T.Magnitude(net);
        }
        Residual = T.Largest(largest);
        Imbalance = T.Sum(total) / grossFlow;
    }

    private double grossFlow;
}
