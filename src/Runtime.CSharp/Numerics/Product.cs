namespace Nano.Runtime.Numerics;

/// <summary>What a sum starts from.</summary>
internal enum ProductStart
{
    Zero,

    /// <summary>The value of <see cref="Product.Bias"/> for its row.</summary>
    Bias,

    /// <summary>What already stands in the result.</summary>
    Result,
}

/// <summary>What happens to a sum before it is stored.</summary>
internal enum ProductFinish
{
    Store,
    Relu,

    /// <summary>0 where <see cref="Product.Mask"/> is not above 0.</summary>
    Mask,
}

/// <summary>
/// C[m, n] = start + Σ_k A[m, k] · B[k, n], added in order of k, each step rounded once (fused). A may be strided in both
/// directions; rows of B, C and Mask are contiguous, and columns come in multiples of 16.
/// </summary>
internal unsafe struct Product
{
    public float* A;

    /// <summary>Floats from one m to the next.</summary>
    public nint ARow;

    /// <summary>Floats from one k to the next.</summary>
    public nint AStep;

    public float* B;
    public nint BRow;
    public float* C;

    /// <summary>Floats from one row of C to the next; Mask has the same.</summary>
    public nint CRow;

    public float* Mask;
    public float* Bias;
    public nint BiasRow;
    public int Rows;
    public int Inner;
    public int Columns;
    public ProductStart Start;
    public ProductFinish Finish;
}
