using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nano.Runtime.Numerics;

/// <summary>64 floats in four AVX-512 registers.</summary>
internal readonly unsafe struct Row512By4(
    Vector512<float> a,
    Vector512<float> b,
    Vector512<float> c,
    Vector512<float> d
) : IRow<Row512By4>
{
    private readonly Vector512<float> a = a;
    private readonly Vector512<float> b = b;
    private readonly Vector512<float> c = c;
    private readonly Vector512<float> d = d;

    public static int Width => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By4 Load(float* from) =>
        new(Vector512.Load(from), Vector512.Load(from + 16), Vector512.Load(from + 32), Vector512.Load(from + 48));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By4 Broadcast(float value)
    {
        var all = Vector512.Create(value);
        return new(all, all, all, all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By4 MultiplyAdd(float factor, Row512By4 row, Row512By4 sum)
    {
        var f = Vector512.Create(factor);
        return new(
            Vector512.FusedMultiplyAdd(f, row.a, sum.a),
            Vector512.FusedMultiplyAdd(f, row.b, sum.b),
            Vector512.FusedMultiplyAdd(f, row.c, sum.c),
            Vector512.FusedMultiplyAdd(f, row.d, sum.d)
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By4 Relu(Row512By4 row) =>
        new(
            Avx512F.Max(Vector512<float>.Zero, row.a),
            Avx512F.Max(Vector512<float>.Zero, row.b),
            Avx512F.Max(Vector512<float>.Zero, row.c),
            Avx512F.Max(Vector512<float>.Zero, row.d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By4 Where(Row512By4 mask, Row512By4 row) =>
        new(
            Row512.Keep(mask.a, row.a),
            Row512.Keep(mask.b, row.b),
            Row512.Keep(mask.c, row.c),
            Row512.Keep(mask.d, row.d)
        );

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Row512By4 row, float* to)
    {
        row.a.Store(to);
        row.b.Store(to + 16);
        row.c.Store(to + 32);
        row.d.Store(to + 48);
    }
}

/// <summary>32 floats in two AVX-512 registers.</summary>
internal readonly unsafe struct Row512By2(Vector512<float> a, Vector512<float> b) : IRow<Row512By2>
{
    private readonly Vector512<float> a = a;
    private readonly Vector512<float> b = b;

    public static int Width => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By2 Load(float* from) => new(Vector512.Load(from), Vector512.Load(from + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By2 Broadcast(float value) => new(Vector512.Create(value), Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By2 MultiplyAdd(float factor, Row512By2 row, Row512By2 sum)
    {
        var f = Vector512.Create(factor);
        return new(Vector512.FusedMultiplyAdd(f, row.a, sum.a), Vector512.FusedMultiplyAdd(f, row.b, sum.b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By2 Relu(Row512By2 row) =>
        new(Avx512F.Max(Vector512<float>.Zero, row.a), Avx512F.Max(Vector512<float>.Zero, row.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512By2 Where(Row512By2 mask, Row512By2 row) =>
        new(Row512.Keep(mask.a, row.a), Row512.Keep(mask.b, row.b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Row512By2 row, float* to)
    {
        row.a.Store(to);
        row.b.Store(to + 16);
    }
}

/// <summary>16 floats in one AVX-512 register.</summary>
internal readonly unsafe struct Row512(Vector512<float> a) : IRow<Row512>, ILanes<Row512>
{
    private readonly Vector512<float> a = a;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 MultiplyAdd(float factor, Row512 row, Row512 sum) =>
        new(Vector512.FusedMultiplyAdd(Vector512.Create(factor), row.a, sum.a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Relu(Row512 row) => new(Avx512F.Max(Vector512<float>.Zero, row.a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Where(Row512 mask, Row512 row) => new(Keep(mask.a, row.a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Row512 row, float* to) => row.a.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 MultiplyAdd(Row512 x, Row512 y, Row512 sum) =>
        new(Vector512.FusedMultiplyAdd(x.a, y.a, sum.a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Add(Row512 x, Row512 y) => new(x.a + y.a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Multiply(Row512 x, Row512 y) => new(x.a * y.a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 Divide(Row512 x, Row512 y) => new(x.a / y.a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row512 SquareRoot(Row512 x) => new(Vector512.Sqrt(x.a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Keep(Vector512<float> mask, Vector512<float> value) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(mask, Vector512<float>.Zero), value, Vector512<float>.Zero);
}
