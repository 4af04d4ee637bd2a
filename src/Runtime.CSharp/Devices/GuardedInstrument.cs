namespace Nano.Runtime.Devices;

/// <summary>
/// Stands before an instrument and checks a whole waveform before any of it is applied: one bad sample in the last row
/// leaves the device untouched. Also counts the sessions.
/// </summary>
public sealed class GuardedInstrument : IInstrument
{
    private readonly IInstrument inner;
    private readonly VoltageGuard guard;
    private int open;

    private GuardedInstrument(IInstrument inner)
    {
        this.inner = inner;
        guard = new VoltageGuard(inner.Facts);
    }

    /// <inheritdoc/>
    public InstrumentFacts Facts => inner.Facts;

    /// <summary>A guard that has exact derivatives if the instrument has them.</summary>
    public static IInstrument Around(IInstrument instrument) =>
        instrument is IDifferentiable differentiable
            ? new Differentiable(new GuardedInstrument(instrument), differentiable)
            : new GuardedInstrument(instrument);

    /// <exception cref="NanoException">N403: as many sessions as the instrument allows are open.</exception>
    public ISession Open(string purpose)
    {
        if (Interlocked.Increment(ref open) > Facts.Sessions)
        {
            Interlocked.Decrement(ref open);
            throw new NanoException(
                "N403",
                $"instrument '{Facts.Name}' is in use: it allows {Facts.Sessions} {(Facts.Sessions == 1 ? "session" : "sessions")} at once",
                "end a session before opening another"
            );
        }
        try
        {
            return new Session(this, inner.Open(purpose));
        }
        catch
        {
            Interlocked.Decrement(ref open);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private sealed class Session(GuardedInstrument owner, ISession inner) : ISession
    {
        private int closed;

        public void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop)
        {
            ObjectDisposedException.ThrowIf(closed != 0, this);
            owner.guard.Demand(volts, nanoamperes.Length);
            inner.Measure(volts, nanoamperes, stop);
            for (var row = 0; row < nanoamperes.Length; row++)
                if (!double.IsFinite(nanoamperes[row]))
                    throw new NanoException(
                        "N406",
                        $"'{owner.Facts.Name}' answered row {row + 1} with a current that is no number",
                        "the model or the instrument is broken; look at it with nano model or nano devices"
                    );
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref closed, 1) != 0)
                return;
            // The place is free only when the electrodes are back at 0 V.
            try
            {
                inner.Dispose();
            }
            finally
            {
                Interlocked.Decrement(ref owner.open);
            }
        }
    }

    private sealed class Differentiable(GuardedInstrument guarded, IDifferentiable inner) : IInstrument, IDifferentiable
    {
        public InstrumentFacts Facts => guarded.Facts;

        public ISession Open(string purpose) => guarded.Open(purpose);

        public void Gradient(ReadOnlySpan<double> volts, Span<double> nanoamperes, Span<double> nanoamperesPerVolt)
        {
            guarded.guard.Demand(volts, nanoamperes.Length);
            inner.Gradient(volts, nanoamperes, nanoamperesPerVolt);
        }

        public void Dispose() => guarded.Dispose();
    }
}
