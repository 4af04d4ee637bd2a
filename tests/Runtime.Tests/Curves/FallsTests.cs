using Nano.Runtime.Curves;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Curves;

public class FallsTests
{
    private static readonly double[] Volts = [.. Enumerable.Range(0, 201).Select(i => -1 + i / 100.0)];

    /// <summary>x³ − 0.3 x: rises, falls between ∓√0.1 V by 4·0.1^1.5, rises.</summary>
    private static double Bent(double volts) => volts * volts * volts - 0.3 * volts;

    [Fact]
    public void The_window_of_an_N_shaped_law_is_where_its_slope_is_negative()
    {
        var fall = Assert.Single(Falls.Of(Array.ConvertAll(Volts, Bent), 0));
        Assert.Equal(-Math.Sqrt(0.1), Volts[fall.From], 0.005);
        Assert.Equal(Math.Sqrt(0.1), Volts[fall.To], 0.005);
        Assert.Equal(4 * Math.Pow(0.1, 1.5), fall.Depth, 1e-4);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.0)]
    public void What_rises_or_is_flat_has_none(double slope) =>
        Assert.Empty(Falls.Of(Array.ConvertAll(Volts, v => slope * v), 0));

    [Fact]
    public void A_falling_line_is_one_window_from_end_to_end() =>
        Assert.Equal(new Fall(0, 200, 2), Assert.Single(Falls.Of(Array.ConvertAll(Volts, v => -v), 0)));

    [Fact]
    public void Two_falls_are_two_windows_and_a_missing_reading_cuts_none()
    {
        double[] currents = [0, 2, 1, double.NaN, 0, 5, 5, 3, 4];
        Assert.Equal([new Fall(1, 4, 2), new Fall(6, 7, 2)], Falls.Of(currents, 0));
        Assert.Equal([new Fall(1, 4, 2), new Fall(6, 7, 2)], Falls.Of(currents, 0.9));
        // A turn that does not come back by more than the threshold belongs to the fall around it.
        Assert.Equal([new Fall(1, 4, 2)], Falls.Of([0, 2, 1, 1.4, 0, 5], 0.5));
        Assert.Equal(2, Falls.Of([0, 2, 1, 1.4, 0, 5], 0.3).Count);
        Assert.Empty(Falls.Of([double.NaN, double.NaN], 0));
    }

    [Fact]
    public void Noise_cuts_no_fall_and_makes_hardly_ever_a_clear_one()
    {
        var random = new SeedTree(3).For("noise");
        const double noise = 0.02;
        var falseAlarms = 0;
        for (var curve = 0; curve < 2000; curve++)
        {
            double[] flat = [.. Volts.Select(_ => noise * random.Normal())];
            var bound = NoiseBound.Fall(noise, flat.Length);
            falseAlarms += Falls.Of(flat, 3 * Math.Sqrt(2) * noise).Exists(fall => fall.Depth > bound) ? 1 : 0;
        }
        // One in a thousand is promised for both ends together: 2 of 2000, and 9 are beyond any accident.
        Assert.InRange(falseAlarms, 0, 9);
        double[] bent = [.. Volts.Select(v => 5 * Bent(v) + noise * random.Normal())];
        var clear = Falls
            .Of(bent, 3 * Math.Sqrt(2) * noise)
            .FindAll(fall => fall.Depth > NoiseBound.Fall(noise, bent.Length));
        Assert.Equal(20 * Math.Pow(0.1, 1.5), Assert.Single(clear).Depth, 8 * noise);
    }

    [Fact]
    public void Slopes_are_exact_on_a_line_and_on_a_parabola_between_the_ends()
    {
        var line = DifferentialConductance.Of(Volts, Array.ConvertAll(Volts, v => 3.5 * v - 1));
        Assert.All(line, slope => Assert.Equal(3.5, slope, 1e-9));
        var parabola = DifferentialConductance.Of(Volts, Array.ConvertAll(Volts, v => v * v));
        for (var point = 1; point < 200; point++)
            Assert.Equal(2 * Volts[point], parabola[point], 1e-9);
        var gap = DifferentialConductance.Of([0, 1, 2, 3], [0, double.NaN, 2, 3]);
        Assert.Equal([double.NaN, 1, double.NaN, 1], gap);
    }
}
