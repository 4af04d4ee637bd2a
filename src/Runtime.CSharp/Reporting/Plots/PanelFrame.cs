using System.Collections.Immutable;
using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>One panel with its axes found: frame, grid, ticks, labels and marks.</summary>
internal sealed record PanelFrame(PlotPanel Panel, MarkExtent Extent, TickRow Across, TickRow Up)
{
    private const int LongestLabel = 14;

    /// <summary>Pixels between the frame and the ends of the axes, so that markers on the edge stay whole.</summary>
    private const double Inset = 6;

    public HeatMapMark? Heat => Panel.Marks.OfType<HeatMapMark>().FirstOrDefault();

    public static PanelFrame Fit(PlotPanel panel, PlotFigure figure)
    {
        var extent = MarkExtent.Of(panel);
        var ticksAcross = (int)Math.Clamp(figure.PanelWidth / (figure.Compact ? 45 : 65), 3, 8);
        var ticksUp = (int)Math.Clamp(figure.PanelHeight / (figure.Compact ? 32 : 45), 3, 7);
        return new PanelFrame(
            panel,
            extent,
            AxisScale.Fit(panel.X, extent.X, ticksAcross),
            AxisScale.Fit(panel.Y, extent.Y, ticksUp)
        );
    }

    /// <summary>A tick label as it is written: long names are cut, numbers never.</summary>
    public static string Shown(Axis axis, Tick tick) =>
        axis.Categories.Length > 0 && tick.Label.Length > LongestLabel
            ? tick.Label[..(LongestLabel - 1)] + "…"
            : tick.Label;

    public void Paint(StringBuilder svg, double left, double top, PlotFigure figure, Margins margins)
    {
        var frameLeft = left + margins.Left;
        var frameTop = top + margins.Top;
        var frameRight = left + figure.PanelWidth - margins.Right;
        var frameBottom = top + figure.PanelHeight - margins.Bottom;
        var inset = Heat is null ? Inset : 0;
        var across = new AxisScale(Across, Panel.X.Logarithmic, frameLeft + inset, frameRight - inset);
        var up = new AxisScale(Up, Panel.Y.Logarithmic, frameBottom - inset, frameTop + inset);

        Grid(svg, across, up, frameLeft, frameTop, frameRight, frameBottom);
        TickLabels(svg, across, up, frameLeft, frameBottom, figure.Compact);
        foreach (var mark in Panel.Marks)
            MarkPainter.Paint(svg, mark, across, up, figure.Compact);
        if (Heat is { } heat)
        {
            HeatMapPainter.Bar(svg, heat, frameRight + 10, frameTop, frameBottom);
            Write(svg, "tk en", frameRight + HeatMapPainter.BarSpace - 2, frameTop - 8, heat.Name);
        }
        svg.Append(
            $"<path class=\"{(Panel.Flagged ? "fg" : "pa")}\" d=\"M{NumberText.Pixel(frameLeft)} {NumberText.Pixel(frameTop)}"
                + $"H{NumberText.Pixel(frameRight)}V{NumberText.Pixel(frameBottom)}H{NumberText.Pixel(frameLeft)}Z\"/>"
        );
        // Bold letters are wider; a title longer than its frame grows to the left, over the tick labels' margin.
        if (Panel.Title.Length * Margins.Letter(figure.Compact) * 1.2 > frameRight - frameLeft)
            Write(svg, "ti en", frameRight, frameTop - 5, Panel.Title);
        else if (Panel.Title.Length > 0)
            Write(svg, "ti", frameLeft, frameTop - 5, Panel.Title);
        if (Extent.Drawn == 0)
            Write(svg, "mi", (frameLeft + frameRight) / 2, (frameTop + frameBottom) / 2, "no data");
        if (figure.Compact)
            return;
        Write(svg, "lb mi", (frameLeft + frameRight) / 2, top + figure.PanelHeight - 6, Panel.X.Text);
        var middle = NumberText.Pixel((frameTop + frameBottom) / 2);
        svg.Append(
            $"<text class=\"lb mi\" transform=\"translate({NumberText.Pixel(left + 13)} {middle}) rotate(-90)\">"
        );
        svg.Append(Markup.Escape(Panel.Y.Text)).Append("</text>");
    }

    private void Grid(
        StringBuilder svg,
        AxisScale across,
        AxisScale up,
        double left,
        double top,
        double right,
        double bottom
    )
    {
        if (Heat is not null)
            return;
        var lines = new StringBuilder();
        if (Panel.X.Categories.Length == 0)
            foreach (var tick in Across.Items)
                lines.Append(
                    $"M{NumberText.Pixel(across.Map(tick.Value))} {NumberText.Pixel(top)}V{NumberText.Pixel(bottom)}"
                );
        foreach (var tick in Up.Items)
            lines.Append($"M{NumberText.Pixel(left)} {NumberText.Pixel(up.Map(tick.Value))}H{NumberText.Pixel(right)}");
        svg.Append($"<path class=\"gr\" d=\"{lines}\"/>");
    }

    private void TickLabels(StringBuilder svg, AxisScale across, AxisScale up, double left, double bottom, bool compact)
    {
        var letter = Margins.Letter(compact);
        var baseline = bottom + (compact ? 11 : 15);
        var free = double.NegativeInfinity;
        foreach (var tick in Across.Items)
        {
            var label = Shown(Panel.X, tick);
            var centre = across.Map(tick.Value);
            var half = label.Length * letter / 2;
            // A label that would touch its neighbour is left out; the tick's line stays.
            if (centre - half < free)
                continue;
            free = centre + half + 3;
            Write(svg, "mi", centre, baseline, label);
        }
        var lowest = double.PositiveInfinity;
        foreach (var tick in Up.Items)
        {
            var height = up.Map(tick.Value);
            if (height > lowest)
                continue;
            lowest = height - (compact ? 9 : 12);
            Write(svg, "en", left - 5, height + (compact ? 3.3 : 4), Shown(Panel.Y, tick));
        }
    }

    private static void Write(StringBuilder svg, string style, double x, double y, string text) =>
        svg.Append(
            $"<text class=\"{style}\" x=\"{NumberText.Pixel(x)}\" y=\"{NumberText.Pixel(y)}\">{Markup.Escape(text)}</text>"
        );
}
