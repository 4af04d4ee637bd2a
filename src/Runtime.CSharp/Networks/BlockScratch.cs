using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>
/// Working memory for one block of up to 64 samples: the input of every layer and its output as [features][64 samples],
/// two buffers for gradients, one for a transposed input. Belongs to one thread at a time.
/// </summary>
internal sealed unsafe class BlockScratch
{
    public const int Samples = 64;

    private readonly AlignedFloats memory;
    private readonly int[] offsets;
    private readonly int largest;

    public BlockScratch(DenseLayout layout)
    {
        offsets = new int[layout.Layers + 1];
        var length = 0;
        for (var layer = 0; layer <= layout.Layers; layer++)
        {
            offsets[layer] = length;
            length += DenseLayout.RoundUp(layout.Widths[layer] + 1) * Samples;
        }
        largest = layout.WidestRow * Samples;
        memory = new AlignedFloats(length + 3 * largest);
        Deltas = memory.Pointer + length;
        // The input that is always 1, so that the gradient of a bias is the gradient of one more weight.
        for (var layer = 0; layer < layout.Layers; layer++)
            new Span<float>(Values(layer) + layout.Widths[layer] * Samples, Samples).Fill(1);
    }

    private float* Deltas { get; }

    /// <summary>Input of a layer, or the output of the network for the number behind the last one.</summary>
    public float* Values(int layer) => memory.Pointer + offsets[layer];

    /// <summary>Gradient buffer, alternating between neighbouring layers.</summary>
    public float* Delta(int layer) => Deltas + (layer & 1) * largest;

    /// <summary>Two buffers for a pass that keeps nothing.</summary>
    public float* Passing(int layer) => Delta(layer);

    public float* Transposed => Deltas + 2 * largest;
}
