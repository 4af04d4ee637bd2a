namespace Nano.Runtime.Reporting.Plots;

/// <summary>Room around the axes of every panel of a figure, the same for all so that they stand in line.</summary>
internal readonly record struct Margins(double Left, double Right, double Top, double Bottom)
{
    public static Margins Of(ReadOnlySpan<PanelFrame> panels, PlotFigure figure)
    {
        var letter = Letter(figure.Compact);
        var widest = 0.0;
        var titled = false;
        var heat = false;
        foreach (var panel in panels)
        {
            titled |= panel.Panel.Title.Length > 0;
            heat |= panel.Heat is not null;
            foreach (var tick in panel.Up.Items)
                widest = Math.Max(widest, PanelFrame.Shown(panel.Panel.Y, tick).Length * letter);
        }
        var label = figure.Compact ? 0 : 20;
        return new Margins(
            widest + label + 8,
            heat ? HeatMapPainter.BarSpace
                : figure.Compact ? 8
                : 14,
            titled || heat ? (figure.Compact ? 16 : 22) : 8,
            (figure.Compact ? 16 : 20) + label
        );
    }

    /// <summary>Average width of a digit, in pixels.</summary>
    public static double Letter(bool compact) => compact ? 5.4 : 6.6;
}
