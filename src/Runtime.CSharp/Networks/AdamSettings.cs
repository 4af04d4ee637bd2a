namespace Nano.Runtime.Networks;

/// <summary>Settings of Adam (arXiv:1412.6980).</summary>
/// <param name="Rate">Step size, above 0.</param>
/// <param name="Beta1">Memory of the gradient, 0 ≤ β₁ &lt; 1.</param>
/// <param name="Beta2">Memory of its square, 0 ≤ β₂ &lt; 1.</param>
/// <param name="Epsilon">Added to the root, above 0.</param>
public sealed record AdamSettings(double Rate, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8)
{
    internal void Check()
    {
        if (!(Rate > 0 && double.IsFinite(Rate)))
            throw new NanoException("N251", $"the rate of Adam is {Rate}", "it must be above 0; 1e-3 is usual");
        if (!(Beta1 is >= 0 and < 1 && Beta2 is >= 0 and < 1))
            throw new NanoException("N251", $"the betas of Adam are {Beta1} and {Beta2}", "both must lie in 0 ≤ β < 1");
        if (!(Epsilon > 0 && double.IsFinite(Epsilon)))
            throw new NanoException("N251", $"epsilon of Adam is {Epsilon}", "it must be above 0; 1e-8 is usual");
    }
}
