namespace Nano.Runtime.Hopping;

/// <content>The Newton matrix and the adjoint.</content>
internal sealed unsafe partial class MeanFieldEquations<T>
{
    public bool Factor(double damping)
    {
        pairs.SumSlopes(slope.Pointer, device.Sites);
        for (var i = 0; i < device.Sites; i++)
        {
            FillRow(i);
            var row = factors.Elements + i * padded;
            var share = inverse.Pointer[i];
            foreach (var (other, pair, first) in pairs.Row(i))
            {
                var direct = first ? pairs.SecondRate[pair] : pairs.FirstRate[pair];
                if (excluded)
                {
                    // x holds K (p_j − p_i): both ends feel it as if their energies moved apart.
                    var through = pairs.Slope[pair] * pairs.Coulomb[pair];
                    direct += through;
                    row[i] -= through * share;
                }
                row[other] = Math.FusedMultiplyAdd(direct, share, row[other]);
            }
            row[i] -= 1 + damping;
        }
        for (var i = device.Sites; i < padded; i++)
        {
            var row = factors.Elements + i * padded;
            for (var j = 0; j < padded; j++)
                row[j] = i == j ? -1 : 0;
        }
        return factors.Factor();
    }

    public void Step()
    {
        for (var i = 0; i < padded; i++)
            correction.Pointer[i] = -relative.Pointer[i];
        factors.Solve(correction.Pointer, correction.Pointer);
    }

    public void Adjoint(int electrode, Span<double> slopes)
    {
        var own = slopeOf.Pointer + electrode * padded;
        var rates = rateOf.Pointer + electrode * padded;
        // −∂I/∂p: what p does directly, and through the energies
        for (var m = 0; m < padded; m++)
        {
            var through = rates[m];
            for (var n = 0; n < device.Sites; n++)
                through = Math.FusedMultiplyAdd(own[n], coulomb.Pointer[n * padded + m], through);
            scratch.Pointer[m] = -through;
        }
        factors.SolveTransposed(scratch.Pointer, scratch.Pointer);
        // The rows of the factored matrix were divided by D.
        var weight = scratch.Pointer;
        for (var i = 0; i < padded; i++)
            weight[i] *= inverse.Pointer[i];
        // ∂(I + w·F)/∂E, G being symmetric
        var byEnergy = correction.Pointer;
        for (var i = 0; i < padded; i++)
            byEnergy[i] = own[i] - weight[i] * electrodeSlope.Pointer[i];
        pairs.AddLaplacian(weight, byEnergy);

        var scale = ratio / device.ThermalElectronvolts;
        for (var l = 0; l < Electrodes; l++)
        {
            var sum = 0.0;
            for (var i = 0; i < device.Sites; i++)
            {
                sum = Math.FusedMultiplyAdd(byEnergy[i], device.Basis.Pointer[l * padded + i], sum);
                var direct = l == electrode ? weight[i] - 1 : weight[i];
                sum = Math.FusedMultiplyAdd(direct, slopeOf.Pointer[l * padded + i], sum);
            }
            slopes[l] = sum * scale;
        }
    }

    /// <summary>Row i of G K, divided by D_i.</summary>
    private void FillRow(int i)
    {
        var neighbours = pairs.Row(i);
        // G_ii = −Σ_j C_ij − Σ_k C_ik
        var own = -(slope.Pointer[i] + electrodeSlope.Pointer[i]);
        var target = factors.Elements + i * padded;
        var self = coulomb.Pointer + i * padded;
        var share = T.All(inverse.Pointer[i]);
        var m = 0;
        for (; m + 4 * Width <= padded; m += 4 * Width)
        {
            var factor = T.All(own);
            var (a, b) = (factor * T.Load(self + m), factor * T.Load(self + m + Width));
            var (c, d) = (factor * T.Load(self + m + 2 * Width), factor * T.Load(self + m + 3 * Width));
            foreach (var (other, pair, _) in neighbours)
            {
                factor = T.All(pairs.Slope[pair]);
                var source = coulomb.Pointer + other * padded + m;
                a = T.Fused(factor, T.Load(source), a);
                b = T.Fused(factor, T.Load(source + Width), b);
                c = T.Fused(factor, T.Load(source + 2 * Width), c);
                d = T.Fused(factor, T.Load(source + 3 * Width), d);
            }
            T.Store(target + m, a * share);
            T.Store(target + m + Width, b * share);
            T.Store(target + m + 2 * Width, c * share);
            T.Store(target + m + 3 * Width, d * share);
        }
        for (; m < padded; m += Width)
        {
            var a = T.All(own) * T.Load(self + m);
            foreach (var (other, pair, _) in neighbours)
                a = T.Fused(T.All(pairs.Slope[pair]), T.Load(coulomb.Pointer + other * padded + m), a);
            T.Store(target + m, a * share);
        }
    }
}
