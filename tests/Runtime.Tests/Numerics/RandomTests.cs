using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Numerics;

public class RandomTests
{
    // Known-answer vectors of the Random123 distribution (kat_vectors, philox4x32-10).
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0xffffffffu,
        0x408f276du,
        0x41c83b0eu,
        0xa20bc7c6u,
        0x6d5451fdu
    )]
    [InlineData(
        0x243f6a88u,
        0x85a308d3u,
        0x13198a2eu,
        0x03707344u,
        0xa4093822u,
        0x299f31d0u,
        0xd16cfe09u,
        0x94fdccebu,
        0x5001e420u,
        0x24126ea1u
    )]
    public void Philox_gives_the_published_blocks(
        uint a,
        uint b,
        uint c,
        uint d,
        uint key0,
        uint key1,
        uint w,
        uint x,
        uint y,
        uint z
    ) => Assert.Equal((w, x, y, z), Philox.Block(a, b, c, d, key0, key1));

    [Fact]
    public void Streams_of_different_purposes_differ_and_items_need_no_order()
    {
        var seeds = new SeedTree(42);
        var stream = seeds.For("a");
        var inOrder = Enumerable.Range(0, 100).Select(_ => stream.Uniform()).ToArray();
        var direct = Enumerable.Range(0, 100).Reverse().Select(i => seeds.For("a").UniformAt(i)).Reverse().ToArray();
        Assert.Equal(inOrder, direct);
        Assert.NotEqual(inOrder[0], seeds.For("b").Uniform());
        Assert.NotEqual(inOrder[0], new SeedTree(43).For("a").Uniform());
        Assert.NotEqual(inOrder[0], seeds.Below("x").For("a").Uniform());
    }

    [Fact]
    public void Distributions_have_their_moments()
    {
        var random = new SeedTree(7).For("moments");
        const int Count = 200_000;
        double uniform = 0,
            normal = 0,
            squares = 0,
            triangular = 0;
        var counts = new int[7];
        for (var i = 0; i < Count; i++)
        {
            uniform += random.Uniform();
            var x = random.Normal();
            normal += x;
            squares += x * x;
            var t = random.Triangular(-1, 0.5, 2);
            Assert.InRange(t, -1, 2);
            triangular += t;
            counts[random.Below(7)]++;
        }
        // Five standard errors.
        Assert.Equal(0.5, uniform / Count, 5 * 0.2887 / Math.Sqrt(Count));
        Assert.Equal(0, normal / Count, 5 / Math.Sqrt(Count));
        Assert.Equal(1, squares / Count, 5 * Math.Sqrt(2.0 / Count));
        Assert.Equal(0.5, triangular / Count, 5 * 0.62 / Math.Sqrt(Count));
        Assert.All(counts, count => Assert.Equal(Count / 7.0, count, 5 * Math.Sqrt(Count / 7.0)));
    }

    [Fact]
    public void A_shuffle_is_a_permutation()
    {
        var items = Enumerable.Range(0, 50).ToArray();
        new SeedTree(1).For("shuffle").Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }

    [Fact]
    public void Elementary_functions_are_within_a_few_units_in_the_last_place()
    {
        var random = new SeedTree(8).For("elementary");
        for (var i = 0; i < 20_000; i++)
        {
            var x = random.Uniform(-30, 30);
            Near(Math.Exp(x), Elementary.Exp(x));
            Near(Math.Tanh(x / 10), Elementary.Tanh(x / 10));
            var positive = Elementary.Exp(x);
            Assert.Equal(Math.Log(positive), Elementary.Log(positive), 4e-16 * Math.Max(1, Math.Abs(x)));
            Assert.Equal(Math.Sin(2 * Math.PI * x), Elementary.SinTurns(x), 1e-13);
        }
        Assert.Equal(1, Elementary.SinTurns(0.25));
        Assert.Equal(0, Elementary.SinTurns(3));
        Assert.Equal(0, Elementary.Exp(-1000));
        Assert.True(double.IsPositiveInfinity(Elementary.Exp(1000)));
        Assert.True(double.IsNaN(Elementary.Log(-1)));
    }

    [Fact]
    public void Normal_quantiles_are_those_of_the_tables()
    {
        Assert.Equal(1.959963984540054, NormalDistribution.Quantile(0.975), 1e-13);
        Assert.Equal(-3.090232306167813, NormalDistribution.Quantile(0.001), 1e-12);
        Assert.Equal(-8.222082216130435, NormalDistribution.Quantile(1e-16), 1e-10);
        Assert.Equal(0, NormalDistribution.Quantile(0.5));
    }

    private static void Near(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-15 * Math.Abs(expected), $"{actual:R} against {expected:R}");
}
