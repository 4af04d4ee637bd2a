namespace Nano.Runtime.Hopping;

/// <summary>
/// Eight doubles that are worked on together. Each operation acts lane by lane with one rounding, and
/// <see cref="Sum"/> adds in one fixed order, so that every implementation gives the same bits.
/// </summary>
internal unsafe interface ILanes<T>
    where T : unmanaged, ILanes<T>
{
    static abstract T Load(double* source);
    static abstract void Store(double* target, T value);
    static abstract T All(double value);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    /// <summary>a·b + c with one rounding.</summary>
    static abstract T Fused(T a, T b, T c);
    static abstract T Magnitude(T value);
    static abstract T Larger(T a, T b);

    /// <summary>Lane by lane: <paramref name="yes"/> where the test is above zero, else <paramref name="no"/>.</summary>
    static abstract T WherePositive(T test, T yes, T no);

    /// <summary>
    /// value·2^k, where <paramref name="shifted"/> is k + 1.5·2^52: the low bits of such a number are the whole number
    /// k, so moving them into the exponent is one addition of integers.
    /// </summary>
    static abstract T TimesPowerOfTwo(T value, T shifted);

    /// <summary>((0+4)+(2+6)) + ((1+5)+(3+7)).</summary>
    static abstract double Sum(T value);
    static abstract double Largest(T value);
}
