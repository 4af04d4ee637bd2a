using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>Paints the marks of one panel into an SVG.</summary>
public static class MarkPainter
{
    public static void Paint(StringBuilder svg, PlotMark mark, AxisScale across, AxisScale up, bool compact)
    {
        switch (mark)
        {
            case LineMark line:
                Path(svg, line.Dashed ? "ln da" : "ln", line.Tone, PathText.Line(line.X, line.Y, across, up));
                break;
            case StepMark step:
                Path(svg, "ln", step.Tone, PathText.Step(step.X, step.Y, across, up));
                break;
            case ScatterMark scatter:
                // An open marker around a filled one must leave its colour to be seen.
                var open = scatter.Shape is Shape.Ring or Shape.Frame;
                var size =
                    compact ? (open ? 7 : 4.6)
                    : scatter.X.Length > 300 ? 4
                    : open ? 7.5
                    : 6;
                Path(svg, MarkerClass(scatter.Shape, size), scatter.Tone, PathText.Markers(scatter, across, up, size));
                break;
            case BandMark band:
                Path(svg, "bd", band.Tone, PathText.Band(band, across, up));
                break;
            case BarMark bars:
                Path(svg, "fl", bars.Tone, Bars(bars, across, up));
                break;
            case SpanMark span:
                Path(svg, "bd", span.Tone, Spans(span, across, up));
                break;
            case HistogramMark histogram:
                Path(svg, "hi", histogram.Tone, Histogram(histogram, across, up));
                break;
            case BoxMark box:
                Box(svg, box, across, up);
                break;
            case HeatMapMark heat:
                HeatMapPainter.Cells(svg, heat, across, up);
                break;
            case ReferenceMark reference:
                Path(svg, "rf", reference.Tone, Reference(reference, across, up));
                break;
            default:
                throw new NotSupportedException($"no painter is known for a {mark.GetType().Name}");
        }
    }

    /// <summary>CSS classes of a marker; the small class makes clouds of points lighter.</summary>
    public static string MarkerClass(Shape shape, double size) =>
        shape switch
        {
            Shape.Disc => size < 4.5 ? "dt sm" : "dt",
            Shape.Square => "sq",
            Shape.Diamond => "fl",
            _ => "op",
        };

    public static void Path(StringBuilder svg, string style, Tone tone, string data)
    {
        if (data.Length > 0)
            svg.Append($"<path class=\"{style} {Class(tone)}\" d=\"{data}\"/>");
    }

    public static string Class(Tone tone) => "t" + (int)tone;

    private static string Bars(BarMark bars, AxisScale across, AxisScale up)
    {
        var builder = new StringBuilder();
        var ground = up.Logarithmic ? up.PixelLow : up.Map(0);
        for (var index = 0; index < Math.Min(bars.X.Length, bars.Heights.Length); index++)
            if (
                Ticks.Drawable(bars.X[index], across.Logarithmic) && Ticks.Drawable(bars.Heights[index], up.Logarithmic)
            )
                builder.Append(
                    Rectangle(
                        across.Map(bars.X[index] - bars.Width / 2),
                        ground,
                        across.Map(bars.X[index] + bars.Width / 2),
                        up.Map(bars.Heights[index])
                    )
                );
        return builder.ToString();
    }

    private static string Spans(SpanMark span, AxisScale across, AxisScale up)
    {
        var builder = new StringBuilder();
        for (var index = 0; index < Math.Min(span.X.Length, Math.Min(span.Low.Length, span.High.Length)); index++)
            if (
                Ticks.Drawable(span.X[index], across.Logarithmic)
                && Ticks.Drawable(span.Low[index], up.Logarithmic)
                && Ticks.Drawable(span.High[index], up.Logarithmic)
            )
                builder.Append(
                    Rectangle(
                        across.Map(span.X[index] - span.Width / 2),
                        up.Map(span.Low[index]),
                        across.Map(span.X[index] + span.Width / 2),
                        up.Map(span.High[index])
                    )
                );
        return builder.ToString();
    }

    private static string Histogram(HistogramMark histogram, AxisScale across, AxisScale up)
    {
        if (
            histogram.Counts.Length == 0
            || !Ticks.Drawable(histogram.Low, across.Logarithmic)
            || !Ticks.Drawable(histogram.High, across.Logarithmic)
        )
            return "";
        var width = (histogram.High - histogram.Low) / histogram.Counts.Length;
        var ground = NumberText.Pixel(up.Logarithmic ? up.PixelLow : up.Map(0));
        var builder = new StringBuilder($"M{NumberText.Pixel(across.Map(histogram.Low))} {ground}");
        for (var index = 0; index < histogram.Counts.Length; index++)
        {
            var count = histogram.Counts[index];
            var top = Ticks.Drawable(count, up.Logarithmic) ? NumberText.Pixel(up.Map(count)) : ground;
            builder.Append($"V{top}H{NumberText.Pixel(across.Map(histogram.Low + (index + 1) * width))}");
        }
        return builder.Append($"V{ground}Z").ToString();
    }

    private static void Box(StringBuilder svg, BoxMark box, AxisScale across, AxisScale up)
    {
        var sorted = Array.FindAll(SampleSummary.Sorted(box.Values), value => Ticks.Drawable(value, up.Logarithmic));
        if (sorted.Length == 0 || !Ticks.Drawable(box.X, across.Logarithmic))
            return;
        var lower = SampleSummary.Quantile(sorted, 0.25);
        var median = SampleSummary.Quantile(sorted, 0.5);
        var upper = SampleSummary.Quantile(sorted, 0.75);
        var reach = 1.5 * (upper - lower);
        var bottom = Array.Find(sorted, value => value >= lower - reach);
        var top = Array.FindLast(sorted, value => value <= upper + reach);
        var left = across.Map(box.X - box.Width / 2);
        var right = across.Map(box.X + box.Width / 2);
        var middle = NumberText.Pixel(across.Map(box.X));
        Path(svg, "bx", box.Tone, Rectangle(left, up.Map(lower), right, up.Map(upper)));
        Path(
            svg,
            "ln",
            box.Tone,
            $"M{middle} {Up(lower)}V{Up(bottom)}M{middle} {Up(upper)}V{Up(top)}"
                + $"M{NumberText.Pixel(left)} {Up(median)}H{NumberText.Pixel(right)}"
        );
        var outliers = new StringBuilder();
        foreach (var value in sorted)
            if (value < bottom || value > top)
                outliers.Append(PathText.Marker(Shape.Ring, across.Map(box.X), up.Map(value), 4));
        Path(svg, "op", box.Tone, outliers.ToString());

        string Up(double value) => NumberText.Pixel(up.Map(value));
    }

    private static string Reference(ReferenceMark reference, AxisScale across, AxisScale up)
    {
        switch (reference.Line)
        {
            case ReferenceLine.Horizontal when up.Contains(reference.Value):
                var height = NumberText.Pixel(up.Map(reference.Value));
                return $"M{NumberText.Pixel(across.PixelLow)} {height}H{NumberText.Pixel(across.PixelHigh)}";
            case ReferenceLine.Vertical when across.Contains(reference.Value):
                var left = NumberText.Pixel(across.Map(reference.Value));
                return $"M{left} {NumberText.Pixel(up.PixelLow)}V{NumberText.Pixel(up.PixelHigh)}";
            case ReferenceLine.Diagonal:
                var low = Math.Max(across.Row.Low, up.Row.Low);
                var high = Math.Min(across.Row.High, up.Row.High);
                return low < high
                    ? $"M{NumberText.Pixel(across.Map(low))} {NumberText.Pixel(up.Map(low))}"
                        + $"L{NumberText.Pixel(across.Map(high))} {NumberText.Pixel(up.Map(high))}"
                    : "";
            default:
                return "";
        }
    }

    private static string Rectangle(double left, double bottom, double right, double top) =>
        $"M{NumberText.Pixel(left)} {NumberText.Pixel(bottom)}"
        + $"H{NumberText.Pixel(right)}V{NumberText.Pixel(top)}H{NumberText.Pixel(left)}Z";
}
