using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>Runs the search that a rule asks for.</summary>
public static class ControlSearch
{
    /// <summary>The best that the rule finds for the task.</summary>
    public static SearchResult Run(RulePlan rule, SearchTask task, RandomStream random, CancellationToken stop) =>
        rule switch
        {
            GeneticPlan genetic => new GeneticSearch(genetic, task, random).Run(stop),
            GradientPlan gradient => new GradientSearch(gradient, task, random).Run(stop),
            _ => throw new InvalidOperationException($"no search for a rule of type {rule.GetType().Name}"),
        };
}
