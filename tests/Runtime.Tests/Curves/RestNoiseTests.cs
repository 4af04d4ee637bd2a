using Nano.Runtime.Curves;
using Nano.Runtime.Devices;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Curves;

public class RestNoiseTests
{
    private const int Points = 101;

    [Fact]
    public void Figures_of_a_record_are_those_of_a_curve_with_its_readings()
    {
        var record = new double[RestNoise.Length(4)];
        Assert.Equal(64, record.Length);
        Assert.Equal(202, RestNoise.Length(Points));
        // Up 0 3 1 2, back 5 2 · 1: in the order of voltage 1 · 2 5.
        double[] curve = [0, 3, 1, 2, 5, 2, double.NaN, 1];
        curve.CopyTo(record, 0);
        var noise = RestNoise.Of(record, 4);
        Assert.Equal(3, noise.Difference);
        Assert.Equal(2, noise.Fall);
        Assert.Equal(7.5, (noise with { Deviation = 0 }).DifferenceBound(4));
        Assert.Equal(4, (noise with { Deviation = 0 }).FallBound(4));
        Assert.Equal(NoiseBound.Fall(1, 4), (noise with { Deviation = 1 }).FallBound(4));
        Assert.Equal(default, RestNoise.None);
        Assert.Null(RestNoise.LargestDifference([double.NaN], [1]));
    }

    [Theory]
    [InlineData(0.02, 0.02)]
    [InlineData(0, 0.02)]
    [InlineData(0.02, 0)]
    public void Noise_that_drifts_is_hardly_ever_called_hysteresis_or_a_fall(double white, double flicker)
    {
        var seeds = new SeedTree(11);
        var records = Enumerable
            .Range(0, 200)
            .Select(number => Record(seeds.Below($"{number}"), white, flicker))
            .ToArray();
        var (old, hysteresis, falls) = (0, 0, 0);
        for (var curve = 0; curve < records.Length; curve++)
        {
            var rest = RestNoise.Of(records[(curve + 1) % records.Length], Points);
            var seen = RestNoise.Of(records[curve], Points);
            old += seen.Difference > NoiseBound.Difference(rest.Deviation, Points) ? 1 : 0;
            hysteresis += seen.Difference > rest.DifferenceBound(Points) ? 1 : 0;
            falls += seen.Fall > rest.FallBound(Points) ? 1 : 0;
        }
        Assert.InRange(hysteresis, 0, 1);
        Assert.InRange(falls, 0, 1);
        // The bound of independent readings alone is passed by drift in several curves of a hundred.
        if (flicker > 0)
            Assert.InRange(old, 3, 40);
    }

    /// <summary>Readings at rest: 10 samples to settle, a mean of 20.</summary>
    private static double[] Record(SeedTree seeds, double white, double flicker)
    {
        var (fast, slow) = (seeds.For("white"), new FlickerNoise(seeds.For("flicker")));
        var record = new double[RestNoise.Length(Points)];
        for (var reading = 0; reading < record.Length; reading++)
        for (var sample = 0; sample < 30; sample++)
        {
            var value = white * fast.Normal() + flicker * slow.Next();
            record[reading] += sample >= 10 ? value / 20 : 0;
        }
        return record;
    }
}
