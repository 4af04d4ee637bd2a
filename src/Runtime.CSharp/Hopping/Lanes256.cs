using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nano.Runtime.Hopping;

/// <summary>Eight lanes in two 256-bit registers.</summary>
internal readonly unsafe struct Lanes256(Vector256<double> low, Vector256<double> high) : ILanes<Lanes256>
{
    private readonly Vector256<double> low = low;
    private readonly Vector256<double> high = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(double* source) => new(Vector256.Load(source), Vector256.Load(source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* target, Lanes256 value)
    {
        value.low.Store(target);
        value.high.Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 All(double value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a.low + b.low, a.high + b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a.low - b.low, a.high - b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a.low * b.low, a.high * b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 a, Lanes256 b) => new(a.low / b.low, a.high / b.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Fused(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a.low, b.low, c.low), Vector256.FusedMultiplyAdd(a.high, b.high, c.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Magnitude(Lanes256 value) => new(Vector256.Abs(value.low), Vector256.Abs(value.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Larger(Lanes256 a, Lanes256 b) => new(Larger(a.low, b.low), Larger(a.high, b.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WherePositive(Lanes256 test, Lanes256 yes, Lanes256 no) =>
        new(WherePositive(test.low, yes.low, no.low), WherePositive(test.high, yes.high, no.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 TimesPowerOfTwo(Lanes256 value, Lanes256 shifted) =>
        new(TimesPowerOfTwo(value.low, shifted.low), TimesPowerOfTwo(value.high, shifted.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes256 value) => Sum(value.low, value.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Largest(Lanes256 value) => Largest(value.low, value.high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Sum(Vector256<double> low, Vector256<double> high)
    {
        var four = low + high;
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Largest(Vector256<double> low, Vector256<double> high)
    {
        var four = Larger(low, high);
        var (a, b, c, d) = (four[0], four[1], four[2], four[3]);
        var (ac, bd) = (a > c ? a : c, b > d ? b : d);
        return ac > bd ? ac : bd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Larger(Vector256<double> a, Vector256<double> b) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> WherePositive(
        Vector256<double> test,
        Vector256<double> yes,
        Vector256<double> no
    ) => Vector256.ConditionalSelect(Vector256.GreaterThan(test, Vector256<double>.Zero), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> TimesPowerOfTwo(Vector256<double> value, Vector256<double> shifted) =>
        (value.AsInt64() + (shifted.AsInt64() << 52)).AsDouble();
}
