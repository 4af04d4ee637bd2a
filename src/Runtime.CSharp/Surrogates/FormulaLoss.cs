using Nano.Plan;
using Nano.Runtime.Formulas;
using Nano.Runtime.Networks;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// A law of the model's current y and the measured one t, in nanoamperes. The network learns volts: its outputs and targets
/// are multiplied by the amplification first, and the slope is too.
/// </summary>
public sealed class FormulaLoss(LawPlan plan, double amplification) : ITrainingLoss
{
    private readonly LawTapes law = new(plan);
    private double[] columns = [];
    private double[] values = [];

    public double Slopes(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> slopes)
    {
        var rows = outputs.Length;
        if (values.Length < rows)
            (columns, values) = (new double[2 * rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            columns[row] = amplification * outputs[row];
            columns[rows + row] = amplification * targets[row];
        }
        var arguments = columns.AsSpan(0, 2 * rows);
        var found = values.AsSpan(0, rows);
        law.Value(arguments, found);
        var sum = 0.0;
        foreach (var value in found)
            sum += value;
        law.ArgumentSlope(0, arguments, found);
        for (var row = 0; row < rows; row++)
            slopes[row] = (float)(amplification * found[row]);
        return sum;
    }
}
