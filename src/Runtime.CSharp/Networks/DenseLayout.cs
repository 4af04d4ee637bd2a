using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>
/// Where the parameters of a network lie in flat memory: for each layer a row for each output: its weights, its bias,
/// zeros up to a multiple of 16 floats. Forward and backward products read this one layout, so a training step never
/// repacks weights; the bias is the weight of an input that is always 1.
/// </summary>
internal sealed unsafe class DenseLayout
{
    private readonly int[] rows;
    private readonly int[] offsets;

    public DenseLayout(DenseNetwork network)
    {
        Check(network);
        Widths = network.Widths;
        Activation = network.Activation;
        rows = new int[Layers];
        offsets = new int[Layers];
        for (var layer = 0; layer < Layers; layer++)
        {
            rows[layer] = RoundUp(Widths[layer] + 1);
            offsets[layer] = Length;
            Length += rows[layer] * Widths[layer + 1];
        }
        foreach (var width in Widths)
            WidestRow = Math.Max(WidestRow, RoundUp(width + 1));
    }

    public ImmutableArray<int> Widths { get; }

    public Activation Activation { get; }

    public int Layers => Widths.Length - 1;

    public int Inputs => Widths[0];

    public int Outputs => Widths[^1];

    /// <summary>Floats in all, a multiple of 16.</summary>
    public int Length { get; }

    public int WidestRow { get; }

    /// <summary>Floats from one output of a layer to the next.</summary>
    public int Row(int layer) => rows[layer];

    public int Offset(int layer) => offsets[layer];

    public static int RoundUp(int count) => (count + 15) & ~15;

    public void Pack(DenseNetwork network, float* target)
    {
        for (var layer = 0; layer < Layers; layer++)
        {
            var width = Widths[layer];
            for (var output = 0; output < Widths[layer + 1]; output++)
            {
                var row = new Span<float>(target + offsets[layer] + output * rows[layer], rows[layer]);
                row.Clear();
                network.Weights[layer].AsSpan(output * width, width).CopyTo(row);
                row[width] = network.Biases[layer][output];
            }
        }
    }

    public DenseNetwork Unpack(float* source)
    {
        var weights = ImmutableArray.CreateBuilder<float[]>(Layers);
        var biases = ImmutableArray.CreateBuilder<float[]>(Layers);
        for (var layer = 0; layer < Layers; layer++)
        {
            var width = Widths[layer];
            var matrix = new float[width * Widths[layer + 1]];
            var bias = new float[Widths[layer + 1]];
            for (var output = 0; output < bias.Length; output++)
            {
                var row = new Span<float>(source + offsets[layer] + output * rows[layer], width + 1);
                row[..width].CopyTo(matrix.AsSpan(output * width));
                bias[output] = row[width];
            }
            weights.Add(matrix);
            biases.Add(bias);
        }
        return new DenseNetwork(Widths, Activation, weights.MoveToImmutable(), biases.MoveToImmutable());
    }

    private static void Check(DenseNetwork network)
    {
        var widths = network.Widths;
        if (
            widths.Length < 2
            || network.Weights.Length != widths.Length - 1
            || network.Biases.Length != widths.Length - 1
        )
            throw new NanoException(
                "N250",
                $"a dense network with widths [{string.Join(", ", widths)}] has {network.Weights.Length} weight matrices"
                    + $" and {network.Biases.Length} bias vectors",
                "give at least two widths, and one matrix and one vector between each pair of neighbours"
            );
        for (var layer = 0; layer < network.Layers; layer++)
        {
            if (widths[layer] < 1 || widths[layer + 1] < 1)
                throw new NanoException("N250", $"the widths [{string.Join(", ", widths)}] are not all at least 1");
            var (inputs, outputs) = (widths[layer], widths[layer + 1]);
            if (network.Weights[layer].Length != inputs * outputs || network.Biases[layer].Length != outputs)
                throw new NanoException(
                    "N250",
                    $"layer {layer} maps {inputs} values to {outputs}, but has {network.Weights[layer].Length} weights"
                        + $" and {network.Biases[layer].Length} biases",
                    $"expected {inputs * outputs} weights and {outputs} biases"
                );
        }
    }
}
