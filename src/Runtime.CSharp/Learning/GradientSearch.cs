using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>
/// Adam on the control voltages. Three ways to keep them inside their limits: a penalty that is part of the
/// differentiated loss, projection after each step, or a smooth map v = middle + half·tanh(u/half) of a free variable u,
/// which cannot leave them.
/// </summary>
public sealed class GradientSearch(GradientPlan plan, SearchTask task, RandomStream random)
{
    private readonly Bounds[] limits = [.. task.Network.ControlLimits];

    public SearchResult Run(CancellationToken stop)
    {
        var genes = limits.Length;
        var free = new double[genes];
        var volts = new double[genes];
        var slopes = new double[genes];
        var first = new double[genes];
        var second = new double[genes];
        var outputSlopes = new double[task.Rows];
        var best = new BestOf(task, plan.StopCorrelation);
        for (var gene = 0; gene < genes; gene++)
            free[gene] = Free(gene, random.Uniform(limits[gene].Low, limits[gene].High));
        double firstWeight = 0,
            secondWeight = 0; // 1 − βᵗ
        for (var epoch = 1; ; epoch++)
        {
            stop.ThrowIfCancellationRequested();
            for (var gene = 0; gene < genes; gene++)
                volts[gene] = Volts(gene, free[gene]);
            var outputs = task.Network.Forward(task.Data, task.Rows, volts);
            best.Offer(volts, outputs);
            if (best.Reached || epoch == plan.Epochs)
                return best.Result(epoch);
            Criteria.Loss(plan.Criterion, outputs, task.Targets, outputSlopes);
            task.Network.Backward(outputSlopes, task.Rows, slopes);
            firstWeight = plan.Beta1 * firstWeight + (1 - plan.Beta1);
            secondWeight = plan.Beta2 * secondWeight + (1 - plan.Beta2);
            for (var gene = 0; gene < genes; gene++)
            {
                var slope = FreeSlope(gene, free[gene], slopes[gene]);
                first[gene] = plan.Beta1 * first[gene] + (1 - plan.Beta1) * slope;
                second[gene] = plan.Beta2 * second[gene] + (1 - plan.Beta2) * slope * slope;
                free[gene] -=
                    plan.Rate * (first[gene] / firstWeight) / (Math.Sqrt(second[gene] / secondWeight) + plan.Epsilon);
                if (plan.Range == RangeRule.Clip)
                    free[gene] = Math.Clamp(free[gene], limits[gene].Low, limits[gene].High);
            }
        }
    }

    private double Middle(int gene) => 0.5 * (limits[gene].Low + limits[gene].High);

    private double Half(int gene) => 0.5 * (limits[gene].High - limits[gene].Low);

    private double Volts(int gene, double free)
    {
        if (plan.Range != RangeRule.Smooth)
            return free;
        var half = Half(gene);
        var volts = half > 0 ? Middle(gene) + half * Elementary.Tanh(free / half) : Middle(gene);
        // tanh rounds to 1 far out; the sum may then lie one unit in the last place beyond the limit.
        return Math.Clamp(volts, limits[gene].Low, limits[gene].High);
    }

    /// <summary>The free variable of a voltage: the inverse of <see cref="Volts"/>.</summary>
    private double Free(int gene, double volts)
    {
        if (plan.Range != RangeRule.Smooth)
            return volts;
        var half = Half(gene);
        if (!(half > 0))
            return 0;
        var x = (volts - Middle(gene)) / half;
        return half * 0.5 * Elementary.Log((1 + x) / Math.Max(1 - x, 1e-12));
    }

    /// <summary>dL/dfree: chain rule of the smooth map, or the loss's slope with the penalty's own.</summary>
    private double FreeSlope(int gene, double free, double slope)
    {
        switch (plan.Range)
        {
            case RangeRule.Smooth:
                var half = Half(gene);
                var tanh = half > 0 ? Elementary.Tanh(free / half) : 1;
                return slope * (1 - tanh * tanh);
            case RangeRule.Penalty:
                // d/dv of weight·(relu(low − v) + relu(v − high))
                return free < limits[gene].Low ? slope - plan.PenaltyWeight
                    : free > limits[gene].High ? slope + plan.PenaltyWeight
                    : slope;
            case RangeRule.Clip:
                return slope;
            default:
                throw new InvalidOperationException($"no slope for range rule {plan.Range}");
        }
    }
}
