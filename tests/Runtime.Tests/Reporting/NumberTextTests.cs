using Nano.Runtime.Reporting.Plots;
using Xunit;

namespace Nano.Runtime.Tests.Reporting;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.53149, "0.531")]
    [InlineData(-12.345, "−12.3")]
    [InlineData(999.96, "1000")]
    [InlineData(123456, "123000")]
    [InlineData(1234567, "1.23×10⁶")]
    [InlineData(0.000123456, "1.23×10⁻⁴")]
    [InlineData(double.NaN, "unknown")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Three_digits_are_enough(double value, string text) => Assert.Equal(text, NumberText.Rounded(value));

    [Theory]
    [InlineData(1.0, "1.00")]
    [InlineData(0.0, "0.00")]
    [InlineData(0.9333, "0.93")]
    [InlineData(0.9981, "0.998")]
    [InlineData(0.0004, "0.0004")]
    public void A_capacity_reads_one_only_when_it_is_one(double value, string text) =>
        Assert.Equal(text, NumberText.Fraction(value));

    [Theory]
    [InlineData(0.001, "0.001")]
    [InlineData(0.5, "0.5")]
    [InlineData(100000, "100000")]
    [InlineData(17.9, "17.9")]
    [InlineData(1e-8, "1.00000×10⁻⁸")]
    public void Settings_lose_their_trailing_zeros(double value, string text) =>
        Assert.Equal(text, NumberText.Setting(value));

    [Theory]
    [InlineData(12.34, "12.3")]
    [InlineData(-0.04, "0")]
    [InlineData(7, "7")]
    public void Pixels_have_one_decimal(double value, string text) => Assert.Equal(text, NumberText.Pixel(value));

    [Fact]
    public void Exponents_are_exact_at_powers_of_ten()
    {
        for (var exponent = -300; exponent <= 300; exponent++)
        {
            var power = NumberText.PowerOfTen(exponent);
            Assert.Equal(exponent, NumberText.Exponent(power));
            Assert.Equal(exponent - 1, NumberText.Exponent(Math.BitDecrement(power)));
        }
    }
}
