using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Numerics;

public class ShuffleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(66)]
    [InlineData(1000)]
    public void Is_Fisher_and_Yates_step_by_step(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        int[] expected = [.. items];
        new SeedTree(3).For("shuffle").Shuffle(items.AsSpan());
        var stream = new SeedTree(3).For("shuffle");
        for (var i = count - 1; i > 0; i--)
        {
            var j = stream.Below(i + 1);
            (expected[i], expected[j]) = (expected[j], expected[i]);
        }
        Assert.Equal(expected, items);
    }
}
