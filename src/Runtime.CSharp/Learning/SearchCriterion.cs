using Nano.Plan;
using Nano.Runtime.Formulas;

namespace Nano.Runtime.Learning;

/// <summary>
/// What a search goes by; a script may bring its own. Not thread-safe: one for each search.
/// </summary>
public abstract class SearchCriterion
{
    /// <summary>Fitness of a candidate whose currents are not known, since the reading saturates: below any other.</summary>
    public abstract double Worst { get; }

    /// <summary>What genetic search makes large.</summary>
    public abstract double Fitness(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets);

    /// <summary>What gradient search makes small, and its slope by every output.</summary>
    public abstract double Loss(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets, Span<double> gradient);

    /// <summary>The criterion of a plan.</summary>
    public static SearchCriterion Of(CriterionPlan plan) =>
        plan switch
        {
            NamedCriterionPlan named => new Named(named.Criterion),
            LossCriterionPlan loss => new Formula(new LawTapes(loss.Law)),
            _ => throw new InvalidOperationException($"no criterion for a plan of type {plan.GetType().Name}"),
        };

    private sealed class Named(Criterion criterion) : SearchCriterion
    {
        public override double Worst => Criteria.Worst(criterion);

        public override double Fitness(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets) =>
            Criteria.Fitness(criterion, outputs, targets);

        public override double Loss(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets, Span<double> gradient) =>
            Criteria.Loss(criterion, outputs, targets, gradient);
    }

    /// <summary>The mean of a law of output and label over the points.</summary>
    private sealed class Formula(LawTapes law) : SearchCriterion
    {
        private double[] columns = [];
        private double[] values = [];

        public override double Worst => double.NegativeInfinity;

        public override double Fitness(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets) =>
            -Mean(outputs, targets);

        public override double Loss(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets, Span<double> gradient)
        {
            var loss = Mean(outputs, targets);
            law.ArgumentSlope(0, columns, gradient[..outputs.Length]);
            for (var i = 0; i < outputs.Length; i++)
                gradient[i] /= outputs.Length;
            return loss;
        }

        private double Mean(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets)
        {
            var rows = outputs.Length;
            if (values.Length != rows)
                (columns, values) = (new double[2 * rows], new double[rows]);
            outputs.CopyTo(columns);
            for (var i = 0; i < rows; i++)
                columns[rows + i] = targets[i] ? 1 : 0;
            law.Value(columns, values);
            var sum = 0.0;
            foreach (var value in values)
                sum += value;
            return sum / rows;
        }
    }
}
