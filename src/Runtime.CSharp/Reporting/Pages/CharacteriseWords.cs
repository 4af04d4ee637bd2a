using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Settings and quantities of a characterisation in words.</summary>
public static class CharacteriseWords
{
    public static IEnumerable<(string, string)> Settings(CharacterisePlan plan)
    {
        yield return (
            "protocol",
            $"characterise, curves of {NumberText.Count(plan.Points)} points"
                + (plan.Directions == Directions.Both ? ", up and back" : "")
        );
        yield return (
            "rest",
            plan.Rest.All(volts => volts == 0)
                ? "0 V on every electrode that is not swept"
                : string.Join(", ", plan.Rest.Select(volts => $"{NumberText.Setting(volts)} V"))
                    + " on the electrodes in ascending order"
        );
        yield return ("plateau", $"mean of {Words.Plural(plan.Plateau, "sample", "samples")} for each reading");
        yield return (
            "slopes",
            $"central differences of ±{NumberText.Setting(plan.Step)} V at {NumberText.Count(plan.Settings)} random settings"
        );
        foreach (var map in plan.Maps)
            yield return ("map", $"{map.Points} × {map.Points} points");
        if (plan.Temperatures.Length > 0)
            yield return (
                "temperatures",
                string.Join(", ", plan.Temperatures.Select(kelvin => NumberText.Setting(kelvin))) + " K"
            );
    }

    /// <summary>"1.1×10¹⁰ Ω", or why there is none.</summary>
    public static string Ohms(ZeroBias slope) =>
        slope.Ohms is { } ohms ? $"{NumberText.Rounded(ohms)} Ω"
        : slope.Slope is null ? "no steady state"
        : "not clear of zero";

    /// <summary>A value, or a dash where there is none.</summary>
    public static string Number(double? value, int digits = 3) =>
        value is { } known ? NumberText.Rounded(known, digits) : "–";

    /// <summary>"12.3 % (10.9–13.8 %)".</summary>
    public static string Share(double share, Bounds interval) =>
        $"{NumberText.Fixed(100 * share, 1)} % ({NumberText.Fixed(100 * interval.Low, 1)}–{NumberText.Fixed(100 * interval.High, 1)} %)";

    /// <summary>"electrode 3, 0.20 to 0.35 V: 0.945 → 0.876 nA".</summary>
    public static string Window(int electrode, NdrWindow window) =>
        $"electrode {electrode}, {NumberText.Setting(Math.Round(window.FromVolts, 4))} to {NumberText.Setting(Math.Round(window.ToVolts, 4))} V: "
        + $"{NumberText.Rounded(window.FromNanoamperes)} → {NumberText.Rounded(window.ToNanoamperes)} nA";
}
