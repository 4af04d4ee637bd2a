using System.Collections.Immutable;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>One axis: what it shows and in which unit ("" where it has none).</summary>
public sealed record Axis(string Label, string Unit = "")
{
    /// <summary>Logarithmic, base 10; values that are not positive are skipped. Never so for categories.</summary>
    public bool Logarithmic
    {
        get => field && Categories.Length == 0;
        init;
    }

    /// <summary>Names for the positions 0, 1, 2 …; the axis then runs from −0.5 to n − 0.5.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Values that the axis must reach whatever the data.</summary>
    public ImmutableArray<double> Include { get; init; } = [];

    /// <summary>The label as it is written beside the axis.</summary>
    public string Text => Unit.Length > 0 ? $"{Label} ({Unit})" : Label;
}

/// <summary>One coordinate system with its marks, painted in order.</summary>
public sealed record PlotPanel(Axis X, Axis Y, ImmutableArray<PlotMark> Marks)
{
    public string Title { get; init; } = "";

    /// <summary>Set apart by a coloured frame (and, by the caller, in the words of the title).</summary>
    public bool Flagged { get; init; }
}

/// <summary>A figure: one panel or a grid of them, with one legend.</summary>
/// <param name="Name">File name without ending; also the root of the identifiers inside the SVG.</param>
/// <param name="Title">Short title, read out by screen readers.</param>
/// <param name="Description">What one sees, for those who do not see it.</param>
public sealed record PlotFigure(string Name, string Title, string Description, ImmutableArray<PlotPanel> Panels)
{
    public int Columns { get; init; } = 1;

    /// <summary>Pixels of one panel with its margins.</summary>
    public double PanelWidth { get; init; } = 620;

    public double PanelHeight { get; init; } = 300;

    /// <summary>Small panels: smaller type, fewer ticks, axis labels written once for the whole grid.</summary>
    public bool Compact { get; init; }
}

/// <summary>A drawn figure.</summary>
/// <param name="Svg">One <c>svg</c> element.</param>
/// <param name="Skipped">Points that could not be drawn: not finite, or not positive on a logarithmic axis.</param>
public sealed record DrawnPlot(string Svg, int Skipped);
