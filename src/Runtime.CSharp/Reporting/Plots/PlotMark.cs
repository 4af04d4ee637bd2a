using System.Collections.Immutable;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>
/// What can stand in a panel, in data units. Marks of the same name, kind and tone share one line of the legend; an
/// empty name keeps a mark out of it. Values that cannot be drawn (NaN, ±∞, not positive on a log axis) are skipped.
/// </summary>
public abstract record PlotMark(string Name, Tone Tone);

/// <summary>A polyline; it breaks where a point cannot be drawn.</summary>
public sealed record LineMark(
    string Name,
    Tone Tone,
    ImmutableArray<double> X,
    ImmutableArray<double> Y,
    bool Dashed = false
) : PlotMark(Name, Tone);

/// <summary>A staircase that holds each value until the next point.</summary>
public sealed record StepMark(string Name, Tone Tone, ImmutableArray<double> X, ImmutableArray<double> Y)
    : PlotMark(Name, Tone);

/// <summary>Points.</summary>
public sealed record ScatterMark(
    string Name,
    Tone Tone,
    Shape Shape,
    ImmutableArray<double> X,
    ImmutableArray<double> Y
) : PlotMark(Name, Tone);

/// <summary>A shaded band between two curves.</summary>
public sealed record BandMark(
    string Name,
    Tone Tone,
    ImmutableArray<double> X,
    ImmutableArray<double> Low,
    ImmutableArray<double> High
) : PlotMark(Name, Tone);

/// <summary>Bars that stand on zero (on a log axis: on the lower edge). <paramref name="Width"/> in units of x.</summary>
public sealed record BarMark(
    string Name,
    Tone Tone,
    ImmutableArray<double> X,
    ImmutableArray<double> Heights,
    double Width
) : PlotMark(Name, Tone);

/// <summary>For each x a pale bar from low to high, such as the limits of a voltage.</summary>
public sealed record SpanMark(
    string Name,
    Tone Tone,
    ImmutableArray<double> X,
    ImmutableArray<double> Low,
    ImmutableArray<double> High,
    double Width
) : PlotMark(Name, Tone);

/// <summary>Counts of equally wide bins from <paramref name="Low"/> to <paramref name="High"/>, without gaps.</summary>
public sealed record HistogramMark(string Name, Tone Tone, double Low, double High, ImmutableArray<double> Counts)
    : PlotMark(Name, Tone);

/// <summary>Median, quartiles, whiskers to the furthest value within 1.5 interquartile ranges, and outliers (Tukey).</summary>
public sealed record BoxMark(string Name, Tone Tone, double X, ImmutableArray<double> Values, double Width)
    : PlotMark(Name, Tone);

/// <summary>
/// Coloured cells, row-major; cell (column c, row r) is the unit square around (c, r), row 0 at the bottom. Colours
/// run from <paramref name="Low"/> to <paramref name="High"/>; the scale stands beside the panel.
/// </summary>
public sealed record HeatMapMark(string Name, int Columns, ImmutableArray<double> Values, double Low, double High)
    : PlotMark(Name, Tone.Muted);

/// <summary>Which way a reference line runs; the diagonal is y = x.</summary>
public enum ReferenceLine
{
    Horizontal,
    Vertical,
    Diagonal,
}

/// <summary>A dashed line to compare with. It never widens an axis unless the axis is told to include its value.</summary>
public sealed record ReferenceMark(string Name, Tone Tone, ReferenceLine Line, double Value = 0) : PlotMark(Name, Tone);
