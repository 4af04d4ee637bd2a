namespace Nano.Runtime.Hopping;

/// <content>The Newton matrix and the adjoint.</content>
internal sealed unsafe partial class MeanFieldEquations<T>
{
    public bool Factor(double damping)
    {
        pairs.SumSlopes(slope.Pointer, device.Sites);
        FillProduct();
        inverse.Span.CopyTo(factored.Span);
        for (var i = 0; i < device.Sites; i++)
        {
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
        // The rates of the matrix's own evaluation: a stale matrix must not meet rows of another scale.
        for (var i = 0; i < padded; i++)
            correction.Pointer[i] = -inflow.Pointer[i] * factored.Pointer[i];
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
            weight[i] *= factored.Pointer[i];
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

    /// <summary>
    /// G K, row i divided by D_i. Columns go in panels that fit the nearest cache, since every row of K is needed as
    /// often as its site has neighbours.
    /// </summary>
    private void FillProduct()
    {
        var m = 0;
        for (; m + 4 * Width <= padded; m += 4 * Width)
        for (var i = 0; i < device.Sites; i++)
            FillFour(i, m);
        for (; m < padded; m += Width)
        for (var i = 0; i < device.Sites; i++)
            FillOne(i, m);
    }

    /// <summary>G_ii = −Σ_j C_ij − Σ_k C_ik.</summary>
    private double OwnSlope(int i) => -(slope.Pointer[i] + electrodeSlope.Pointer[i]);

    private void FillFour(int i, int m)
    {
        var source = coulomb.Pointer + i * padded + m;
        var factor = T.All(OwnSlope(i));
        var (a, b) = (factor * T.Load(source), factor * T.Load(source + Width));
        var (c, d) = (factor * T.Load(source + 2 * Width), factor * T.Load(source + 3 * Width));
        var matrix = coulomb.Pointer + m;
        var slopes = pairs.Slope;
        var stride = padded;
        foreach (var (other, pair, _) in pairs.Row(i))
        {
            factor = T.All(slopes[pair]);
            source = matrix + other * stride;
            a = T.Fused(factor, T.Load(source), a);
            b = T.Fused(factor, T.Load(source + Width), b);
            c = T.Fused(factor, T.Load(source + 2 * Width), c);
            d = T.Fused(factor, T.Load(source + 3 * Width), d);
        }
        var share = T.All(inverse.Pointer[i]);
        var target = factors.Elements + i * padded + m;
        T.Store(target, a * share);
        T.Store(target + Width, b * share);
        T.Store(target + 2 * Width, c * share);
        T.Store(target + 3 * Width, d * share);
    }

    private void FillOne(int i, int m)
    {
        var matrix = coulomb.Pointer + m;
        var slopes = pairs.Slope;
        var a = T.All(OwnSlope(i)) * T.Load(matrix + i * padded);
        foreach (var (other, pair, _) in pairs.Row(i))
            a = T.Fused(T.All(slopes[pair]), T.Load(matrix + other * padded), a);
        T.Store(factors.Elements + i * padded + m, a * T.All(inverse.Pointer[i]));
    }
}
