namespace Nano.Runtime.Numerics;

/// <summary>
/// A run of neighbouring floats held in registers: what a tile of a product is made of. Every implementation gives the
/// same bits for the same element, because each element only ever sees IEEE operations of its own, in the same order.
/// </summary>
internal unsafe interface IRow<TRow>
    where TRow : unmanaged, IRow<TRow>
{
    static abstract int Width { get; }

    static abstract TRow Load(float* from);

    static abstract TRow Broadcast(float value);

    /// <summary>factor · row + sum, rounded once.</summary>
    static abstract TRow MultiplyAdd(float factor, TRow row, TRow sum);

    /// <summary>x, or 0 where x is below 0; NaN stays, so that a broken training is seen.</summary>
    static abstract TRow Relu(TRow row);

    /// <summary>The row where the mask is above 0, else 0.</summary>
    static abstract TRow Where(TRow mask, TRow row);

    static abstract void Store(TRow row, float* to);
}

/// <summary>A row of one register, with the arithmetic that an optimiser needs for each element.</summary>
internal interface ILanes<TRow> : IRow<TRow>
    where TRow : unmanaged, ILanes<TRow>
{
    /// <summary>x · y + sum, rounded once.</summary>
    static abstract TRow MultiplyAdd(TRow x, TRow y, TRow sum);

    static abstract TRow Add(TRow x, TRow y);

    static abstract TRow Multiply(TRow x, TRow y);

    static abstract TRow Divide(TRow x, TRow y);

    static abstract TRow SquareRoot(TRow x);
}
