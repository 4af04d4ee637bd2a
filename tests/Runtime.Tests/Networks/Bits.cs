using System.Runtime.InteropServices;
using Nano.Runtime.Networks;
using Xunit;

namespace Nano.Runtime.Tests.Networks;

/// <summary>Comparison byte by byte: −0 differs from 0, and NaN is equal to itself.</summary>
internal static class Bits
{
    public static void Equal(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.True(MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)), "the bits differ");

    public static void Equal(DenseNetwork expected, DenseNetwork actual)
    {
        Assert.Equal(expected.Widths.AsEnumerable(), actual.Widths);
        for (var layer = 0; layer < expected.Layers; layer++)
        {
            Equal(expected.Weights[layer], actual.Weights[layer]);
            Equal(expected.Biases[layer], actual.Biases[layer]);
        }
    }
}
