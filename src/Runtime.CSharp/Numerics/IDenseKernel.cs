using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nano.Runtime.Numerics;

/// <summary>Which instructions a kernel uses. All give the same bits.</summary>
internal enum VectorPath
{
    Plain,
    Wide256,
    Wide512,
}

/// <summary>The three inner loops of a dense network, for one width of vectors.</summary>
internal unsafe interface IDenseKernel
{
    void Multiply(in Product product);

    /// <summary>Applies the step to elements from..to−1, multiples of 16.</summary>
    void Adam(in AdamStep step, nint from, nint to);

    /// <summary>
    /// to[s·toRow + f] = from[f·fromRow + s] for all features f and samples s, both in multiples of 16.
    /// </summary>
    void Transpose(float* from, nint fromRow, int features, int samples, float* to, nint toRow);
}

/// <summary>Chooses a kernel for the machine.</summary>
internal static class DenseKernels
{
    public static VectorPath Widest =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? VectorPath.Wide512
        : Avx2.IsSupported && Fma.IsSupported ? VectorPath.Wide256
        : VectorPath.Plain;

    public static IDenseKernel For(VectorPath path) =>
        path switch
        {
            VectorPath.Wide512 => new DenseKernel512(),
            VectorPath.Wide256 => new DenseKernel256(),
            VectorPath.Plain => new DenseKernelPlain(),
            _ => throw new ArgumentOutOfRangeException(nameof(path), path, "no such vector path"),
        };
}
