namespace Nano.Runtime.Numerics;

/// <summary>
/// Elementary functions whose bits are the same on every machine: additions, multiplications, divisions and fused
/// multiply-adds in a fixed order (the platform's own <c>Math.Exp</c> differs between systems). Errors are a few units
/// in the last place.
/// </summary>
public static class Elementary
{
    private const double LogTwoHigh = 6.93147180369123816490e-01;
    private const double LogTwoLow = 1.90821492927058770002e-10;
    private const double InverseLogTwo = 1.44269504088896338700;

    /// <summary>e^x; 0 below −708 (no subnormal numbers), infinite above 709.78.</summary>
    public static double Exp(double x)
    {
        if (!(x > -708))
            return double.IsNaN(x) ? x : 0;
        if (x > 709.782712893384)
            return double.PositiveInfinity;
        var k = Math.Round(x * InverseLogTwo);
        var r = Math.FusedMultiplyAdd(-k, LogTwoHigh, x);
        r = Math.FusedMultiplyAdd(-k, LogTwoLow, r);
        var sum = 1.0 / 6227020800;
        foreach (var coefficient in ExpCoefficients)
            sum = Math.FusedMultiplyAdd(sum, r, coefficient);
        var half = (int)k / 2;
        return sum * PowerOfTwo(half) * PowerOfTwo((int)k - half);
    }

    /// <summary>Natural logarithm of a positive normal number.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsInfinity(x))
            return x == 0 ? double.NegativeInfinity
                : x > 0 ? x
                : double.NaN;
        var bits = BitConverter.DoubleToInt64Bits(x);
        if ((bits >> 52) == 0)
            return Log(x * PowerOfTwo(54)) - 54 * (LogTwoHigh + LogTwoLow);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        // log m = 2 atanh(s), s = (m − 1)/(m + 1), |s| < 0.172
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var sum = 1.0 / 23;
        for (var odd = 21; odd >= 3; odd -= 2)
            sum = Math.FusedMultiplyAdd(sum, square, 1.0 / odd);
        var small = Math.FusedMultiplyAdd(2 * s * square, sum, Math.FusedMultiplyAdd(exponent, LogTwoLow, 2 * s));
        return Math.FusedMultiplyAdd(exponent, LogTwoHigh, small);
    }

    /// <summary>Hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        var size = Math.Abs(x);
        if (size > 20)
            return Math.CopySign(1, x);
        if (size > 0.5)
            return Math.CopySign(1 - 2 / (Exp(2 * size) + 1), x);
        // Lambert's continued fraction: x/(1 + x²/(3 + x²/(5 + …)))
        var square = x * x;
        var tail = 19.0;
        for (var odd = 17; odd >= 1; odd -= 2)
            tail = odd + square / tail;
        return x / tail;
    }

    /// <summary>The logistic function 1/(1 + e^−x).</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Exp(-x)) : Exp(x) / (1 + Exp(x));

    /// <summary>sin(2π·turns); exact at whole quarters.</summary>
    public static double SinTurns(double turns)
    {
        var t = turns - Math.Round(turns); // −½..½
        if (t > 0.25)
            t = 0.5 - t;
        else if (t < -0.25)
            t = -0.5 - t;
        // Near the crest the cosine series of the distance to it is the more exact one.
        return Math.Abs(t) <= 0.125 ? SinSeries(t)
            : t > 0 ? CosSeries(0.25 - t)
            : -CosSeries(0.25 + t);
    }

    private static double SinSeries(double turns)
    {
        var x = turns * (2 * Math.PI);
        var square = x * x;
        var sum = 1.0;
        for (var k = 19; k >= 3; k -= 2)
            sum = 1 - square / (k * (k - 1)) * sum;
        return x * sum;
    }

    private static double CosSeries(double turns)
    {
        var x = turns * (2 * Math.PI);
        var square = x * x;
        var sum = 1.0;
        for (var k = 20; k >= 2; k -= 2)
            sum = 1 - square / (k * (k - 1)) * sum;
        return sum;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    // 1/12!, 1/11!, …, 1/0!
    private static ReadOnlySpan<double> ExpCoefficients =>
        [
            1.0 / 479001600,
            1.0 / 39916800,
            1.0 / 3628800,
            1.0 / 362880,
            1.0 / 40320,
            1.0 / 5040,
            1.0 / 720,
            1.0 / 120,
            1.0 / 24,
            1.0 / 6,
            0.5,
            1.0,
            1.0,
        ];
}
