using Nano.Plan;
using Nano.Runtime.Devices;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>
/// A device in closed form: the current is a sum of products of two voltages, and of voltages alone, so that shares of
/// random settings are areas that one can write down.
/// </summary>
internal sealed class ProductInstrument(DevicePlan plan, Func<double[], double> current) : IInstrument
{
    public InstrumentFacts Facts { get; init; } = new(plan.Name, plan.Electrodes, 5000, 8, 0);

    public ISession Open(string purpose) => new Session(plan.Electrodes.Length, current);

    public void Dispose() { }

    private sealed class Session(int electrodes, Func<double[], double> current) : ISession
    {
        public void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop)
        {
            for (var row = 0; row < nanoamperes.Length; row++)
                nanoamperes[row] = current(volts.Slice(row * electrodes, electrodes).ToArray());
        }

        public void Dispose() { }
    }
}
