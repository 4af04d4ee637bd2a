using System.Runtime.CompilerServices;

namespace Nano.Runtime.Numerics;

/// <summary>
/// One step of Adam over flat parameters. D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization",
/// arXiv:1412.6980, with epsilon outside the root, as PyTorch has it:
/// m = β₁m + (1−β₁)g; v = β₂v + (1−β₂)g²; w −= rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε).
/// </summary>
internal unsafe struct AdamStep
{
    public float* Weights;
    public float* First;
    public float* Second;

    /// <summary>Partial gradients, one behind the other; their sum, in order, is the gradient.</summary>
    public float* Gradients;
    public int GradientCount;

    /// <summary>Floats from one partial gradient to the next.</summary>
    public nint GradientStride;
    public float Beta1;
    public float Beta1Rest;
    public float Beta2;
    public float Beta2Rest;

    /// <summary>1/√(1−β₂ᵗ).</summary>
    public float SecondScale;
    public float Epsilon;

    /// <summary>−rate/(1−β₁ᵗ).</summary>
    public float NegativeRate;

    /// <summary>Applies the step to elements from..to−1, a whole number of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TRow>(in AdamStep step, nint from, nint to)
        where TRow : unmanaged, ILanes<TRow>
    {
        var beta1 = step.Beta1;
        var beta2 = step.Beta2;
        var rest1 = TRow.Broadcast(step.Beta1Rest);
        var rest2 = TRow.Broadcast(step.Beta2Rest);
        var scale = step.SecondScale;
        var epsilon = TRow.Broadcast(step.Epsilon);
        var rate = step.NegativeRate;
        var partial = step.Gradients;
        var partials = step.GradientCount;
        var stride = step.GradientStride;
        for (var i = from; i < to; i += TRow.Width)
        {
            var gradient = TRow.Load(partial + i);
            for (var other = 1; other < partials; other++)
                gradient = TRow.Add(gradient, TRow.Load(partial + other * stride + i));
            var first = TRow.MultiplyAdd(beta1, TRow.Load(step.First + i), TRow.Multiply(rest1, gradient));
            var square = TRow.Multiply(gradient, gradient);
            var second = TRow.MultiplyAdd(beta2, TRow.Load(step.Second + i), TRow.Multiply(rest2, square));
            TRow.Store(first, step.First + i);
            TRow.Store(second, step.Second + i);
            var size = TRow.MultiplyAdd(scale, TRow.SquareRoot(second), epsilon);
            var weight = TRow.MultiplyAdd(rate, TRow.Divide(first, size), TRow.Load(step.Weights + i));
            TRow.Store(weight, step.Weights + i);
        }
    }
}
