namespace Nano.Runtime.Numerics;

/// <summary>One element at a time, with the fused multiply-add of the mathematics library.</summary>
internal sealed unsafe class DenseKernelPlain : IDenseKernel
{
    public void Multiply(in Product product)
    {
        for (var column = 0; column < product.Columns; column++)
            ProductTiles.Strip<RowPlain>(product, column);
    }

    public void Adam(in AdamStep step, nint from, nint to) => AdamStep.Apply<RowPlain>(step, from, to);

    public void Transpose(float* from, nint fromRow, int features, int samples, float* to, nint toRow)
    {
        for (nint sample = 0; sample < samples; sample++)
        for (nint feature = 0; feature < features; feature++)
            to[sample * toRow + feature] = from[feature * fromRow + sample];
    }
}
