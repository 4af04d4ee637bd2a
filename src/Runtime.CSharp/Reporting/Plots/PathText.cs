using System.Collections.Immutable;
using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>
/// The data of SVG paths, kept short: a line is reduced to first, lowest, highest and last point of each pixel
/// column (nothing that could be seen is lost), and of points that fall on the same pixel one is drawn.
/// </summary>
public static class PathText
{
    /// <summary>More markers than this are thinned out on a coarser grid: the eye sees a cloud, not points.</summary>
    public const int MostMarkers = 1500;

    private const int NoColumn = int.MinValue;

    public static string Line(ImmutableArray<double> x, ImmutableArray<double> y, AxisScale across, AxisScale up)
    {
        var builder = new StringBuilder();
        var column = NoColumn;
        var group = new List<(double X, double Y)>();
        var begun = false;
        for (var index = 0; index < Math.Min(x.Length, y.Length); index++)
        {
            if (!Ticks.Drawable(x[index], across.Logarithmic) || !Ticks.Drawable(y[index], up.Logarithmic))
            {
                End();
                continue;
            }
            var point = (X: across.Map(x[index]), Y: up.Map(y[index]));
            var here = (int)Math.Floor(point.X);
            if (here != column)
                begun = Flush(builder, group, begun);
            column = here;
            group.Add(point);
        }
        End();
        return builder.ToString();

        void End()
        {
            // A point between two gaps has no line: a small plus shows it.
            if (!begun && group.Count == 1)
                builder.Append(Marker(Shape.Plus, group[0].X, group[0].Y, 5));
            else
                Flush(builder, group, begun);
            group.Clear();
            column = NoColumn;
            begun = false;
        }
    }

    /// <summary>A staircase: each value holds until the next x.</summary>
    public static string Step(ImmutableArray<double> x, ImmutableArray<double> y, AxisScale across, AxisScale up)
    {
        var builder = new StringBuilder();
        var begun = false;
        for (var index = 0; index < Math.Min(x.Length, y.Length); index++)
        {
            if (!Ticks.Drawable(x[index], across.Logarithmic) || !Ticks.Drawable(y[index], up.Logarithmic))
            {
                begun = false;
                continue;
            }
            var left = NumberText.Pixel(across.Map(x[index]));
            var height = NumberText.Pixel(up.Map(y[index]));
            builder.Append(begun ? $"H{left}V{height}" : $"M{left} {height}");
            begun = true;
        }
        return builder.ToString();
    }

    /// <summary>Upper edge forwards and lower edge backwards, closed.</summary>
    public static string Band(BandMark band, AxisScale across, AxisScale up)
    {
        var kept = new List<int>();
        for (var index = 0; index < Math.Min(band.X.Length, Math.Min(band.Low.Length, band.High.Length)); index++)
            if (
                Ticks.Drawable(band.X[index], across.Logarithmic)
                && Ticks.Drawable(band.Low[index], up.Logarithmic)
                && Ticks.Drawable(band.High[index], up.Logarithmic)
            )
                kept.Add(index);
        if (kept.Count == 0)
            return "";
        var upper = Line([.. kept.Select(i => band.X[i])], [.. kept.Select(i => band.High[i])], across, up);
        kept.Reverse();
        var lower = Line([.. kept.Select(i => band.X[i])], [.. kept.Select(i => band.Low[i])], across, up);
        return upper + "L" + lower[1..] + "Z";
    }

    /// <summary>Markers on whole cells of the pixel grid once there are too many of them.</summary>
    public static string Markers(ScatterMark scatter, AxisScale across, AxisScale up, double size)
    {
        var points = new List<(double X, double Y)>();
        for (var index = 0; index < Math.Min(scatter.X.Length, scatter.Y.Length); index++)
            if (
                Ticks.Drawable(scatter.X[index], across.Logarithmic) && Ticks.Drawable(scatter.Y[index], up.Logarithmic)
            )
                points.Add((across.Map(scatter.X[index]), up.Map(scatter.Y[index])));
        var cell = 0.5;
        var kept = OnePerCell(points, cell);
        while (kept.Count > MostMarkers && cell < 8)
        {
            cell *= 1.5;
            kept = OnePerCell(points, cell);
        }
        var builder = new StringBuilder();
        foreach (var (left, top) in kept)
            builder.Append(Marker(scatter.Shape, left, top, size));
        return builder.ToString();
    }

    /// <summary>One marker. Filled discs and squares are strokes of no length: their caps are the marker.</summary>
    public static string Marker(Shape shape, double x, double y, double size)
    {
        var half = size / 2;
        return shape switch
        {
            Shape.Disc or Shape.Square => $"M{At(x, y)}h0",
            Shape.Ring =>
                $"M{At(x - half, y)}a{At(half, half)} 0 1 0 {At(size, 0)}a{At(half, half)} 0 1 0 {At(-size, 0)}",
            Shape.Frame => $"M{At(x - half, y - half)}h{P(size)}v{P(size)}h{P(-size)}z",
            Shape.Cross => $"M{At(x - half, y - half)}l{At(size, size)}m0 {P(-size)}l{At(-size, size)}",
            Shape.Plus => $"M{At(x - half, y)}h{P(size)}M{At(x, y - half)}v{P(size)}",
            Shape.Diamond => $"M{At(x, y - half)}l{At(half, half)}l{At(-half, half)}l{At(-half, -half)}z",
            _ => throw new NotSupportedException($"no marker is known for {shape}"),
        };

        static string P(double value) => NumberText.Pixel(value);
        static string At(double left, double top) => $"{P(left)} {P(top)}";
    }

    private static List<(double X, double Y)> OnePerCell(List<(double X, double Y)> points, double cell)
    {
        var seen = new HashSet<(int, int)>();
        var kept = new List<(double X, double Y)>();
        foreach (var point in points)
            if (seen.Add(((int)Math.Floor(point.X / cell), (int)Math.Floor(point.Y / cell))))
                kept.Add(point);
        return kept;
    }

    private static bool Flush(StringBuilder builder, List<(double X, double Y)> group, bool begun)
    {
        if (group.Count == 0)
            return begun;
        var lowest = 0;
        var highest = 0;
        for (var index = 1; index < group.Count; index++)
        {
            if (group[index].Y < group[lowest].Y)
                lowest = index;
            if (group[index].Y > group[highest].Y)
                highest = index;
        }
        for (var index = 0; index < group.Count; index++)
        {
            if (group.Count > 4 && index != 0 && index != lowest && index != highest && index != group.Count - 1)
                continue;
            builder.Append(begun ? 'L' : 'M');
            builder.Append(NumberText.Pixel(group[index].X)).Append(' ').Append(NumberText.Pixel(group[index].Y));
            begun = true;
        }
        group.Clear();
        return begun;
    }
}
