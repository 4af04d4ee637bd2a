using MathNet.Numerics.LinearAlgebra;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Hopping;

public unsafe class KernelTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(104)]
    public void Lu_agrees_with_a_library(int size)
    {
        var stream = new SeedTree((ulong)size).For("matrix");
        var matrix = Matrix<double>.Build.Dense(size, size, (_, _) => stream.Normal());
        var side = Vector<double>.Build.Dense(size, _ => stream.Normal());
        var lu = new DenseLu<Lanes512>(size);
        for (var i = 0; i < size; i++)
        for (var j = 0; j < size; j++)
            lu.Elements[i * size + j] = matrix[i, j];
        Assert.True(lu.Factor());
        var buffer = new AlignedBuffer(size);
        side.ToArray().CopyTo(buffer.Span);
        lu.Solve(buffer.Pointer, buffer.Pointer);
        Agree(matrix.Solve(side), buffer.Span);
        side.ToArray().CopyTo(buffer.Span);
        lu.SolveTransposed(buffer.Pointer, buffer.Pointer);
        Agree(matrix.Transpose().Solve(side), buffer.Span);
    }

    [Fact]
    public void A_singular_matrix_has_no_factors()
    {
        var lu = new DenseLu<LanesPlain>(8);
        for (var i = 0; i < 64; i++)
            lu.Elements[i] = i / 8 == i % 8 && i < 60 ? 1 : 0;
        Assert.False(lu.Factor());
    }

    [Fact]
    public void Boltzmann_factors_are_good_to_the_last_bits()
    {
        var buffer = new AlignedBuffer(8);
        for (var start = 0.0; start < 300; start += 0.37)
        {
            for (var lane = 0; lane < 8; lane++)
                buffer.Span[lane] = start + lane * 0.041;
            double[] x = [.. buffer.Span];
            Lanes256.Store(buffer.Pointer, Boltzmann<Lanes256>.Factor(Lanes256.Load(buffer.Pointer)));
            for (var lane = 0; lane < 8; lane++)
                if (x[lane] < 300)
                    Assert.InRange(buffer.Span[lane] / Math.Exp(-x[lane]), 1 - 1e-15, 1 + 1e-15);
        }
        buffer.Span.Fill(1e4);
        Lanes256.Store(buffer.Pointer, Boltzmann<Lanes256>.Factor(Lanes256.Load(buffer.Pointer)));
        Assert.Equal(0, buffer.Span[3]);
    }

    private static void Agree(Vector<double> expected, ReadOnlySpan<double> found)
    {
        for (var i = 0; i < expected.Count; i++)
            Assert.Equal(expected[i], found[i], 1e-9 * expected.AbsoluteMaximum());
    }
}
