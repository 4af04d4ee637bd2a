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
    public ImmutableArray<int> Widths { get; } = widths;

    public Activation Activation { get; } = activation;

    public ImmutableArray<float[]> Weights { get; } = weights;

    public ImmutableArray<float[]> Biases { get; } = biases;

    public int Layers => Weights.Length;

    public int InputWidth => Widths[0];

    public int OutputWidth => Widths[^1];

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
