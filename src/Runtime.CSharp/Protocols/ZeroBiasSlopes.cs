using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Curves;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Protocols;

/// <summary>
/// Slopes of the readout current by each voltage where all voltages are 0: central differences, on a noisy instrument
/// the mean of many, whose scatter is the error.
/// </summary>
internal sealed class ZeroBiasSlopes(CurveReader reader, double step, int repeats)
{
    /// <summary>One for each electrode, in their order.</summary>
    public ImmutableArray<ZeroBias> OfAll(string purpose)
    {
        var width = reader.Electrodes.Length;
        var rows = new double[repeats * 2 * width * width];
        for (var pair = 0; pair < repeats * width; pair++)
        {
            var channel = pair % width;
            var middle = Middle(reader.Electrodes[channel]);
            rows[2 * pair * width + channel] = middle + step;
            rows[(2 * pair + 1) * width + channel] = middle - step;
        }
        // Each electrode's two rows are a waveform: a second solution of the equations cannot come between them.
        var currents = reader.Read(purpose, rows, together: 2);
        var slopes = ImmutableArray.CreateBuilder<ZeroBias>(width);
        for (var channel = 0; channel < width; channel++)
        {
            var values = new double[repeats];
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                var pair = repeat * width + channel;
                values[repeat] = (currents[2 * pair] - currents[2 * pair + 1]) / (2 * step);
            }
            slopes.Add(Mean(Middle(reader.Electrodes[channel]), values));
        }
        return slopes.MoveToImmutable();
    }

    /// <summary>
    /// The readout against all other electrodes together: their voltages rise as one, so its slope is the sum of theirs.
    /// </summary>
    public ZeroBias Sum(ImmutableArray<ZeroBias> slopes)
    {
        var (sum, square) = (0.0, 0.0);
        foreach (var one in slopes)
        {
            sum += one.Slope ?? double.NaN;
            square += one.Error * one.Error;
        }
        return Judged(0, sum, Math.Sqrt(square), Math.Sqrt(slopes.Length) * NoiseBound.OfSlope(0, 2 * step));
    }

    /// <summary>0 V, or as near to it as the limits leave room for a step to either side.</summary>
    private double Middle(ElectrodePlan electrode) =>
        Math.Max(electrode.LowVolts + step, Math.Min(electrode.HighVolts - step, 0));

    private ZeroBias Mean(double middle, double[] values)
    {
        var least = NoiseBound.OfSlope(0, 2 * step);
        var known = Array.FindAll(values, value => !double.IsNaN(value));
        if (known.Length == 0)
            return Judged(middle, double.NaN, 0, least);
        var error = known.Length > 1 ? Statistics.Spread(known) / Math.Sqrt(known.Length - 1.0) : 0;
        return Judged(middle, Statistics.Mean(known), error, least);
    }

    // Rounded currents have slopes of whole quanta: few of these are not clear of zero. 1 nA/V is 1e-9 A/V.
    private static ZeroBias Judged(double middle, double slope, double error, double least) =>
        double.IsNaN(slope) ? new ZeroBias(middle, null, error, null)
        : Math.Abs(slope) > NoiseBound.Slope * Math.Max(error, least) ? new ZeroBias(middle, slope, error, 1e9 / slope)
        : new ZeroBias(middle, slope, error, null);
}
