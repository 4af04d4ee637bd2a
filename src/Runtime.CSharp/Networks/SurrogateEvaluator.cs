using Nano.Plan;
using Nano.Runtime.Surrogates;

namespace Nano.Runtime.Networks;

/// <summary>Evaluates nodes on a trained model: clip(amplification · network(volts)), in float32.</summary>
/// <param name="kernel">The model's network, packed; may be shared between workers.</param>
public sealed class SurrogateEvaluator(SurrogateModel model, DenseEvaluator kernel) : IDeviceEvaluator
{
    private float[] inputs = [];
    private float[] outputs = [];
    private float[] gradients = [];

    /// <inheritdoc/>
    public Bounds Clip => model.Clip;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
    {
        Load(volts, rows);
        kernel.Forward(inputs.AsSpan(0, rows * kernel.InputWidth), outputs.AsSpan(0, rows), rows);
        for (var row = 0; row < rows; row++)
            nanoamperes[row] = Math.Clamp(model.Amplification * outputs[row], model.Clip.Low, model.Clip.High);
    }

    /// <remarks>Where the current is clipped its derivative is 0.</remarks>
    public void Gradient(
        ReadOnlySpan<double> volts,
        Span<double> nanoamperes,
        Span<double> nanoamperesPerVolt,
        int rows
    )
    {
        Load(volts, rows);
        var width = kernel.InputWidth;
        if (gradients.Length < rows * width)
            gradients = new float[rows * width];
        kernel.InputGradient(inputs.AsSpan(0, rows * width), [], outputs.AsSpan(0, rows), gradients, rows);
        for (var row = 0; row < rows; row++)
        {
            var current = model.Amplification * outputs[row];
            nanoamperes[row] = Math.Clamp(current, model.Clip.Low, model.Clip.High);
            var slope = current > model.Clip.Low && current < model.Clip.High ? model.Amplification : 0;
            for (var i = 0; i < width; i++)
                nanoamperesPerVolt[row * width + i] = slope * gradients[row * width + i];
        }
    }

    /// <inheritdoc/>
    public void Dispose() { }

    private void Load(ReadOnlySpan<double> volts, int rows)
    {
        var size = rows * kernel.InputWidth;
        if (inputs.Length < size)
            inputs = new float[size];
        if (outputs.Length < rows)
            outputs = new float[rows];
        for (var i = 0; i < size; i++)
            inputs[i] = (float)volts[i];
    }
}
