using System.Runtime.CompilerServices;

namespace Nano.Runtime.Hopping;

/// <summary>Eight lanes one after the other, for machines without vector registers and as the twin in tests.</summary>
internal unsafe struct LanesPlain : ILanes<LanesPlain>
{
    private const int Width = 8;

    private fixed double lane[Width];

    public static LanesPlain Load(double* source)
    {
        LanesPlain result;
        for (var i = 0; i < Width; i++)
            result.lane[i] = source[i];
        return result;
    }

    public static void Store(double* target, LanesPlain value)
    {
        for (var i = 0; i < Width; i++)
            target[i] = value.lane[i];
    }

    public static LanesPlain All(double value)
    {
        LanesPlain result;
        for (var i = 0; i < Width; i++)
            result.lane[i] = value;
        return result;
    }

    public static LanesPlain operator +(LanesPlain a, LanesPlain b)
    {
        for (var i = 0; i < Width; i++)
            a.lane[i] += b.lane[i];
        return a;
    }

    public static LanesPlain operator -(LanesPlain a, LanesPlain b)
    {
        for (var i = 0; i < Width; i++)
            a.lane[i] -= b.lane[i];
        return a;
    }

    public static LanesPlain operator *(LanesPlain a, LanesPlain b)
    {
        for (var i = 0; i < Width; i++)
            a.lane[i] *= b.lane[i];
        return a;
    }

    public static LanesPlain operator /(LanesPlain a, LanesPlain b)
    {
        for (var i = 0; i < Width; i++)
            a.lane[i] /= b.lane[i];
        return a;
    }

    public static LanesPlain Fused(LanesPlain a, LanesPlain b, LanesPlain c)
    {
        for (var i = 0; i < Width; i++)
            c.lane[i] = Math.FusedMultiplyAdd(a.lane[i], b.lane[i], c.lane[i]);
        return c;
    }

    public static LanesPlain Magnitude(LanesPlain value)
    {
        for (var i = 0; i < Width; i++)
            value.lane[i] = Math.Abs(value.lane[i]);
        return value;
    }

    public static LanesPlain Larger(LanesPlain a, LanesPlain b)
    {
        for (var i = 0; i < Width; i++)
            a.lane[i] = Larger(a.lane[i], b.lane[i]);
        return a;
    }

    public static LanesPlain WherePositive(LanesPlain test, LanesPlain yes, LanesPlain no)
    {
        for (var i = 0; i < Width; i++)
            test.lane[i] = test.lane[i] > 0 ? yes.lane[i] : no.lane[i];
        return test;
    }

    public static LanesPlain TimesPowerOfTwo(LanesPlain value, LanesPlain shifted)
    {
        for (var i = 0; i < Width; i++)
        {
            var exponent = BitConverter.DoubleToInt64Bits(shifted.lane[i]) << 52;
            value.lane[i] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value.lane[i]) + exponent);
        }
        return value;
    }

    public static double Sum(LanesPlain value) =>
        value.lane[0]
        + value.lane[4]
        + (value.lane[2] + value.lane[6])
        + (value.lane[1] + value.lane[5] + (value.lane[3] + value.lane[7]));

    public static double Largest(LanesPlain value)
    {
        var largest = value.lane[0];
        for (var i = 1; i < Width; i++)
            largest = Larger(value.lane[i], largest);
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Larger(double a, double b) => a > b ? a : b;
}
