using Nano.Plan;

namespace Nano.Runtime.Networks;

/// <summary>
/// Where the nodes of a network are evaluated: a surrogate, or an instrument. One evaluator serves one worker.
/// </summary>
public interface IDeviceEvaluator : IDisposable
{
    /// <summary>Currents at rows of electrode voltages (row-major, in the device's order of channels).</summary>
    void Evaluate(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows);

    /// <summary>Currents and their derivatives by every voltage (row-major, nanoamperes per volt).</summary>
    void Gradient(ReadOnlySpan<double> volts, Span<double> nanoamperes, Span<double> nanoamperesPerVolt, int rows);

    /// <summary>Currents at which the reading saturates; infinite where it does not.</summary>
    Bounds Clip { get; }
}
