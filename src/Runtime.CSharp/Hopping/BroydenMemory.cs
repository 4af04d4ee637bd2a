namespace Nano.Runtime.Hopping;

/// <summary>
/// Steps of a search with a fixed matrix, and what they teach about the true one: Broyden's good method, in the form
/// that keeps only the steps (C. T. Kelley, "Iterative Methods for Linear and Nonlinear Equations", SIAM 1995, §7.3).
/// </summary>
internal sealed class BroydenMemory(int sites)
{
    private const int Most = 12;

    private readonly double[] steps = new double[Most * sites];
    private readonly double[] squares = new double[Most];
    private int count;

    public void Clear() => count = 0;

    /// <summary>Turns the fixed matrix's correction into Broyden's, by the steps that led here.</summary>
    public void Improve(Span<double> correction)
    {
        for (var n = 0; n < count; n++)
        {
            var share = Dot(Step(n), correction) / squares[n];
            if (n + 1 < count)
            {
                AddScaled(Step(n + 1), share, correction);
                continue;
            }
            // The new step is (1 + share + share² + …) times what the earlier ones leave.
            var scale = 1 / (1 - share);
            if (!(scale is > 0.1 and < 10))
                return;
            foreach (ref var value in correction)
                value *= scale;
        }
    }

    /// <summary>A step that was taken as it stood; a shortened one breaks the chain and calls for <see cref="Clear"/>.</summary>
    public void Remember(ReadOnlySpan<double> step)
    {
        if (count == Most)
            count = 0;
        step.CopyTo(Step(count));
        squares[count] = Dot(step, step);
        // A step of zero has nothing to teach.
        if (squares[count] > 0)
            count++;
    }

    private Span<double> Step(int n) => steps.AsSpan(n * sites, sites);

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        // Four chains in a fixed order: one chain would wait for each addition.
        var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0);
        var i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            s0 = Math.FusedMultiplyAdd(a[i], b[i], s0);
            s1 = Math.FusedMultiplyAdd(a[i + 1], b[i + 1], s1);
            s2 = Math.FusedMultiplyAdd(a[i + 2], b[i + 2], s2);
            s3 = Math.FusedMultiplyAdd(a[i + 3], b[i + 3], s3);
        }
        for (; i < a.Length; i++)
            s0 = Math.FusedMultiplyAdd(a[i], b[i], s0);
        return s0 + s1 + (s2 + s3);
    }

    private static void AddScaled(ReadOnlySpan<double> step, double factor, Span<double> target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = Math.FusedMultiplyAdd(factor, step[i], target[i]);
    }
}
