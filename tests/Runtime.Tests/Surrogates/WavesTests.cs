using Nano.Plan;
using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Runtime.Tests.Surrogates;

public class WavesTests
{
    [Fact]
    public void Waves_start_at_zero_rise_and_repeat_every_turn()
    {
        foreach (var waveform in Enum.GetValues<Waveform>())
        {
            Assert.Equal(0, Waves.Value(waveform, 0), 1e-15);
            Assert.Equal(1, Waves.Value(waveform, 0.25), 1e-15);
            Assert.Equal(0, Waves.Value(waveform, 0.5), 1e-15);
            Assert.Equal(-1, Waves.Value(waveform, 0.75), 1e-15);
            for (var i = -300; i <= 300; i++)
            {
                var turns = i / 97.0;
                var value = Waves.Value(waveform, turns);
                Assert.InRange(value, -1, 1);
                Assert.Equal(value, Waves.Value(waveform, turns + 1), 1e-12);
                Assert.Equal(value, -Waves.Value(waveform, turns + 0.5), 1e-12);
            }
        }
    }

    [Fact]
    public void They_are_a_sine_and_straight_lines()
    {
        for (var i = 0; i < 400; i++)
        {
            var turns = i / 100.0;
            Assert.Equal(Math.Sin(2 * Math.PI * turns), Waves.Value(Waveform.Sine, turns), 1e-13);
            Assert.Equal(
                2 / Math.PI * Math.Asin(Math.Sin(2 * Math.PI * turns)),
                Waves.Value(Waveform.Triangle, turns),
                1e-7
            );
        }
    }

    [Fact]
    public void A_wave_without_a_shape_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Waves.Value((Waveform)7, 0.1));
}
