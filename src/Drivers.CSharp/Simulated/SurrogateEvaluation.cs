namespace Nano.Drivers.Simulated;

/// <summary>Output of a network for each row of inputs.</summary>
/// <param name="inputs">Row-major [rows, inputs], in volts.</param>
/// <param name="outputs">[rows].</param>
public delegate void NetworkForward(ReadOnlySpan<float> inputs, Span<float> outputs, int rows);

/// <summary>Outputs, and the derivatives of Σ outputGradient·output by the inputs.</summary>
/// <param name="inputGradients">Row-major [rows, inputs].</param>
public delegate void NetworkInputGradient(
    ReadOnlySpan<float> inputs,
    ReadOnlySpan<float> outputGradients,
    Span<float> outputs,
    Span<float> inputGradients,
    int rows
);

/// <summary>How a surrogate's network is evaluated. It may hold scratch memory: one for each thread.</summary>
public sealed record SurrogateEvaluation(NetworkForward Forward, NetworkInputGradient InputGradient);
