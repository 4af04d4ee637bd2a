using Nano.Plan;

namespace Nano.Runtime.Hopping;

/// <summary>Whether the numbers of a plan describe a device at all.</summary>
internal static class HoppingPlanCheck
{
    /// <exception cref="NanoException">N244, with the number and its range.</exception>
    public static void Demand(HoppingPlan plan)
    {
        Require(plan.Acceptors is >= 1 and <= 2000, "the number of acceptors", plan.Acceptors, "1 to 2000");
        Require(plan.Donors is >= 0 and <= 2000, "the number of donors", plan.Donors, "0 to 2000");
        Positive(plan.Radius, "the radius (metres)");
        Require(plan.Radius > 2 * HoppingLayout.RimGap, "the radius (metres)", plan.Radius, "more than 2e-9");
        Positive(plan.ElectrodeWidth, "the electrode width (metres)");
        Positive(plan.Localisation, "the localisation length (metres)");
        Require(plan.Permittivity >= 1, "the permittivity", plan.Permittivity, "1 or more");
        Require(
            plan.DisorderElectronvolts >= 0 && double.IsFinite(plan.DisorderElectronvolts),
            "the disorder (electronvolts)",
            plan.DisorderElectronvolts,
            "0 or more"
        );
        Require(plan.Temperature is >= 1 and <= 2000, "the temperature (kelvin)", plan.Temperature, "1 to 2000");
        Positive(plan.AttemptFrequency, "the attempt frequency (hertz)");
        Require(plan.ShortestHop >= 0, "the shortest hop (metres)", plan.ShortestHop, "0 or more");
        Require(
            plan.LongestHop > plan.ShortestHop,
            "the longest hop (metres)",
            plan.LongestHop,
            "more than the shortest"
        );
        Require(plan.Spacing >= 0, "the spacing of acceptors (metres)", plan.Spacing, "0 or more");
    }

    private static void Positive(double value, string what) =>
        Require(value > 0 && double.IsFinite(value), what, value, "more than 0");

    private static void Require(bool holds, string what, double found, string range)
    {
        if (!holds)
            throw new NanoException("N244", $"{what} is {found:G6}; it must be {range}");
    }
}
