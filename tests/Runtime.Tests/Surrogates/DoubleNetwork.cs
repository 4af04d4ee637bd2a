using Nano.Runtime.Networks;

namespace Nano.Runtime.Tests.Surrogates;

/// <summary>The obvious evaluation of a ReLU network in double precision, with its slopes.</summary>
public static class DoubleNetwork
{
    /// <returns>First output, and its derivative to each input.</returns>
    public static (double Output, double[] Slopes) Evaluate(DenseNetwork network, ReadOnlySpan<double> inputs)
    {
        var values = inputs.ToArray();
        var slopes = new double[inputs.Length][];
        for (var input = 0; input < slopes.Length; input++)
        {
            slopes[input] = new double[inputs.Length];
            slopes[input][input] = 1;
        }
        for (var layer = 0; layer < network.Layers; layer++)
        {
            values = Linear(network, layer, values, withBias: true);
            for (var input = 0; input < slopes.Length; input++)
                slopes[input] = Linear(network, layer, slopes[input], withBias: false);
            if (layer == network.Layers - 1)
                break;
            for (var unit = 0; unit < values.Length; unit++)
            {
                if (values[unit] > 0)
                    continue;
                values[unit] = 0;
                foreach (var slope in slopes)
                    slope[unit] = 0;
            }
        }
        return (values[0], [.. slopes.Select(slope => slope[0])]);
    }

    private static double[] Linear(DenseNetwork network, int layer, double[] values, bool withBias)
    {
        var outputs = new double[network.Widths[layer + 1]];
        for (var unit = 0; unit < outputs.Length; unit++)
        {
            var sum = withBias ? network.Biases[layer][unit] : 0.0;
            for (var i = 0; i < values.Length; i++)
                sum += (double)network.Weights[layer][(unit * values.Length) + i] * values[i];
            outputs[unit] = sum;
        }
        return outputs;
    }
}
