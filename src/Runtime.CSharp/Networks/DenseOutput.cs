using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Networks;

/// <summary>
/// The last, linear layer of a frozen network, summed in double precision: its sums are the largest numbers of the
/// network, and their rounding in float32 would be most of the error of a current. A product of two floats is exact in
/// double, so every step rounds once on any machine.
/// </summary>
internal static unsafe class DenseOutput
{
    /// <summary>From and to [features][64 samples].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block(DenseLayout layout, float* weights, float* inputs, float* outputs, int columns)
    {
        var layer = layout.Layers - 1;
        var inner = layout.Widths[layer];
        for (var output = 0; output < layout.Outputs; output++)
        {
            var row = weights + layout.Offset(layer) + output * layout.Row(layer);
            var target = outputs + output * BlockScratch.Samples;
            if (Vector512.IsHardwareAccelerated)
                for (var column = 0; column < columns; column += 16)
                    Sum16(row, inner, inputs + column, target + column);
            else
                for (var column = 0; column < columns; column++)
                    target[column] = Sum(row, inner, inputs + column, BlockScratch.Samples);
        }
    }

    /// <summary>From and to [samples][features].</summary>
    public static void Rows(
        DenseLayout layout,
        float* weights,
        float* inputs,
        int inputWidth,
        float* outputs,
        int outputWidth,
        int samples
    )
    {
        var layer = layout.Layers - 1;
        for (var sample = 0; sample < samples; sample++)
        for (var output = 0; output < layout.Outputs; output++)
        {
            var row = weights + layout.Offset(layer) + output * layout.Row(layer);
            outputs[sample * outputWidth + output] = Sum(row, layout.Widths[layer], inputs + sample * inputWidth, 1);
        }
    }

    private static float Sum(float* row, int inner, float* inputs, int step)
    {
        double sum = row[inner]; // the bias stands behind the weights
        for (var k = 0; k < inner; k++)
            sum += (double)row[k] * inputs[k * step];
        return (float)sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum16(float* row, int inner, float* inputs, float* outputs)
    {
        var low = Vector512.Create((double)row[inner]);
        var high = low;
        for (var k = 0; k < inner; k++)
        {
            var weight = Vector512.Create((double)row[k]);
            var (first, second) = Vector512.Widen(Vector512.Load(inputs + k * BlockScratch.Samples));
            low += weight * first;
            high += weight * second;
        }
        Vector512.Narrow(low, high).Store(outputs);
    }
}
