using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The result of a vc-dimension run in sentences.</summary>
public static class CapacityWords
{
    /// <summary>About the largest N with every labelling found, or about the best N where there is none.</summary>
    public static string Headline(ImmutableArray<CapacityLevel> levels)
    {
        if (levels.Length == 0)
            return "No number of points was tried.";
        var level = levels.LastOrDefault(item => item.Capacity >= 1) ?? levels.MaxBy(item => item.Capacity)!;
        return $"Capacity {NumberText.Fraction(level.Capacity)} at N = {level.Points}: {Counts(level)}";
    }

    public static ImmutableArray<string> Notes(VcDimensionResult result, VcDimensionPlan plan)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        var full = result.Levels.LastOrDefault(level => level.Capacity >= 1);
        var next = full is null ? null : result.Levels.FirstOrDefault(level => level.Points > full.Points);
        if (next is not null)
            notes.Add(
                $"At N = {next.Points} the capacity falls to {NumberText.Fraction(next.Capacity)}: {Counts(next)}"
            );
        else if (full is not null)
            notes.Add("This is the largest N that was tried: the true limit may lie higher.");
        notes.Add(
            "Capacity is the fraction of all labellings of N points, the two constant ones left out, for which control "
                + $"voltages were found {PlanWords.Where(plan.Search)}; {Device(result)}"
        );
        return notes.ToImmutable();
    }

    private static string Device(VcDimensionResult result) =>
        result.Levels.Any(level => level.ValidatedCapacity is not null)
            ? $"“the device” is {result.Device.Name} on {result.Device.Instrument}, where each finding was replayed."
            : $"nothing was replayed on {result.Device.Instrument}.";

    private static string Counts(CapacityLevel level)
    {
        var found =
            level.Found == level.Labellings
                ? $"all {level.Labellings} labellings found"
                : $"{level.Found} of {level.Labellings} labellings found";
        if (level.ValidatedCapacity is null)
            return found + ".";
        var held = VcDimensionPage.Held(level);
        return held == level.Found && held > 1
            ? found
                + (held == level.Labellings ? ", and all hold on the device." : $", and all {held} hold on the device.")
            : $"{found}, {held} {(held == 1 ? "holds" : "hold")} on the device.";
    }
}
