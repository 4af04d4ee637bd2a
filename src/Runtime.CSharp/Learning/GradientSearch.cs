using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>
/// Adam on the control voltages. Three ways to keep them inside their limits: a penalty that is part of the
/// differentiated loss, projection after each step, or a smooth map v = middle + half·tanh(u/half) of a free variable u,
/// which cannot leave them.
/// </summary>
/// <remarks>
/// Step by step, for loops of one's own: <see cref="Step"/> as often as wanted, with any <see cref="Rate"/>, then
/// <see cref="Best"/>. <see cref="Run"/> is that loop with the plan's number of steps.
/// </remarks>
public sealed class GradientSearch
{
    private readonly GradientPlan plan;
    private readonly SearchTask task;
    private readonly SearchCriterion criterion;
    private readonly Bounds[] limits;
    private readonly double[] free;
    private readonly double[] volts;
    private readonly double[] slopes;
    private readonly double[] first;
    private readonly double[] second;
    private readonly double[] outputSlopes;
    private readonly double[] outputs;
    private readonly BestOf best;
    private double firstWeight; // 1 − β₁ᵗ
    private double secondWeight; // 1 − β₂ᵗ

    /// <param name="criterion">One of the caller's own in the place of the plan's.</param>
    public GradientSearch(GradientPlan plan, SearchTask task, RandomStream random, SearchCriterion? criterion = null)
    {
        this.plan = plan;
        this.task = task;
        this.criterion = criterion ?? SearchCriterion.Of(plan.Criterion);
        limits = [.. task.Network.ControlLimits];
        var genes = limits.Length;
        (free, volts, slopes) = (new double[genes], new double[genes], new double[genes]);
        (first, second) = (new double[genes], new double[genes]);
        (outputSlopes, outputs) = (new double[task.Rows], new double[task.Rows]);
        best = new BestOf(task, plan.StopCorrelation);
        Rate = plan.Rate;
        for (var gene = 0; gene < genes; gene++)
            free[gene] = Free(gene, random.Uniform(limits[gene].Low, limits[gene].High));
    }

    /// <summary>Volts for each step; the plan's, until it is set.</summary>
    public double Rate { get; set; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Loss at <see cref="Controls"/>; NaN before the first step.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>The control voltages that the last step evaluated.</summary>
    public ReadOnlySpan<double> Controls => volts;

    /// <summary>The outputs at <see cref="Controls"/>.</summary>
    public ReadOnlySpan<double> Outputs => outputs;

    /// <summary>The slope of the loss by every control voltage there.</summary>
    public ReadOnlySpan<double> Slopes => slopes;

    /// <summary>All points are right, and the margin and correlation that were asked for are reached.</summary>
    public bool Reached => best.Reached;

    /// <summary>The best that was seen, after at least one step.</summary>
    /// <exception cref="NanoException">N502: not one candidate had outputs that are numbers.</exception>
    public SearchResult Best => best.Result(Steps);

    /// <summary>
    /// Evaluates the voltages as they are, and goes one step of Adam down the slope; they stay where the slope is no number.
    /// </summary>
    /// <returns>The loss before the step.</returns>
    public double Step()
    {
        Evaluate();
        Descend();
        return Loss;
    }

    /// <summary>Steps until the task is solved as well as was asked, at most as many as the plan says.</summary>
    public SearchResult Run(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            Evaluate();
            if (best.Reached || Steps >= plan.Epochs || !Descend())
                return Best;
        }
    }

    private void Evaluate()
    {
        for (var gene = 0; gene < volts.Length; gene++)
            volts[gene] = Volts(gene, free[gene]);
        task.Network.Forward(task.Data, task.Rows, volts).CopyTo(outputs);
        best.Offer(volts, outputs);
        Steps++;
    }

    // False where there is no slope to go down: a loss such as sqrt of a negative current, or a point without a steady
    // state. Voltages that are no numbers must not reach an instrument.
    private bool Descend()
    {
        Loss = criterion.Loss(outputs, task.Targets, outputSlopes);
        task.Network.Backward(outputSlopes, task.Rows, slopes);
        foreach (var slope in slopes)
            if (!double.IsFinite(slope))
                return false;
        firstWeight = plan.Beta1 * firstWeight + (1 - plan.Beta1);
        secondWeight = plan.Beta2 * secondWeight + (1 - plan.Beta2);
        for (var gene = 0; gene < volts.Length; gene++)
        {
            var slope = FreeSlope(gene, free[gene], slopes[gene]);
            first[gene] = plan.Beta1 * first[gene] + (1 - plan.Beta1) * slope;
            second[gene] = plan.Beta2 * second[gene] + (1 - plan.Beta2) * slope * slope;
            free[gene] -= Rate * (first[gene] / firstWeight) / (Math.Sqrt(second[gene] / secondWeight) + plan.Epsilon);
            if (plan.Range == RangeRule.Clip)
                free[gene] = Math.Clamp(free[gene], limits[gene].Low, limits[gene].High);
        }
        return true;
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
