using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Networks;

/// <summary>
/// Weights of a fully connected network: linear, activation, …, linear. Layer l maps Widths[l] to Widths[l + 1].
/// </summary>
/// <param name="widths">Input, hidden layers, output.</param>
/// <param name="weights">For each layer, row-major [out, in].</param>
/// <param name="biases">For each layer, [out].</param>
public sealed class DenseNetwork(
    ImmutableArray<int> widths,
    Activation activation,
    ImmutableArray<float[]> weights,
    ImmutableArray<float[]> biases
)
{
    /// <summary>Input, hidden layers, output.</summary>
    public ImmutableArray<int> Widths { get; } = widths;

    /// <summary>Between the layers.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>For each layer, row-major [out, in].</summary>
    public ImmutableArray<float[]> Weights { get; } = weights;

    /// <summary>For each layer, [out].</summary>
    public ImmutableArray<float[]> Biases { get; } = biases;

    /// <summary>Number of linear maps.</summary>
    public int Layers => Weights.Length;

    /// <summary>Values that go in.</summary>
    public int InputWidth => Widths[0];

    /// <summary>Values that come out.</summary>
    public int OutputWidth => Widths[^1];

    /// <summary>Number of all weights and biases.</summary>
    public int ParameterCount
    {
        get
        {
            var count = 0;
            for (var layer = 0; layer < Layers; layer++)
                count += Weights[layer].Length + Biases[layer].Length;
            return count;
        }
    }
}
