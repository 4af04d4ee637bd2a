using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>
/// Draws a figure as SVG: static, without scripts, the same bytes for the same figure on every machine.
/// </summary>
public static class SvgPlot
{
    /// <summary>A file of its own, which carries its style.</summary>
    public static DrawnPlot Standalone(PlotFigure figure)
    {
        var drawn = Draw(figure, PlotStyle.Standalone);
        return drawn with { Svg = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + drawn.Svg + "\n" };
    }

    /// <summary>An element for a page that holds <see cref="PlotStyle.Page"/>.</summary>
    public static DrawnPlot Inline(PlotFigure figure) => Draw(figure, "");

    private static DrawnPlot Draw(PlotFigure figure, string style)
    {
        var columns = Math.Max(1, Math.Min(figure.Columns, figure.Panels.Length));
        var rows = (figure.Panels.Length + columns - 1) / columns;
        var panels = figure.Panels.Select(panel => PanelFrame.Fit(panel, figure)).ToArray();
        var width = columns * figure.PanelWidth;
        var legend = Legend.Of(figure.Panels, width);
        // Compact grids write their axis labels once, below and to the left of all panels.
        var left = figure.Compact ? 18 : 0;
        var bottom = figure.Compact ? 20 : 0;
        var height = legend.Height + rows * figure.PanelHeight + bottom;
        var margins = Margins.Of(panels, figure);
        var skipped = panels.Sum(panel => panel.Extent.Skipped);

        var svg = new StringBuilder();
        var (x, y) = (NumberText.Pixel(width + left), NumberText.Pixel(height));
        var name = Markup.Identifier(figure.Name);
        var home = style.Length > 0 ? " xmlns=\"http://www.w3.org/2000/svg\"" : "";
        svg.Append($"<svg{home} class=\"plot{(figure.Compact ? " compact" : "")}\" ");
        svg.Append($"width=\"{x}\" height=\"{y}\" viewBox=\"0 0 {x} {y}\" role=\"img\" ");
        svg.Append($"aria-labelledby=\"{name}-title {name}-desc\">");
        svg.Append($"<title id=\"{name}-title\">{Markup.Escape(figure.Title)}</title>");
        svg.Append($"<desc id=\"{name}-desc\">{Markup.Escape(figure.Description)}</desc>");
        if (style.Length > 0)
            svg.Append($"<style>{style.Replace("&", "&amp;", StringComparison.Ordinal)}</style>");
        legend.Paint(svg, left);
        for (var index = 0; index < panels.Length; index++)
            panels[index]
                .Paint(
                    svg,
                    left + index % columns * figure.PanelWidth,
                    legend.Height + index / columns * figure.PanelHeight,
                    figure,
                    margins
                );
        if (figure.Compact && figure.Panels.Length > 0)
            SharedLabels(
                svg,
                figure.Panels[0],
                left + width / 2,
                height - 6,
                legend.Height + (height - legend.Height - bottom) / 2
            );
        svg.Append("</svg>");
        return new DrawnPlot(svg.ToString(), skipped);
    }

    private static void SharedLabels(StringBuilder svg, PlotPanel first, double middle, double bottom, double centre)
    {
        svg.Append(
            $"<text class=\"lb mi\" x=\"{NumberText.Pixel(middle)}\" y=\"{NumberText.Pixel(bottom)}\">{Markup.Escape(first.X.Text)}</text>"
        );
        svg.Append(
            $"<text class=\"lb mi\" transform=\"translate(12 {NumberText.Pixel(centre)}) rotate(-90)\">{Markup.Escape(first.Y.Text)}</text>"
        );
    }
}
