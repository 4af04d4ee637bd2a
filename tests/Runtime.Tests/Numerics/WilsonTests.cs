using FsCheck;
using FsCheck.Fluent;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Numerics;

public class WilsonTests
{
    [Theory]
    [InlineData(5, 10, 0.236593, 0.763407)]
    [InlineData(0, 10, 0, 0.277533)]
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(1, 1000, 0.000177, 0.005642)]
    public void Intervals_are_the_published_ones(int count, int trials, double low, double high)
    {
        var interval = Statistics.Wilson(count, trials);
        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
    }

    [Fact]
    public void Of_nothing_everything_is_possible() => Assert.Equal((0.0, 1.0), Statistics.Wilson(0, 0));

    [Fact]
    public void The_ends_are_where_the_share_lies_1_96_deviations_away()
    {
        var holds = Prop.ForAll(
            Gen.Choose(1, 100_000)
                .SelectMany(trials => Gen.Choose(0, trials).Select(count => (count, trials)))
                .ToArbitrary(),
            pair =>
            {
                var (low, high) = Statistics.Wilson(pair.count, pair.trials);
                var share = (double)pair.count / pair.trials;
                // The definition: |share − p| = z·√(p(1 − p)/n) at both ends.
                return low <= share
                    && share <= high
                    && (pair.count == 0 || Math.Abs(Distance(share, low, pair.trials) - 1.959963984540054) < 1e-6)
                    && (
                        pair.count == pair.trials
                        || Math.Abs(Distance(share, high, pair.trials) - 1.959963984540054) < 1e-6
                    )
                    && (pair.count > 0 || low == 0)
                    && (pair.count < pair.trials || high == 1);
            }
        );
        holds.QuickCheckThrowOnFailure();
    }

    private static double Distance(double share, double end, int trials) =>
        Math.Abs(share - end) / Math.Sqrt(end * (1 - end) / trials);
}
