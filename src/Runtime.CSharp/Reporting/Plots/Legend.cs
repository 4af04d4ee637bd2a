using System.Collections.Immutable;
using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>The legend of a figure: one entry for each name, kind and tone of a mark.</summary>
internal sealed record Legend(ImmutableArray<(PlotMark Mark, double X, double Y)> Entries, double Height)
{
    private const double Row = 20;

    public static Legend Of(ImmutableArray<PlotPanel> panels, double width)
    {
        var seen = new HashSet<(string, Type, Tone)>();
        var entries = ImmutableArray.CreateBuilder<(PlotMark, double, double)>();
        var (x, y) = (4.0, 0.0);
        foreach (var panel in panels)
        foreach (var mark in panel.Marks)
        {
            if (mark.Name.Length == 0 || mark is HeatMapMark || !seen.Add((mark.Name, mark.GetType(), mark.Tone)))
                continue;
            var space = 30 + 6.4 * mark.Name.Length + 14;
            if (x > 4 && x + space > width)
                (x, y) = (4, y + Row);
            entries.Add((mark, x, y));
            x += space;
        }
        return new Legend(entries.ToImmutable(), entries.Count > 0 ? y + Row + 4 : 0);
    }

    public void Paint(StringBuilder svg, double left)
    {
        foreach (var (mark, x, y) in Entries)
        {
            Sample(svg, mark, left + x, y + 11);
            svg.Append(
                $"<text class=\"lg\" x=\"{NumberText.Pixel(left + x + 26)}\" y=\"{NumberText.Pixel(y + 15)}\">{Markup.Escape(mark.Name)}</text>"
            );
        }
    }

    private static void Sample(StringBuilder svg, PlotMark mark, double x, double y)
    {
        var line = $"M{NumberText.Pixel(x)} {NumberText.Pixel(y)}h20";
        var block = $"M{NumberText.Pixel(x)} {NumberText.Pixel(y - 5)}h20v10h-20Z";
        switch (mark)
        {
            case LineMark { Dashed: true }:
                MarkPainter.Path(svg, "ln da", mark.Tone, line);
                break;
            case LineMark or StepMark:
                MarkPainter.Path(svg, "ln", mark.Tone, line);
                break;
            case ScatterMark scatter:
                var marker = PathText.Marker(scatter.Shape, x + 12, y, 6);
                MarkPainter.Path(svg, MarkPainter.MarkerClass(scatter.Shape, 6), mark.Tone, marker);
                break;
            case ReferenceMark:
                MarkPainter.Path(svg, "rf", mark.Tone, line);
                break;
            case BarMark:
                MarkPainter.Path(svg, "fl", mark.Tone, block);
                break;
            case HistogramMark:
                MarkPainter.Path(svg, "hi", mark.Tone, block);
                break;
            case BoxMark:
                MarkPainter.Path(svg, "bx", mark.Tone, block);
                break;
            default:
                MarkPainter.Path(svg, "bd", mark.Tone, block);
                break;
        }
    }
}
