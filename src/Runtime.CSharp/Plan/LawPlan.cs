using System.Collections.Immutable;

namespace Nano.Plan;

/// <summary>
/// A formula as the machine evaluates it. A tape is the formula in postfix notation, words with one space between them:
/// numbers, names of arguments and parameters, functions of what stands last (<c>exp</c>), operations on the last two
/// (<c>/</c>). So <c>x 1 x abs i0 / + /</c> is x/(1 + |x|/i0).
/// </summary>
/// <param name="Value">The tape of the value.</param>
/// <param name="ArgumentSlopes">Tapes of its slope by each argument.</param>
/// <param name="ParameterSlopes">Tapes of its slope by each parameter.</param>
public sealed record LawPlan(
    ImmutableArray<string> Arguments,
    ImmutableArray<LawParameterPlan> Parameters,
    string Value,
    ImmutableArray<string> ArgumentSlopes,
    ImmutableArray<string> ParameterSlopes
);

/// <summary>A named number of a law, in its units: volts, kelvins; currents in nanoamperes where a dopant network uses it.</summary>
public sealed record LawParameterPlan(string Name, double Value);
