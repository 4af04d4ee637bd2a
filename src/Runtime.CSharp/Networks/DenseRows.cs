using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>
/// Forward and backward pass of a few samples held as [samples][features]: vectors run over the outputs of a layer, so
/// that two or ten samples do not pay for sixteen. Every element adds the same products in the same order as in
/// <see cref="DenseBlock"/>, so both give the same bits. Needs the weights transposed, which only pays while they stand.
/// </summary>
internal sealed unsafe class DenseRows
{
    /// <summary>From 13 samples on a block of 16 columns is faster.</summary>
    public const int Most = 12;

    private readonly IDenseKernel kernel;
    private readonly DenseLayout layout;
    private readonly AlignedFloats weights;
    private readonly AlignedFloats transposed;
    private readonly int[] offsets;

    public DenseRows(IDenseKernel kernel, DenseLayout layout, AlignedFloats weights)
    {
        this.kernel = kernel;
        this.layout = layout;
        this.weights = weights;
        offsets = new int[layout.Layers];
        var length = 0;
        for (var layer = 0; layer < layout.Layers; layer++)
        {
            offsets[layer] = length;
            length += (layout.Widths[layer] + 1) * Width(layer + 1);
        }
        transposed = new AlignedFloats(length);
        for (var layer = 0; layer < layout.Layers; layer++)
        for (var output = 0; output < layout.Widths[layer + 1]; output++)
        for (var input = 0; input <= layout.Widths[layer]; input++)
            transposed.Pointer[offsets[layer] + input * Width(layer + 1) + output] = weights.Pointer[
                layout.Offset(layer) + output * layout.Row(layer) + input
            ];
    }

    /// <summary>Floats from one sample to the next in Values(layer) and Delta(layer).</summary>
    public int Width(int layer) => DenseLayout.RoundUp(layout.Widths[layer]);

    /// <summary>Computes the hidden layers from Values(0), keeping the input of each layer.</summary>
    public void Forward(BlockScratch scratch, int samples)
    {
        for (var layer = 0; layer < layout.Layers - 1; layer++)
        {
            var inputs = layout.Widths[layer];
            var width = Width(layer + 1);
            var matrix = transposed.Pointer + offsets[layer];
            var outputs = scratch.Values(layer + 1);
            var bias = new Span<float>(matrix + inputs * width, width);
            for (var sample = 0; sample < samples; sample++)
                bias.CopyTo(new Span<float>(outputs + sample * width, width));
            kernel.Multiply(
                new Product
                {
                    A = scratch.Values(layer),
                    ARow = Width(layer),
                    AStep = 1,
                    B = matrix,
                    BRow = width,
                    C = outputs,
                    CRow = width,
                    Rows = samples,
                    Inner = inputs,
                    Columns = width,
                    Start = ProductStart.Result,
                    Finish = ProductFinish.Relu,
                }
            );
        }
    }

    /// <summary>From the gradient in Delta(Layers) to the one with respect to the inputs, in Delta(0).</summary>
    public void Backward(BlockScratch scratch, int samples)
    {
        for (var layer = layout.Layers - 1; layer >= 0; layer--)
            kernel.Multiply(
                new Product
                {
                    A = scratch.Delta(layer + 1),
                    ARow = Width(layer + 1),
                    AStep = 1,
                    B = weights.Pointer + layout.Offset(layer),
                    BRow = layout.Row(layer),
                    C = scratch.Delta(layer),
                    CRow = Width(layer),
                    Mask = scratch.Values(layer),
                    Rows = samples,
                    Inner = layout.Widths[layer + 1],
                    Columns = Width(layer),
                    Start = ProductStart.Zero,
                    Finish = layer > 0 ? ProductFinish.Mask : ProductFinish.Store,
                }
            );
    }
}
