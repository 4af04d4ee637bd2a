using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nano.Runtime.Numerics;

/// <summary>AVX2 with fused multiply-add: strips of 16 columns.</summary>
internal sealed unsafe class DenseKernel256 : IDenseKernel
{
    public void Multiply(in Product product)
    {
        for (var column = 0; column < product.Columns; column += 16)
            ProductTiles.Strip<Row256By2>(product, column);
    }

    public void Adam(in AdamStep step, nint from, nint to) => AdamStep.Apply<Row256By2>(step, from, to);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transpose(float* from, nint fromRow, int features, int samples, float* to, nint toRow)
    {
        for (nint sample = 0; sample < samples; sample += 4)
        {
            var source = from + sample;
            var target = to + sample * toRow;
            for (nint feature = 0; feature < features; feature += 4)
            {
                var r0 = Vector128.Load(source);
                var r1 = Vector128.Load(source + fromRow);
                var r2 = Vector128.Load(source + 2 * fromRow);
                var r3 = Vector128.Load(source + 3 * fromRow);
                var low01 = Sse.UnpackLow(r0, r1);
                var high01 = Sse.UnpackHigh(r0, r1);
                var low23 = Sse.UnpackLow(r2, r3);
                var high23 = Sse.UnpackHigh(r2, r3);
                Sse.MoveLowToHigh(low01, low23).Store(target + feature);
                Sse.MoveHighToLow(low23, low01).Store(target + toRow + feature);
                Sse.MoveLowToHigh(high01, high23).Store(target + 2 * toRow + feature);
                Sse.MoveHighToLow(high23, high01).Store(target + 3 * toRow + feature);
                source += 4 * fromRow;
            }
        }
    }
}
