using System.Collections.Immutable;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Sentences and small numbers that several pages share.</summary>
public static class Words
{
    public static string SurrogateError(SurrogateStudy study) =>
        $"Root-mean-square error (RMSE) {NumberText.Rounded(study.Error)} nA"
        + (
            study.Spread > 0
                ? $", {Percent(study.Error / study.Spread)} of the spread of {NumberText.Rounded(study.Spread)} nA"
                : ""
        )
        + $"; correlation {NumberText.Rounded(study.Correlation, 4)}.";

    public static string Percent(double share) => NumberText.Rounded(100 * share, 2) + "\u00A0%";

    public static string Duration(double seconds) =>
        !double.IsFinite(seconds) || seconds < 0 ? "unknown"
        : seconds < 1 ? $"{NumberText.Rounded(1000 * seconds, 2)} ms"
        : seconds < 120 ? $"{NumberText.Rounded(seconds, 3)} s"
        : seconds < 7200 ? $"{(long)seconds / 60} min {(long)seconds % 60} s"
        : $"{(long)Math.Min(seconds, 1e12) / 3600} h {(long)Math.Min(seconds, 1e12) % 3600 / 60} min";

    public static string Plural(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    /// <summary>Root-mean-square difference over the pairs that are finite; NaN where there is none.</summary>
    public static double RootMeanSquare(ImmutableArray<double> a, ImmutableArray<double> b)
    {
        var sum = 0.0;
        var count = 0;
        for (var index = 0; index < Math.Min(a.Length, b.Length); index++)
        {
            var difference = a[index] - b[index];
            if (!Ticks.Drawable(difference, false))
                continue;
            sum += difference * difference;
            count++;
        }
        return count > 0 ? Math.Sqrt(sum / count) : double.NaN;
    }

    /// <summary>"01" where all coordinates are −1 or 1; the number of the point where they are not.</summary>
    public static ImmutableArray<string> PointNames(ImmutableArray<ImmutableArray<double>> points)
    {
        if (points.All(point => point.All(value => value is 1 or -1)))
            return [.. points.Select(point => string.Concat(point.Select(value => value > 0 ? '1' : '0')))];
        return [.. Enumerable.Range(1, points.Length).Select(point => $"{point}")];
    }

    /// <summary>Warnings of the run, then the voltages outside their limits.</summary>
    public static ImmutableArray<string> Warnings(
        ReportInput input,
        ImmutableArray<ControlSlot> slots,
        IEnumerable<Finding> findings
    )
    {
        var outside = ControlSlots.Outside(slots, findings.Where(finding => finding.Found));
        if (outside.Length == 0)
            return input.Facts.Warnings;
        var named = string.Join("; ", outside.Take(5).Select(item => $"{item.Finding.Name} ({item.Words})"));
        var more = outside.Length > 5 ? $"; and {outside.Length - 5} more" : "";
        return
        [
            .. input.Facts.Warnings,
            $"control voltages outside their limits in {Plural(outside.Length, "finding", "findings")}: {named}{more}.",
        ];
    }
}
