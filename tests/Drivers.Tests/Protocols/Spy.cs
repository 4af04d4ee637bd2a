using System.Collections.Concurrent;
using Nano.Runtime;
using Nano.Runtime.Devices;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>Stands before a real instrument and keeps what it is given. It has no derivatives.</summary>
internal sealed class Spy(IInstrument inner) : IInstrument
{
    public ConcurrentDictionary<string, double[]> Waveforms { get; } = new();

    public bool IsDisposed { get; private set; }

    /// <summary>Rows at which the device shall have no steady state.</summary>
    public Predicate<double[]> Fails { get; init; } = _ => false;

    public InstrumentFacts Facts => inner.Facts;

    public ISession Open(string purpose) => new Session(this, purpose, inner.Open(purpose));

    public void Dispose()
    {
        IsDisposed = true;
        inner.Dispose();
    }

    private sealed class Session(Spy owner, string purpose, ISession inner) : ISession
    {
        public void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop)
        {
            owner.Waveforms[purpose] = volts.ToArray();
            var channels = owner.Facts.Electrodes.Length;
            for (var first = 0; first < volts.Length; first += channels)
                if (owner.Fails(volts.Slice(first, channels).ToArray()))
                {
                    if (first > 0)
                        inner.Measure(volts[..first], nanoamperes[..(first / channels)], stop);
                    throw new NanoException("N501", "no steady state");
                }
            inner.Measure(volts, nanoamperes, stop);
        }

        public void Dispose() => inner.Dispose();
    }
}
