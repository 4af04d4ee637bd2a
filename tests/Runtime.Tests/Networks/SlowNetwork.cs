using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Tests.Networks;

/// <summary>The obvious twin of the kernels: one sample at a time, in double.</summary>
internal static class SlowNetwork
{
    public static DenseNetwork Random(ulong seed, params int[] widths) =>
        DenseInitialiser.Uniform([.. widths], Activation.Relu, new SeedTree(seed).For("weights"));

    public static float[] Table(ulong seed, string purpose, int count)
    {
        var stream = new SeedTree(seed).For(purpose);
        var table = new float[count];
        for (var i = 0; i < count; i++)
            table[i] = (float)stream.Uniform(-1, 1);
        return table;
    }

    public static int[] AllRows(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>Input of each layer, and the output last.</summary>
    public static double[][] Forward(DenseNetwork network, ReadOnlySpan<float> input)
    {
        var values = new double[network.Layers + 1][];
        values[0] = [.. input.ToArray().Select(x => (double)x)];
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var (weights, biases) = (network.Weights[layer], network.Biases[layer]);
            var inputs = values[layer];
            values[layer + 1] = new double[biases.Length];
            for (var o = 0; o < biases.Length; o++)
            {
                double sum = biases[o];
                for (var i = 0; i < inputs.Length; i++)
                    sum += (double)weights[o * inputs.Length + i] * inputs[i];
                values[layer + 1][o] = layer < network.Layers - 1 ? Math.Max(0, sum) : sum;
            }
        }
        return values;
    }

    /// <summary>Adds the gradients of one sample and returns the one with respect to its input.</summary>
    public static double[] Backward(
        DenseNetwork network,
        double[][] values,
        double[] outputGradient,
        double[][] weightGradients,
        double[][] biasGradients
    )
    {
        var delta = outputGradient;
        for (var layer = network.Layers - 1; layer >= 0; layer--)
        {
            var inputs = values[layer];
            var below = new double[inputs.Length];
            for (var o = 0; o < delta.Length; o++)
            {
                biasGradients[layer][o] += delta[o];
                for (var i = 0; i < inputs.Length; i++)
                {
                    weightGradients[layer][o * inputs.Length + i] += delta[o] * inputs[i];
                    if (layer == 0 || inputs[i] > 0)
                        below[i] += delta[o] * network.Weights[layer][o * inputs.Length + i];
                }
            }
            delta = below;
        }
        return delta;
    }

    /// <summary>Mean-squared error over rows and outputs, and its gradient.</summary>
    public static (double Error, double[][] Weights, double[][] Biases) Loss(
        DenseNetwork network,
        float[] inputs,
        float[] targets,
        int[] rows
    )
    {
        var weights = network.Weights.Select(matrix => new double[matrix.Length]).ToArray();
        var biases = network.Biases.Select(vector => new double[vector.Length]).ToArray();
        var (width, outputs) = (network.InputWidth, network.OutputWidth);
        var error = 0.0;
        foreach (var row in rows)
        {
            var values = Forward(network, inputs.AsSpan(row * width, width));
            var delta = new double[outputs];
            for (var o = 0; o < outputs; o++)
            {
                var difference = values[^1][o] - targets[row * outputs + o];
                error += difference * difference / (rows.Length * outputs);
                delta[o] = 2 * difference / (rows.Length * outputs);
            }
            Backward(network, values, delta, weights, biases);
        }
        return (error, weights, biases);
    }

    /// <summary>The network with one parameter moved.</summary>
    public static DenseNetwork Moved(DenseNetwork network, int layer, int weight, float by)
    {
        var weights = network.Weights.Select(matrix => (float[])matrix.Clone()).ToImmutableArray();
        weights[layer][weight] += by;
        return new DenseNetwork(network.Widths, network.Activation, weights, network.Biases);
    }
}
