using Nano.Runtime.Formulas;

namespace Nano.Runtime.Networks;

/// <summary>A formula, applied to every value.</summary>
internal sealed class ActivationLayer(LawTapes law)
{
    private double[] slopes = [];

    public void Forward(ReadOnlySpan<double> x, Span<double> y) => law.Value(x[..y.Length], y);

    /// <summary>Adds dL/dx.</summary>
    public void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx)
    {
        if (slopes.Length < dy.Length)
            slopes = new double[dy.Length];
        var slope = slopes.AsSpan(0, dy.Length);
        law.ArgumentSlope(0, x[..dy.Length], slope);
        for (var i = 0; i < dy.Length; i++)
            dx[i] += dy[i] * slope[i];
    }
}
