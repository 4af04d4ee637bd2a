using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Numerics;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>A device whose current is a law of its voltages and of the row before (null at the start of a waveform).</summary>
internal sealed class LawInstrument(DevicePlan plan, Func<double[], double[]?, double> law) : IInstrument
{
    /// <summary>Standard deviation of white noise, nanoamperes.</summary>
    public double Noise { get; init; }

    /// <summary>Rows at which the device has no steady state.</summary>
    public Predicate<double[]> Fails { get; init; } = _ => false;

    public int Sessions { get; init; } = 64;

    public InstrumentFacts Facts => new(plan.Name, plan.Electrodes, 5000, Sessions, 0);

    /// <summary>For a laboratory, with the guard before it as in the catalogue.</summary>
    public static InstrumentOpener Opener(Func<DevicePlan, LawInstrument> make) =>
        (device, _, _, _, _) => GuardedInstrument.Around(make(device));

    public ISession Open(string purpose) => new Session(this, new SeedTree(5).For(purpose));

    public void Dispose() { }

    private double At(double[] row, double[]? before) =>
        Fails(row) ? throw new NanoException("N501", "no steady state") : law(row, before);

    private sealed class Session(LawInstrument owner, RandomStream random) : ISession
    {
        public void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            var width = volts.Length / nanoamperes.Length;
            double[]? before = null;
            for (var row = 0; row < nanoamperes.Length; row++)
            {
                var now = volts.Slice(row * width, width).ToArray();
                nanoamperes[row] = owner.At(now, before) + (owner.Noise > 0 ? owner.Noise * random.Normal() : 0);
                before = now;
            }
        }

        public void Dispose() { }
    }
}
