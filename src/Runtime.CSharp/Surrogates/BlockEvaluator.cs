namespace Nano.Runtime.Surrogates;

/// <summary>Evaluates a surrogate's network (without amplification and clip) on a block of rows.</summary>
/// <param name="inputs">Volts, row-major [rows, electrodes].</param>
/// <param name="outputs">Volts at the readout, row-major [rows, outputs]; to be filled.</param>
public delegate void BlockEvaluator(ReadOnlySpan<float> inputs, Span<float> outputs, int rows);
