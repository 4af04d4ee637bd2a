using Nano.Plan;
using Nano.Runtime.Formulas;

namespace Nano.Runtime.Networks;

/// <summary>A formula, applied to every value.</summary>
internal sealed class ActivationLayer(LawTapes law)
{
    private double[] slopes = [];

    public void Forward(ReadOnlySpan<double> x, Span<double> y) => law.Value(x[..y.Length], y);

    /// <summary>
    /// What it makes of a range of values where it rises or falls all the way (seen at 257 places); else null. Where a current
    /// saturates, what is made of it does too.
    /// </summary>
    public Bounds? Image(Bounds range)
    {
        if (!double.IsFinite(range.Low) || !double.IsFinite(range.High))
            return null;
        const int places = 257;
        var (x, y) = (new double[places], new double[places]);
        for (var i = 0; i < places; i++)
            x[i] = range.Low + (range.High - range.Low) * (i / (places - 1.0));
        x[^1] = range.High;
        law.Value(x, y);
        bool rises = true,
            falls = true;
        for (var i = 1; i < places; i++)
        {
            rises &= y[i] >= y[i - 1];
            falls &= y[i] <= y[i - 1];
        }
        return rises == falls ? null
            : rises ? new Bounds(y[0], y[^1])
            : new Bounds(y[^1], y[0]);
    }

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
