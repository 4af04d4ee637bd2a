using Nano.Runtime.Numerics;
using Nano.Runtime.Reporting.Plots;
using Xunit;

namespace Nano.Runtime.Tests.Reporting;

public class SampleSummaryTests
{
    [Fact]
    public void A_histogram_counts_every_finite_value_once()
    {
        var random = new SeedTree(6).For("histogram");
        for (var round = 0; round < 500; round++)
        {
            var values = RandomFigures.Values(random);
            var (range, counts) = SampleSummary.Histogram(values);
            Assert.Equal(values.Count(value => Ticks.Drawable(value, false)), counts.Sum());
            Assert.True(range.Low < range.High);
            Assert.InRange(counts.Length, 0, 60);
        }
    }

    [Fact]
    public void Values_fall_into_their_own_bin()
    {
        var (range, counts) = SampleSummary.Histogram([0, 1, 1, 2, 3, 3, 3, 10]);
        var width = (range.High - range.Low) / counts.Length;
        Assert.Equal((0, 10), (range.Low, range.High));
        Assert.Equal(5, counts.Length);
        Assert.Equal(2, width);
        Assert.Equal([3.0, 4, 0, 0, 1], counts.ToArray());
    }

    [Fact]
    public void Quantiles_interpolate()
    {
        double[] sorted = [1, 2, 3, 4];
        Assert.Equal(2.5, SampleSummary.Quantile(sorted, 0.5));
        Assert.Equal(1.75, SampleSummary.Quantile(sorted, 0.25));
        Assert.Equal(4, SampleSummary.Quantile(sorted, 1));
        Assert.True(double.IsNaN(SampleSummary.Quantile([], 0.5)));
    }
}
