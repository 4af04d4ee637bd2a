using Nano.Runtime.Numerics;

namespace Nano.Runtime.Devices;

/// <summary>
/// Slow charges beside the device, each empty or full and flipping at random moments. What a full one does to the device
/// is its shift: energies of the sites, or offsets of the electrodes.
/// </summary>
public sealed class TelegraphTraps
{
    private readonly RandomStream stream;
    private readonly double[][] shifts;
    private readonly bool[] full;
    private readonly double flipChance;
    private readonly double[] total;

    /// <param name="shifts">For each trap, what it adds while it is full; all of one length.</param>
    /// <param name="rate">Flips per second of each trap.</param>
    public TelegraphTraps(double[][] shifts, double rate, double sampleRate, RandomStream stream)
    {
        (this.shifts, this.stream) = (shifts, stream);
        full = new bool[shifts.Length];
        total = new double[shifts.Length > 0 ? shifts[0].Length : 0];
        // An odd number of flips within a sample, for a Poisson process.
        flipChance = 0.5 * (1 - Elementary.Exp(-2 * rate / sampleRate));
        for (var trap = 0; trap < full.Length; trap++)
            full[trap] = stream.Uniform() < 0.5;
        AddUp();
    }

    /// <summary>The sum of the full traps' shifts.</summary>
    public ReadOnlySpan<double> Shift => total;

    /// <summary>One sample later; true where a trap flipped.</summary>
    public bool Next()
    {
        var flipped = false;
        for (var trap = 0; trap < full.Length; trap++)
        {
            if (!(stream.Uniform() < flipChance))
                continue;
            full[trap] = !full[trap];
            flipped = true;
        }
        if (flipped)
            AddUp();
        return flipped;
    }

    private void AddUp()
    {
        Array.Clear(total);
        for (var trap = 0; trap < full.Length; trap++)
        {
            if (!full[trap])
                continue;
            for (var i = 0; i < total.Length; i++)
                total[i] += shifts[trap][i];
        }
    }
}
