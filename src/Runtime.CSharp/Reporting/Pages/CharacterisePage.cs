using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Curves;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The report of a characterisation.</summary>
public static class CharacterisePage
{
    public static ReportPage Of(ReportInput input, CharacteriseResult result)
    {
        if (input.Plan.Protocol is not CharacterisePlan plan)
            throw new ArgumentException("a characterise result needs a characterise plan", nameof(input));
        return new ReportPage(
            input.Plan.Name,
            Headline(result),
            [
                $"Read from {result.Device} on {result.Instrument}; curves.csv and the other tables lie beside this page.",
                Noise(result),
            ],
            Warnings(input, result),
            KeyFigures(input, result),
            [
                new ReportSection("Curves", CurveFigures.Blocks(result)),
                .. Where(result.Shares.Length > 0, () => new("Negative slopes", SlopeFigures.Blocks(plan, result))),
                .. Where(
                    result.Maps.Length > 0,
                    () => new("Maps", [.. result.Maps.SelectMany(map => MapFigures.Blocks(map, result.Noise > 0))])
                ),
                .. Where(
                    result.Temperatures is not null,
                    () =>
                        new(
                            "Temperature",
                            TemperatureFigures.Blocks(input.Plan.Devices[plan.Device].Physics, result.Temperatures!)
                        )
                ),
                .. PlanWords.Sections(input),
            ]
        );
    }

    private static IEnumerable<ReportSection> Where(bool isThere, Func<ReportSection> section) =>
        isThere ? [section()] : [];

    private static string Headline(CharacteriseResult result)
    {
        var windows = Upwards(result);
        var curves = windows.Select(item => item.Electrode).Distinct().Count();
        var deepest = windows.OrderByDescending(item => item.Window.Depth).FirstOrDefault();
        return windows.Length == 0
            ? $"No window of negative differential resistance{(result.Noise > 0 ? " clear of the noise" : "")} on "
                + $"{Words.Plural(result.Curves.Length, "curve", "curves")}."
            : $"{Words.Plural(windows.Length, "window", "windows")} of negative differential resistance on "
                + $"{curves} of {Words.Plural(result.Curves.Length, "curve", "curves")}; the deepest on "
                + $"{CharacteriseWords.Window(deepest.Electrode, deepest.Window)}.";
    }

    /// <summary>Windows that stand clear of the noise, on the way up.</summary>
    private static ImmutableArray<(int Electrode, NdrWindow Window)> Upwards(CharacteriseResult result) =>
        [
            .. result.Curves.SelectMany(curve =>
                curve
                    .Falls.Where(window => window is { Back: false, Clear: true })
                    .Select(window => (curve.Electrode, window))
            ),
        ];

    private static string Noise(CharacteriseResult result) =>
        result.Noise > 0
            ? $"A reading at rest scatters by {NumberText.Rounded(result.Noise)} nA (standard deviation of "
                + $"{RestNoise.Readings}). A fall is clear when it is deeper than white noise of this size makes it on a flat curve, "
                + "but for one curve in a thousand, and than twice the deepest fall of a record at rest as long as a curve; "
                + "hysteresis, when it is more than such noise and 2.5 times that record make; a slope, when it is more than "
                + "three standard errors below 0. What drifts faster than at rest can still look like hysteresis."
            : "The instrument has no noise: every fall and every negative slope counts.";

    private static ImmutableArray<string> Warnings(ReportInput input, CharacteriseResult result) =>
        result.Missing == 0
            ? input.Facts.Warnings
            :
            [
                .. input.Facts.Warnings,
                $"{NumberText.Count(result.Missing)} of {NumberText.Count(result.Readings)} readings had no steady state; they are missing in curves, maps and counts.",
            ];

    private static ImmutableArray<KeyFigure> KeyFigures(ReportInput input, CharacteriseResult result)
    {
        var keys = ImmutableArray.CreateBuilder<KeyFigure>();
        var largest = result.Curves.Max(curve => curve.Largest);
        keys.Add(new($"{CharacteriseWords.Number(largest)} nA", "largest |current| of a curve"));
        keys.Add(new(CharacteriseWords.Ohms(result.Output), "output resistance at 0 V"));
        if (result.Shares.Length > 0)
        {
            var least = result.Shares.Min(share => share.ClearShare);
            var most = result.Shares.Max(share => share.ClearShare);
            keys.Add(
                new(
                    $"{NumberText.Fixed(100 * least, 1)}–{NumberText.Fixed(100 * most, 1)} %",
                    "negative slopes at random settings"
                )
            );
        }
        if (result.Temperatures?.OutputFit is { } fit)
            keys.Add(
                new($"{NumberText.Rounded(fit.T0)} K", $"T₀ of the output (R² {NumberText.Rounded(fit.RSquared, 4)})")
            );
        keys.Add(new(NumberText.Count(result.Readings), "readings"));
        keys.Add(new(Words.Duration(input.Facts.Seconds), "duration"));
        return keys.ToImmutable();
    }
}
