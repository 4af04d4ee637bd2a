namespace Nano.Runtime.Numerics;

/// <summary>
/// Random numbers of one purpose. Sequential draws advance a counter; <see cref="UniformAt"/> and
/// <see cref="NormalAt"/> give item n directly, so that parallel work needs no order.
/// </summary>
public sealed class RandomStream(ulong key)
{
    private ulong next;

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Bits(next++);

    /// <summary>Uniform in [0, 1), with 53 random bits.</summary>
    public double Uniform() => ToUnit(NextBits());

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>Item <paramref name="index"/> of the stream, uniform in [0, 1).</summary>
    public double UniformAt(long index) => ToUnit(Bits((ulong)index));

    /// <summary>Standard normal.</summary>
    public double Normal() => NormalDistribution.Quantile(ToOpen(NextBits()));

    /// <summary>The standard normal of item <paramref name="index"/>, without those before it.</summary>
    public double NormalAt(long index) => NormalDistribution.Quantile(ToOpen(Bits((ulong)index)));

    /// <summary>Uniform in 0..bound−1, without bias (Lemire's method).</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var threshold = (0UL - (ulong)bound) % (ulong)bound;
        while (true)
        {
            var high = Math.BigMul(NextBits(), (ulong)bound, out var low);
            if (low >= threshold)
                return (int)high;
        }
    }

    /// <summary>Triangular on [low, high] with the given mode, by inversion.</summary>
    public double Triangular(double low, double mode, double high)
    {
        var width = high - low;
        if (!(width > 0))
            return low;
        var u = Uniform();
        var split = (mode - low) / width;
        return u < split
            ? low + Math.Sqrt(u * width * (mode - low))
            : high - Math.Sqrt((1 - u) * width * (high - mode));
    }

    /// <summary>Fisher–Yates.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        // A long list lies outside the caches: partners are drawn a few ahead and fetched meanwhile.
        Span<int> partners = stackalloc int[64];
        for (var last = items.Length - 1; last > 0; last -= partners.Length)
        {
            var count = Math.Min(partners.Length, last);
            for (var i = 0; i < count; i++)
            {
                partners[i] = Below(last - i + 1);
                Prefetch.Near(ref items[partners[i]]);
            }
            for (var i = 0; i < count; i++)
                (items[last - i], items[partners[i]]) = (items[partners[i]], items[last - i]);
        }
    }

    private ulong Bits(ulong index)
    {
        var block = index >> 1;
        var (a, b, c, d) = Philox.Block((uint)block, (uint)(block >> 32), 0, 0, (uint)key, (uint)(key >> 32));
        return (index & 1) == 0 ? ((ulong)b << 32) | a : ((ulong)d << 32) | c;
    }

    private static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static double ToOpen(ulong bits) => ((bits >> 11) + 0.5) * (1.0 / (1UL << 53));
}
