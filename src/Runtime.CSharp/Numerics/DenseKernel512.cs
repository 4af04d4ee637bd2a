using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nano.Runtime.Numerics;

/// <summary>AVX-512: strips of 64 columns, then 32 and 16 for what remains.</summary>
internal sealed unsafe class DenseKernel512 : IDenseKernel
{
    public void Multiply(in Product product)
    {
        var column = 0;
        for (; column + 64 <= product.Columns; column += 64)
            ProductTiles.Strip<Row512By4>(product, column);
        if (column + 32 <= product.Columns)
        {
            ProductTiles.Strip<Row512By2>(product, column);
            column += 32;
        }
        if (column < product.Columns)
            ProductTiles.Strip<Row512>(product, column);
    }

    public void Adam(in AdamStep step, nint from, nint to) => AdamStep.Apply<Row512>(step, from, to);

    // Four features at a time: two rounds of unpacking leave, in each 128-bit lane, four features of one sample.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transpose(float* from, nint fromRow, int features, int samples, float* to, nint toRow)
    {
        for (nint sample = 0; sample < samples; sample += 16)
        {
            var source = from + sample;
            var target = to + sample * toRow;
            for (nint feature = 0; feature < features; feature += 4)
            {
                var r0 = Vector512.Load(source);
                var r1 = Vector512.Load(source + fromRow);
                var r2 = Vector512.Load(source + 2 * fromRow);
                var r3 = Vector512.Load(source + 3 * fromRow);
                var low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
                var high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
                var low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
                var high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
                StoreLanes(Avx512F.UnpackLow(low01, low23).AsSingle(), target + feature, toRow);
                StoreLanes(Avx512F.UnpackHigh(low01, low23).AsSingle(), target + toRow + feature, toRow);
                StoreLanes(Avx512F.UnpackLow(high01, high23).AsSingle(), target + 2 * toRow + feature, toRow);
                StoreLanes(Avx512F.UnpackHigh(high01, high23).AsSingle(), target + 3 * toRow + feature, toRow);
                source += 4 * fromRow;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLanes(Vector512<float> lanes, float* to, nint toRow)
    {
        Avx512F.ExtractVector128(lanes, 0).Store(to);
        Avx512F.ExtractVector128(lanes, 1).Store(to + 4 * toRow);
        Avx512F.ExtractVector128(lanes, 2).Store(to + 8 * toRow);
        Avx512F.ExtractVector128(lanes, 3).Store(to + 12 * toRow);
    }
}
