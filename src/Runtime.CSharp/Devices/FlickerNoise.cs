using Nano.Runtime.Numerics;

namespace Nano.Runtime.Devices;

/// <summary>
/// Noise of unit variance whose power falls as 1/f: the sum of first-order processes x ← ρx + √(1−ρ²)·N(0, 1), one for
/// each octave below a quarter of the sample rate, of equal variance, ρ = exp(−2πf/f_s).
/// </summary>
public sealed class FlickerNoise
{
    /// <summary>From f_s/4 down to f_s/131072: at 5 kS/s, 1250 Hz to 0.04 Hz.</summary>
    public const int Octaves = 16;

    private static readonly double Weight = 1 / Math.Sqrt(Octaves);

    private readonly RandomStream stream;
    private readonly double[] keep = new double[Octaves];
    private readonly double[] stir = new double[Octaves];
    private readonly double[] state = new double[Octaves];

    /// <summary>Starts each process in its steady state.</summary>
    public FlickerNoise(RandomStream stream)
    {
        this.stream = stream;
        var cyclesPerSample = 0.25;
        for (var octave = 0; octave < Octaves; octave++, cyclesPerSample /= 2)
        {
            keep[octave] = Elementary.Exp(-2 * Math.PI * cyclesPerSample);
            stir[octave] = Math.Sqrt(1 - keep[octave] * keep[octave]);
            state[octave] = stream.Normal();
        }
    }

    /// <summary>The next sample.</summary>
    public double Next()
    {
        var sum = 0.0;
        for (var octave = 0; octave < Octaves; octave++)
        {
            state[octave] = keep[octave] * state[octave] + stir[octave] * stream.Normal();
            sum += state[octave];
        }
        return sum * Weight;
    }
}
