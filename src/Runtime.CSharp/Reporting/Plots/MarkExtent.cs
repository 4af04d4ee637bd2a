using System.Collections.Immutable;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>What a panel's marks span, how many points can be drawn, and how many cannot.</summary>
public readonly record struct MarkExtent(Extent X, Extent Y, int Drawn, int Skipped)
{
    public static MarkExtent Of(PlotPanel panel)
    {
        var measure = new Measure(panel.X.Logarithmic, panel.Y.Logarithmic);
        foreach (var mark in panel.Marks)
            measure.Add(mark);
        return new MarkExtent(measure.X, measure.Y, measure.Drawn, measure.Skipped);
    }

    private sealed class Measure(bool logarithmicX, bool logarithmicY)
    {
        public Extent X { get; private set; } = Extent.None;

        public Extent Y { get; private set; } = Extent.None;

        public int Drawn { get; private set; }

        public int Skipped { get; private set; }

        public void Add(PlotMark mark)
        {
            switch (mark)
            {
                case LineMark line:
                    Points(line.X, line.Y, line.Y, 0);
                    break;
                case StepMark step:
                    Points(step.X, step.Y, step.Y, 0);
                    break;
                case ScatterMark scatter:
                    Points(scatter.X, scatter.Y, scatter.Y, 0);
                    break;
                case BandMark band:
                    Points(band.X, band.Low, band.High, 0);
                    break;
                case SpanMark span:
                    Points(span.X, span.Low, span.High, span.Width / 2);
                    break;
                case BarMark bars:
                    Points(bars.X, bars.Heights, bars.Heights, bars.Width / 2);
                    Ground(bars.Heights.Length);
                    break;
                case HistogramMark histogram:
                    Histogram(histogram);
                    break;
                case BoxMark box:
                    foreach (var value in box.Values)
                        Point(box.X, value, value, box.Width / 2);
                    break;
                case HeatMapMark heat:
                    Cells(heat);
                    break;
                case ReferenceMark:
                    break;
                default:
                    throw new NotSupportedException($"no extent is known for a {mark.GetType().Name}");
            }
        }

        private void Points(
            ImmutableArray<double> x,
            ImmutableArray<double> low,
            ImmutableArray<double> high,
            double half
        )
        {
            var count = Math.Min(x.Length, Math.Min(low.Length, high.Length));
            for (var index = 0; index < count; index++)
                Point(x[index], low[index], high[index], half);
        }

        private void Point(double x, double low, double high, double half)
        {
            if (
                !Ticks.Drawable(x, logarithmicX)
                || !Ticks.Drawable(low, logarithmicY)
                || !Ticks.Drawable(high, logarithmicY)
            )
            {
                Skipped++;
                return;
            }
            X = X.With(x).With(x + half);
            if (Ticks.Drawable(x - half, logarithmicX))
                X = X.With(x - half);
            Y = Y.With(low).With(high);
            Drawn++;
        }

        private void Ground(int count)
        {
            if (count > 0 && !logarithmicY)
                Y = Y.With(0);
        }

        private void Histogram(HistogramMark histogram)
        {
            var width = (histogram.High - histogram.Low) / Math.Max(1, histogram.Counts.Length);
            for (var index = 0; index < histogram.Counts.Length; index++)
            {
                var centre = histogram.Low + (index + 0.5) * width;
                // An empty bin is no missing value, also where the axis has no zero.
                if (logarithmicY && histogram.Counts[index] == 0)
                    continue;
                Point(centre, histogram.Counts[index], histogram.Counts[index], width / 2);
            }
            Ground(histogram.Counts.Length);
        }

        private void Cells(HeatMapMark heat)
        {
            for (var index = 0; index < heat.Values.Length; index++)
            {
                X = X.With(index % heat.Columns - 0.5).With(index % heat.Columns + 0.5);
                Y = Y.With(index / heat.Columns - 0.5).With(index / heat.Columns + 0.5);
                if (double.IsFinite(heat.Values[index]))
                    Drawn++;
                else
                    Skipped++;
            }
        }
    }
}
