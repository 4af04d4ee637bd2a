using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Numerics;

public class ProportionTests
{
    [Fact]
    public void The_ends_are_the_fractions_from_which_the_count_lies_1_96_standard_deviations_away()
    {
        foreach (var total in (int[])[1, 7, 10, 200, 12345])
        foreach (var count in (int[])[0, 1, total / 3, total / 2, total - 1, total])
        {
            var interval = Proportion.Wilson(count, total);
            var share = (double)count / total;
            Assert.InRange(share, interval.Low, interval.High);
            foreach (var end in (double[])[interval.Low, interval.High])
            {
                Assert.InRange(end, 0, 1);
                if (end is > 0 and < 1)
                    Assert.Equal(1.959963985, Math.Abs(share - end) / Math.Sqrt(end * (1 - end) / total), 1e-6);
            }
        }
    }

    [Fact]
    public void None_and_all_have_an_end_at_the_border_and_nothing_says_nothing()
    {
        Assert.Equal(0, Proportion.Wilson(0, 10).Low);
        Assert.Equal(1, Proportion.Wilson(10, 10).High);
        Assert.Equal(1 - Proportion.Wilson(0, 10).High, Proportion.Wilson(10, 10).Low, 1e-12);
        Assert.Equal(new Nano.Plan.Bounds(0, 1), Proportion.Wilson(0, 0));
    }
}
