using System.Globalization;
using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>
/// Cells of a heat map and their colour bar. The colours follow cividis (Nuñez, Anderton and Renslow, 2018), which
/// looks the same to most colour-blind readers and grows steadily lighter, in 32 steps.
/// </summary>
public static class HeatMapPainter
{
    private const int Steps = 32;

    /// <summary>Width that the colour bar and its labels take to the right of a panel.</summary>
    public const double BarSpace = 62;

    public static void Cells(StringBuilder svg, HeatMapMark heat, AxisScale across, AxisScale up)
    {
        for (var index = 0; index < heat.Values.Length; index++)
        {
            var column = index % heat.Columns;
            var row = index / heat.Columns;
            var value = heat.Values[index];
            var left = across.Map(column - 0.5);
            var top = up.Map(row + 0.5);
            var width = NumberText.Pixel(across.Map(column + 0.5) - left);
            var height = NumberText.Pixel(up.Map(row - 0.5) - top);
            var place =
                $"x=\"{NumberText.Pixel(left)}\" y=\"{NumberText.Pixel(top)}\" width=\"{width}\" height=\"{height}\"";
            svg.Append(
                double.IsFinite(value)
                    ? $"<rect {place} fill=\"{Colour(Share(heat, value))}\"/>"
                    : $"<rect class=\"no\" {place}/>"
            );
        }
    }

    /// <summary>The colour scale from <paramref name="top"/> to <paramref name="bottom"/>, with ticks.</summary>
    public static void Bar(StringBuilder svg, HeatMapMark heat, double left, double top, double bottom)
    {
        var step = (bottom - top) / Steps;
        for (var index = 0; index < Steps; index++)
            svg.Append(
                $"<rect x=\"{NumberText.Pixel(left)}\" y=\"{NumberText.Pixel(bottom - (index + 1) * step)}\" width=\"12\" "
                    + $"height=\"{NumberText.Pixel(step + 0.5)}\" fill=\"{Colour((index + 0.5) / Steps)}\"/>"
            );
        if (!(heat.High > heat.Low) || !Ticks.Drawable(heat.Low, false) || !Ticks.Drawable(heat.High, false))
            return;
        foreach (var tick in Ticks.Linear(heat.Low, heat.High, 4).Items)
        {
            if (tick.Value < heat.Low || tick.Value > heat.High)
                continue;
            var y = bottom - (bottom - top) * (tick.Value - heat.Low) / (heat.High - heat.Low);
            svg.Append(
                $"<text class=\"tk\" x=\"{NumberText.Pixel(left + 16)}\" y=\"{NumberText.Pixel(y + 4)}\">{tick.Label}</text>"
            );
        }
    }

    private static double Share(HeatMapMark heat, double value) =>
        heat.High > heat.Low ? Math.Clamp((value - heat.Low) / (heat.High - heat.Low), 0, 1) : 0.5;

    private static string Colour(double share)
    {
        ReadOnlySpan<int> anchors = [0x00224E, 0x35456C, 0x666970, 0x948E77, 0xC8B866, 0xFEE838];
        var position = Math.Round(share * Steps) / Steps * (anchors.Length - 1);
        var below = Math.Min((int)position, anchors.Length - 2);
        var colour = 0;
        foreach (var shift in (ReadOnlySpan<int>)[16, 8, 0])
        {
            var low = (anchors[below] >> shift) & 0xFF;
            var high = (anchors[below + 1] >> shift) & 0xFF;
            colour |= (int)Math.Round(low + (position - below) * (high - low)) << shift;
        }
        return "#" + colour.ToString("x6", CultureInfo.InvariantCulture);
    }
}
