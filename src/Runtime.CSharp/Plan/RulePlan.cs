using System.Text.Json.Serialization;

namespace Nano.Plan;

/// <summary>What a search goes by.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(NamedCriterionPlan), "named")]
[JsonDerivedType(typeof(LossCriterionPlan), "loss")]
public abstract record CriterionPlan
{
    /// <summary>A criterion by its name.</summary>
    public static implicit operator CriterionPlan(Criterion named) => new NamedCriterionPlan(named);
}

/// <summary>One of those that Nano knows.</summary>
public sealed record NamedCriterionPlan(Criterion Criterion) : CriterionPlan;

/// <summary>The mean of a formula of the current (or what else the network ends with) and the label, 0 or 1; to be small.</summary>
public sealed record LossCriterionPlan(LawPlan Law) : CriterionPlan;

/// <summary>What a search maximises: formulas in <c>Nano.Runtime.Learning.Criteria</c>.</summary>
public enum Criterion
{
    /// <summary>Pearson's correlation of currents and labels.</summary>
    Correlation,

    /// <summary>Correlation times a sigmoid of the gap between the classes.</summary>
    CorrelationSigmoid,

    /// <summary>Squared distance of the class means over the sum of the variances.</summary>
    Fisher,

    /// <summary>Fraction of the points on their right side of the best threshold.</summary>
    Accuracy,
}

/// <summary>How gradient search keeps control voltages inside their limits.</summary>
public enum RangeRule
{
    /// <summary>A differentiated penalty on every volt outside.</summary>
    Penalty,

    /// <summary>Projection onto the limits after each step.</summary>
    Clip,

    /// <summary>A free variable mapped smoothly (tanh) into the limits: never outside, even between steps.</summary>
    Smooth,
}

/// <summary>How control voltages are searched.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(GeneticPlan), "genetic")]
[JsonDerivedType(typeof(GradientPlan), "gradient")]
public abstract record RulePlan(CriterionPlan Criterion, double StopCorrelation);

/// <summary>Linear ranking, stochastic universal sampling, BLX-α-β crossover, triangular mutation.</summary>
/// <param name="StopCorrelation">The search ends when the best genome separates all points and reaches this correlation.</param>
public sealed record GeneticPlan(
    CriterionPlan Criterion,
    double StopCorrelation,
    int Elite,
    int Offspring,
    int Generations,
    double Alpha,
    double Beta
) : RulePlan(Criterion, StopCorrelation);

/// <summary>Adam on the control voltages, through the surrogate or through the device's exact derivatives.</summary>
/// <param name="Rate">Step size in volts.</param>
/// <param name="PenaltyWeight">Loss for each volt outside the limits; only for <see cref="RangeRule.Penalty"/>.</param>
public sealed record GradientPlan(
    CriterionPlan Criterion,
    double StopCorrelation,
    int Epochs,
    double Rate,
    double Beta1,
    double Beta2,
    double Epsilon,
    RangeRule Range,
    double PenaltyWeight
) : RulePlan(Criterion, StopCorrelation);
