using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Surrogates;

/// <summary>Waves of unit amplitude over one turn, zero and rising at 0.</summary>
public static class Waves
{
    public static double Value(Waveform waveform, double turns) =>
        waveform switch
        {
            Waveform.Sine => Elementary.SinTurns(turns),
            Waveform.Triangle => Triangle(turns),
            _ => throw new ArgumentOutOfRangeException(nameof(waveform), waveform, "a wave without a shape"),
        };

    // +1 at a quarter, −1 at three quarters.
    private static double Triangle(double turns)
    {
        var t = turns - Math.Floor(turns);
        return t < 0.25 ? 4 * t
            : t < 0.75 ? 2 - 4 * t
            : 4 * t - 4;
    }
}
