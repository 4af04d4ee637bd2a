using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nano.Runtime.Numerics;

/// <summary>16 floats in two AVX2 registers.</summary>
internal readonly unsafe struct Row256By2(Vector256<float> a, Vector256<float> b) : IRow<Row256By2>, ILanes<Row256By2>
{
    private readonly Vector256<float> a = a;
    private readonly Vector256<float> b = b;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 Load(float* from) => new(Vector256.Load(from), Vector256.Load(from + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 Broadcast(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 MultiplyAdd(float factor, Row256By2 row, Row256By2 sum)
    {
        var f = Vector256.Create(factor);
        return new(Vector256.FusedMultiplyAdd(f, row.a, sum.a), Vector256.FusedMultiplyAdd(f, row.b, sum.b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 Relu(Row256By2 row) =>
        new(Avx.Max(Vector256<float>.Zero, row.a), Avx.Max(Vector256<float>.Zero, row.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 Where(Row256By2 mask, Row256By2 row) => new(Keep(mask.a, row.a), Keep(mask.b, row.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Row256By2 row, float* to)
    {
        row.a.Store(to);
        row.b.Store(to + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 MultiplyAdd(Row256By2 x, Row256By2 y, Row256By2 sum) =>
        new(Vector256.FusedMultiplyAdd(x.a, y.a, sum.a), Vector256.FusedMultiplyAdd(x.b, y.b, sum.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 Add(Row256By2 x, Row256By2 y) => new(x.a + y.a, x.b + y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 Multiply(Row256By2 x, Row256By2 y) => new(x.a * y.a, x.b * y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 Divide(Row256By2 x, Row256By2 y) => new(x.a / y.a, x.b / y.b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row256By2 SquareRoot(Row256By2 x) => new(Vector256.Sqrt(x.a), Vector256.Sqrt(x.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Keep(Vector256<float> mask, Vector256<float> value) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(mask, Vector256<float>.Zero), value, Vector256<float>.Zero);
}
