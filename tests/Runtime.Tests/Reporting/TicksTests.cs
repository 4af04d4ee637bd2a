using Nano.Runtime.Numerics;
using Nano.Runtime.Reporting.Plots;
using Xunit;

namespace Nano.Runtime.Tests.Reporting;

public class TicksTests
{
    [Fact]
    public void Linear_ticks_cover_any_data_in_steps_of_one_two_or_five()
    {
        var random = new SeedTree(1).For("ticks");
        for (var round = 0; round < 5000; round++)
        {
            var scale = Math.Pow(10, random.Uniform(-250, 250));
            var low = scale * random.Uniform(-1, 1);
            var high = low + scale * Math.Pow(10, random.Uniform(-6, 1));
            var target = 3 + random.Below(6);
            var row = Ticks.Linear(low, high, target);
            Assert.True(row.Low <= low && row.High >= high);
            var values = row.Items.Select(tick => tick.Value).ToArray();
            Assert.InRange(values.Length, 2, target + 3);
            Assert.True(values[0] <= low + 1e-8 * (high - low) && values[^1] >= high - 1e-8 * (high - low));
            var step = (values[^1] - values[0]) / (values.Length - 1);
            var mantissa = step / NumberText.PowerOfTen(NumberText.Exponent(step * (1 + 1e-7)));
            Assert.Contains(new[] { 1.0, 2.0, 5.0 }, digit => Math.Abs(mantissa - digit) < 1e-3);
            Assert.Equal(values.Length, row.Items.Select(tick => tick.Label).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(3.0, 3.0)]
    [InlineData(-1e-300, 1e-300)]
    [InlineData(-1e290, 1e290)]
    [InlineData(1e290, 1e290)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(1.0, 1.0000000000000002)]
    public void Degenerate_spans_still_have_an_axis(double low, double high)
    {
        var row = Ticks.Linear(low, high, 5);
        Assert.True(row.Low <= low && row.High >= high && row.Low < row.High);
        Assert.InRange(row.Items.Length, 2, 8);
        Assert.All(row.Items, tick => Assert.True(double.IsFinite(tick.Value)));
    }

    [Fact]
    public void Ticks_are_the_decimal_numbers_that_their_labels_say()
    {
        var row = Ticks.Linear(0.02, 0.58, 6);
        Assert.Equal([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], row.Items.Select(tick => tick.Value));
        Assert.Equal(["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6"], row.Items.Select(tick => tick.Label));
        Assert.Equal(["−20", "0", "20", "40"], Ticks.Linear(-13, 31, 3).Items.Select(tick => tick.Label));
    }

    [Fact]
    public void Logarithmic_ticks_cover_any_positive_data()
    {
        var random = new SeedTree(2).For("ticks");
        for (var round = 0; round < 5000; round++)
        {
            var exponent = random.Uniform(-280, 250);
            var low = Math.Pow(10, exponent);
            var high = Math.Pow(10, exponent + random.Uniform(0, 1) * random.Uniform(0, 30));
            var row = Ticks.Logarithmic(low, high, 3 + random.Below(6));
            Assert.True(row.Low <= low && row.High >= high && row.Low < row.High);
            Assert.Equal(row.Low, row.Items[0].Value);
            Assert.Equal(row.High, row.Items[^1].Value);
            Assert.InRange(row.Items.Length, 2, 11);
        }
    }

    [Fact]
    public void Decades_read_as_people_write_them()
    {
        Assert.Equal(
            ["0.01", "0.1", "1", "10", "100"],
            Ticks.Logarithmic(0.013, 88, 5).Items.Select(tick => tick.Label)
        );
        Assert.Equal(["1", "2", "5", "10"], Ticks.Logarithmic(1.5, 8, 5).Items.Select(tick => tick.Label));
    }
}
