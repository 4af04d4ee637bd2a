using System.Runtime.CompilerServices;

namespace Nano.Runtime.Hopping;

/// <summary>e^−x for eight numbers x ≥ 0 at once, to one unit in the last place.</summary>
internal static class Boltzmann<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Beyond this e^−x counts as 0: far below any rate that matters, and no subnormal numbers follow.</summary>
    private const double Farthest = 300;

    private const double LogTwoHigh = 6.93147180369123816490e-01;
    private const double LogTwoLow = 1.90821492927058770002e-10;
    private const double InverseLogTwo = 1.44269504088896338700;

    // Adding 1.5·2^52 rounds to a whole number and leaves it in the low bits.
    private const double Rounder = 6755399441055744.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Factor(T x)
    {
        var near = T.WherePositive(T.All(Farthest) - x, x, T.All(0));
        var shifted = T.Fused(near, T.All(-InverseLogTwo), T.All(Rounder));
        var k = shifted - T.All(Rounder);
        // r = −x − k·ln 2, in two pieces
        var r = T.Fused(k, T.All(-LogTwoHigh), T.All(0) - near);
        r = T.Fused(k, T.All(-LogTwoLow), r);
        var sum = T.All(1.0 / 479001600);
        sum = T.Fused(sum, r, T.All(1.0 / 39916800));
        sum = T.Fused(sum, r, T.All(1.0 / 3628800));
        sum = T.Fused(sum, r, T.All(1.0 / 362880));
        sum = T.Fused(sum, r, T.All(1.0 / 40320));
        sum = T.Fused(sum, r, T.All(1.0 / 5040));
        sum = T.Fused(sum, r, T.All(1.0 / 720));
        sum = T.Fused(sum, r, T.All(1.0 / 120));
        sum = T.Fused(sum, r, T.All(1.0 / 24));
        sum = T.Fused(sum, r, T.All(1.0 / 6));
        sum = T.Fused(sum, r, T.All(0.5));
        sum = T.Fused(sum, r, T.All(1));
        sum = T.Fused(sum, r, T.All(1));
        return T.WherePositive(T.All(Farthest) - x, T.TimesPowerOfTwo(sum, shifted), T.All(0));
    }
}
