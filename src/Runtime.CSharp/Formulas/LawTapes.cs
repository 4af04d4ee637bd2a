using Nano.Plan;

namespace Nano.Runtime.Formulas;

/// <summary>
/// A law ready to be evaluated: its value, and its slopes by arguments and by parameters. Not thread-safe: one for each
/// worker.
/// </summary>
public sealed class LawTapes
{
    private readonly Tape value;
    private readonly Tape[] argumentSlopes;
    private readonly Tape[] parameterSlopes;

    /// <exception cref="NanoException">N209: the plan's tapes are none, or not one for each argument and parameter.</exception>
    public LawTapes(LawPlan plan)
    {
        if (
            plan.ArgumentSlopes.Length != plan.Arguments.Length
            || plan.ParameterSlopes.Length != plan.Parameters.Length
        )
            throw new NanoException("N209", "a law has one slope for each argument and for each parameter");
        var steps = plan.ArgumentSlopes.Concat(plan.ParameterSlopes).Append(plan.Value).Sum(Words);
        if (steps > Tape.MostSteps)
            throw new NanoException("N209", $"a law of {steps} steps; at most {Tape.MostSteps} are run");
        Plan = plan;
        value = Tape.Of(plan, plan.Value);
        argumentSlopes = [.. plan.ArgumentSlopes.Select(tape => Tape.Of(plan, tape))];
        parameterSlopes = [.. plan.ParameterSlopes.Select(tape => Tape.Of(plan, tape))];
    }

    private static long Words(string tape) => tape.AsSpan().Count(' ') + 1L;

    /// <summary>What it was made from.</summary>
    public LawPlan Plan { get; }

    /// <summary>The value of each row; arguments are columns one after the other.</summary>
    public void Value(ReadOnlySpan<double> columns, Span<double> values) => value.Run(columns, values);

    /// <summary>The slope of each row by one of the arguments.</summary>
    public void ArgumentSlope(int argument, ReadOnlySpan<double> columns, Span<double> slopes) =>
        argumentSlopes[argument].Run(columns, slopes);

    /// <summary>The slope of each row by one of the parameters.</summary>
    public void ParameterSlope(int parameter, ReadOnlySpan<double> columns, Span<double> slopes) =>
        parameterSlopes[parameter].Run(columns, slopes);
}
