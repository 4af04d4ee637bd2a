using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Surrogates;

/// <summary>Recorded data of a device: voltages row-major in the order of its electrodes, a current for each row.</summary>
/// <param name="Phases">In turns; batches × electrodes.</param>
public sealed record SampledData(double[] Volts, double[] Nanoamperes, double[] Phases, int Electrodes)
{
    public int Rows => Nanoamperes.Length;
}

/// <summary>
/// Scans the input space of an instrument with one wave for each electrode. The frequencies' ratios are irrational, so
/// the path never closes; time runs on from batch to batch, and every batch has random phases of its own, which are
/// kept. Batches are independent sessions: the data do not depend on how many run side by side.
/// </summary>
public sealed class Sampling(SamplingPlan plan, IInstrument instrument, SeedTree seeds)
{
    private readonly ImmutableArray<ElectrodePlan> electrodes = instrument.Facts.Electrodes;

    public SampledData Run(int threads, Action batchDone, CancellationToken stop)
    {
        var count = electrodes.Length;
        var rows = checked(plan.Batches * plan.BatchSamples);
        var data = new SampledData(new double[rows * count], new double[rows], Phases(), count);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(1, Math.Min(threads, instrument.Facts.Sessions)),
            CancellationToken = stop,
        };
        Unwrapped.For(
            plan.Batches,
            options,
            batch =>
            {
                Record(batch, data, stop);
                batchDone();
            }
        );
        return data;
    }

    private double[] Phases()
    {
        var random = seeds.For("sampling/phases");
        var phases = new double[plan.Batches * electrodes.Length];
        for (var i = 0; i < phases.Length; i++)
            phases[i] = random.UniformAt(i);
        return phases;
    }

    private void Record(int batch, SampledData data, CancellationToken stop)
    {
        var count = electrodes.Length;
        var ramp = (int)Math.Round(plan.Ramp * plan.SampleRate);
        var total = plan.BatchSamples + 2 * ramp;
        var volts = new double[total * count];
        var currents = new double[total];
        var body = volts.AsSpan(ramp * count, plan.BatchSamples * count);
        Fill(batch, data.Phases.AsSpan(batch * count, count), body);
        for (var step = 0; step < ramp; step++)
        for (var electrode = 0; electrode < count; electrode++)
        {
            var share = (double)step / ramp;
            volts[step * count + electrode] = share * body[electrode];
            volts[(total - 1 - step) * count + electrode] = share * body[body.Length - count + electrode];
        }
        using (var session = instrument.Open($"sampling/{batch}"))
            session.Measure(volts, currents, stop);
        body.CopyTo(data.Volts.AsSpan(batch * plan.BatchSamples * count));
        currents.AsSpan(ramp, plan.BatchSamples).CopyTo(data.Nanoamperes.AsSpan(batch * plan.BatchSamples));
    }

    private void Fill(int batch, ReadOnlySpan<double> phases, Span<double> volts)
    {
        var count = electrodes.Length;
        for (var i = 0; i < plan.BatchSamples; i++)
        {
            var time = ((double)batch * plan.BatchSamples + i) / plan.SampleRate;
            for (var electrode = 0; electrode < count; electrode++)
            {
                var (low, high) = (electrodes[electrode].LowVolts, electrodes[electrode].HighVolts);
                var wave = Waves.Value(plan.Waveform, plan.Frequencies[electrode] * time + phases[electrode]);
                var value = 0.5 * (high + low) + 0.5 * (high - low) * wave;
                // Whole microvolts: finer than any source, and short in a text file.
                volts[i * count + electrode] = Math.Clamp(Math.Round(value * 1e6) / 1e6, low, high);
            }
        }
    }
}
