using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>Starting weights.</summary>
public static class DenseInitialiser
{
    /// <summary>
    /// Weights and biases uniform in ±1/√(inputs of the layer), PyTorch's default for linear layers. Drawn layer by layer,
    /// weights (row-major [out, in]) before biases.
    /// </summary>
    public static DenseNetwork Uniform(ImmutableArray<int> widths, Activation activation, RandomStream stream)
    {
        if (widths.Length < 2)
            throw new NanoException("N250", $"a dense network needs at least two widths, not {widths.Length}");
        foreach (var width in widths)
            if (width < 1)
                throw new NanoException("N250", $"the widths [{string.Join(", ", widths)}] are not all at least 1");
        var weights = ImmutableArray.CreateBuilder<float[]>(widths.Length - 1);
        var biases = ImmutableArray.CreateBuilder<float[]>(widths.Length - 1);
        for (var layer = 0; layer + 1 < widths.Length; layer++)
        {
            var bound = 1 / Math.Sqrt(widths[layer]);
            weights.Add(Draw(widths[layer] * widths[layer + 1], bound, stream));
            biases.Add(Draw(widths[layer + 1], bound, stream));
        }
        return new DenseNetwork(widths, activation, weights.MoveToImmutable(), biases.MoveToImmutable());
    }

    private static float[] Draw(int count, double bound, RandomStream stream)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)stream.Uniform(-bound, bound);
        return values;
    }
}
