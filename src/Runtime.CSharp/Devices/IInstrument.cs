using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Devices;

/// <summary>
/// Something that takes voltages and answers with currents: a simulated device, a trained model, a real one. Nothing
/// above this interface knows which.
/// </summary>
public interface IInstrument : IDisposable
{
    /// <summary>What it says of itself.</summary>
    InstrumentFacts Facts { get; }

    /// <summary>
    /// Takes hold of the instrument. All that is random in the session (noise, traps) comes from the stream of this
    /// purpose, so sessions of different purposes may run side by side and still give the same numbers.
    /// </summary>
    ISession Open(string purpose);
}

/// <summary>What an instrument says of itself.</summary>
/// <param name="Electrodes">Activation electrodes in ascending order, with the voltages that they may carry.</param>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Sessions">How many sessions may be open at once: 1 for real hardware.</param>
/// <param name="Settling">Samples to wait after a step before a reading counts; 0 for an ideal instrument.</param>
public sealed record InstrumentFacts(
    string Name,
    ImmutableArray<ElectrodePlan> Electrodes,
    double SampleRate,
    int Sessions,
    int Settling
)
{
    /// <summary>Nanoamperes at which the reading saturates; infinite where it does not.</summary>
    public Bounds Saturation { get; init; } = new(double.NegativeInfinity, double.PositiveInfinity);
}

/// <summary>A hold on an instrument. Disposing brings every electrode back to 0 V.</summary>
public interface ISession : IDisposable
{
    /// <summary>
    /// Applies a waveform, row by row in time, and reads the current of each row.
    /// </summary>
    /// <param name="volts">Row-major, one column for each activation electrode.</param>
    /// <param name="nanoamperes">One current for each row, positive out of the device into the readout.</param>
    /// <exception cref="NanoException">N4xx: a voltage outside its limits (found before anything is applied), an
    /// instrument that does not answer; N5xx: no operating point. With N501 the currents of the rows before that point are
    /// written and the others left as they were.</exception>
    void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop);
}

/// <summary>A device whose currents have exact derivatives: gradient search can then run on the device itself.</summary>
public interface IDifferentiable
{
    /// <summary>Currents at independent rows, and their derivatives by every voltage (row-major, nanoamperes per volt).</summary>
    void Gradient(ReadOnlySpan<double> volts, Span<double> nanoamperes, Span<double> nanoamperesPerVolt);
}
