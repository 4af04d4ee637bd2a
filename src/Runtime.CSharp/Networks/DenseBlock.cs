using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>
/// Forward and backward pass of one block of up to 64 samples, held as [features][64 samples]: weights are broadcast and
/// samples lie side by side in the vectors, so ragged widths cost nothing and no sum runs across a vector.
/// </summary>
internal static unsafe class DenseBlock
{
    private const int Samples = BlockScratch.Samples;

    /// <summary>Computes the first layers from Values(0), keeping the input of each layer.</summary>
    public static void Forward(
        IDenseKernel kernel,
        DenseLayout layout,
        float* weights,
        BlockScratch scratch,
        int columns,
        int layers
    )
    {
        for (var layer = 0; layer < layers; layer++)
            Layer(kernel, layout, weights, layer, scratch.Values(layer), scratch.Values(layer + 1), columns);
    }

    /// <summary>Computes the hidden layers from Passing(0) in two buffers; the last one is in Passing(Layers − 1).</summary>
    public static void Evaluate(
        IDenseKernel kernel,
        DenseLayout layout,
        float* weights,
        BlockScratch scratch,
        int columns
    )
    {
        for (var layer = 0; layer < layout.Layers - 1; layer++)
            Layer(kernel, layout, weights, layer, scratch.Passing(layer), scratch.Passing(layer + 1), columns);
    }

    /// <summary>
    /// Turns the gradient in Delta(layer + 1), with respect to a layer's output, into the one in Delta(layer), with
    /// respect to the output of the layer before it (ReLU included), or to the inputs of the network for layer 0.
    /// </summary>
    public static void Backward(
        IDenseKernel kernel,
        DenseLayout layout,
        float* weights,
        BlockScratch scratch,
        int layer,
        int columns
    )
    {
        kernel.Multiply(
            new Product
            {
                A = weights + layout.Offset(layer),
                ARow = 1,
                AStep = layout.Row(layer),
                B = scratch.Delta(layer + 1),
                BRow = Samples,
                C = scratch.Delta(layer),
                CRow = Samples,
                Mask = scratch.Values(layer),
                Rows = layout.Widths[layer],
                Inner = layout.Widths[layer + 1],
                Columns = columns,
                Start = ProductStart.Zero,
                Finish = layer > 0 ? ProductFinish.Mask : ProductFinish.Store,
            }
        );
    }

    /// <summary>
    /// Sums Delta(layer + 1) · inputs over the first samples into the layer's part of a gradient, or onto what stands there.
    /// </summary>
    public static void WeightGradient(
        IDenseKernel kernel,
        DenseLayout layout,
        BlockScratch scratch,
        int layer,
        int samples,
        float* gradient,
        bool first
    )
    {
        var row = layout.Row(layer);
        kernel.Transpose(scratch.Values(layer), Samples, row, DenseLayout.RoundUp(samples), scratch.Transposed, row);
        kernel.Multiply(
            new Product
            {
                A = scratch.Delta(layer + 1),
                ARow = Samples,
                AStep = 1,
                B = scratch.Transposed,
                BRow = row,
                C = gradient + layout.Offset(layer),
                CRow = row,
                Rows = layout.Widths[layer + 1],
                Inner = samples,
                Columns = row,
                Start = first ? ProductStart.Zero : ProductStart.Result,
                Finish = ProductFinish.Store,
            }
        );
    }

    private static void Layer(
        IDenseKernel kernel,
        DenseLayout layout,
        float* weights,
        int layer,
        float* inputs,
        float* outputs,
        int columns
    )
    {
        var matrix = weights + layout.Offset(layer);
        kernel.Multiply(
            new Product
            {
                A = matrix,
                ARow = layout.Row(layer),
                AStep = 1,
                B = inputs,
                BRow = Samples,
                C = outputs,
                CRow = Samples,
                Bias = matrix + layout.Widths[layer],
                BiasRow = layout.Row(layer),
                Rows = layout.Widths[layer + 1],
                Inner = layout.Widths[layer],
                Columns = columns,
                Start = ProductStart.Bias,
                Finish = layer < layout.Layers - 1 ? ProductFinish.Relu : ProductFinish.Store,
            }
        );
    }
}
