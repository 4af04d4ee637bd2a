namespace Nano.Runtime.Numerics;

/// <summary>One float: for machines without AVX2, and the yardstick of the wide rows.</summary>
internal readonly unsafe struct RowPlain(float a) : IRow<RowPlain>, ILanes<RowPlain>
{
    private readonly float a = a;

    public static int Width => 1;

    public static RowPlain Load(float* from) => new(*from);

    public static RowPlain Broadcast(float value) => new(value);

    public static RowPlain MultiplyAdd(float factor, RowPlain row, RowPlain sum) =>
        new(MathF.FusedMultiplyAdd(factor, row.a, sum.a));

    public static RowPlain Relu(RowPlain row) => new(row.a < 0 ? 0 : row.a);

    public static RowPlain Where(RowPlain mask, RowPlain row) => new(mask.a > 0 ? row.a : 0);

    public static void Store(RowPlain row, float* to) => *to = row.a;

    public static RowPlain MultiplyAdd(RowPlain x, RowPlain y, RowPlain sum) =>
        new(MathF.FusedMultiplyAdd(x.a, y.a, sum.a));

    public static RowPlain Add(RowPlain x, RowPlain y) => new(x.a + y.a);

    public static RowPlain Multiply(RowPlain x, RowPlain y) => new(x.a * y.a);

    public static RowPlain Divide(RowPlain x, RowPlain y) => new(x.a / y.a);

    public static RowPlain SquareRoot(RowPlain x) => new(MathF.Sqrt(x.a));
}
