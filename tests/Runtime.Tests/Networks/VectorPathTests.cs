using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Networks;

/// <summary>Every vector width gives the bits of the plain path.</summary>
public class VectorPathTests
{
    private static VectorPath[] Available =>
        [.. Enum.GetValues<VectorPath>().Where(path => path > VectorPath.Plain && path <= DenseKernels.Widest)];

    [Theory]
    [InlineData(7, 90, 90, 1)]
    [InlineData(3, 1)]
    [InlineData(20, 33, 70, 5)]
    public void Evaluation_and_gradient(params int[] widths)
    {
        foreach (var rows in new[] { 1, 9, 16, 37, 101 })
        {
            var network = SlowNetwork.Random(21, widths);
            var inputs = SlowNetwork.Table(22, "inputs", rows * widths[0]);
            var expected = Evaluate(network, VectorPath.Plain, inputs, rows);
            foreach (var path in Available)
            {
                var (outputs, gradients) = Evaluate(network, path, inputs, rows);
                Bits.Equal(expected.Outputs, outputs);
                Bits.Equal(expected.Gradients, gradients);
            }
        }
    }

    [Theory]
    [InlineData(7, 90, 90, 1)]
    [InlineData(3, 1)]
    [InlineData(20, 33, 5)]
    public void Training(params int[] widths)
    {
        var expected = Train(VectorPath.Plain, widths);
        foreach (var path in Available)
            Bits.Equal(expected, Train(path, widths));
    }

    [Fact]
    public void A_broken_number_is_not_hidden_by_the_activation()
    {
        var network = SlowNetwork.Random(23, 2, 8, 8, 1);
        network.Weights[0][0] = float.NaN;
        foreach (var path in Enum.GetValues<VectorPath>().Where(path => path <= DenseKernels.Widest))
        {
            var (outputs, _) = Evaluate(network, path, SlowNetwork.Table(24, "inputs", 40), 20);
            Assert.All(outputs, value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void Training_gives_these_bits_on_every_machine()
    {
        // Holds under DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0 as well.
        var inputs = SlowNetwork.Table(28, "inputs", 500 * 7);
        var targets = SlowNetwork.Table(29, "targets", 500);
        using var trainer = new DenseTrainer(SlowNetwork.Random(30, 7, 50, 50, 1), new AdamSettings(1e-3), 2);
        for (var step = 0; step < 12; step++)
            trainer.Step(inputs, targets, SlowNetwork.AllRows(500 - 17 * step));
        var network = trainer.Snapshot();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var layer = 0; layer < network.Layers; layer++)
        {
            hash.AppendData(MemoryMarshal.AsBytes(network.Weights[layer].AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(network.Biases[layer].AsSpan()));
        }
        Assert.Equal("403c6ce2fbf8183a", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    private static (float[] Outputs, float[] Gradients) Evaluate(
        DenseNetwork network,
        VectorPath path,
        float[] inputs,
        int rows
    )
    {
        var outputs = new float[rows * network.OutputWidth];
        var gradients = new float[rows * network.InputWidth];
        new DenseEvaluator(network, path).InputGradient(inputs, [], outputs, gradients, rows);
        return (outputs, gradients);
    }

    private static DenseNetwork Train(VectorPath path, int[] widths)
    {
        const int rows = 150;
        var inputs = SlowNetwork.Table(25, "inputs", rows * widths[0]);
        var targets = SlowNetwork.Table(26, "targets", rows * widths[^1]);
        using var trainer = new DenseTrainer(SlowNetwork.Random(27, widths), new AdamSettings(3e-3), 1, path);
        for (var step = 0; step < 4; step++)
            trainer.Step(inputs, targets, SlowNetwork.AllRows(rows - step));
        return trainer.Snapshot();
    }
}
