using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Nano.Runtime.Numerics;
using Nano.Runtime.Reporting.Plots;
using Xunit;

namespace Nano.Runtime.Tests.Reporting;

public class SvgPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Any_figure_is_well_formed_with_title_and_description_and_finite_places()
    {
        var random = new SeedTree(3).For("figures");
        for (var round = 0; round < 1500; round++)
        {
            var text = SvgPlot.Standalone(RandomFigures.Figure(random)).Svg;
            var root = XDocument.Parse(text).Root!;
            Assert.Equal(Svg + "svg", root.Name);
            Assert.Equal("A <b>title</b> & \uFFFD\uFFFD", root.Element(Svg + "title")!.Value);
            Assert.Equal("desc ]]> \"'", root.Element(Svg + "desc")!.Value);
            foreach (var path in root.Descendants(Svg + "path"))
                Assert.Equal("", Regex.Replace(path.Attribute("d")!.Value, "[MLHVZhvlamz0-9 .-]", ""));
            foreach (var place in root.Descendants().Attributes().Where(item => item.Name.LocalName is "x" or "y"))
                Assert.True(double.IsFinite(double.Parse(place.Value, CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void Same_figure_same_bytes()
    {
        var once = SvgPlot.Standalone(RandomFigures.Figure(new SeedTree(4).For("figures")));
        var again = SvgPlot.Standalone(RandomFigures.Figure(new SeedTree(4).For("figures")));
        Assert.Equal(once, again);
    }

    [Fact]
    public void A_known_point_lands_on_its_pixel()
    {
        // Both axes run from 0 to 10. Frame: left 2 letters of 6.6 + 28, right 14, top 8, bottom 40; inset 6.
        var figure = OneMark(new ScatterMark("", Tone.Blue, Shape.Disc, [0, 10, 2.5], [0, 10, 5]), 400, 300);
        var path = Marks(figure, "dt").Single();
        var (left, right, bottom, top) = (2 * 6.6 + 28 + 6, 400 - 14 - 6, 300 - 40 - 6, 8 + 6);
        Assert.Equal(
            $"M{P(left)} {P(bottom)}h0M{P(right)} {P(top)}h0M{P(left + (right - left) / 4)} {P((bottom + top) / 2.0)}h0",
            path
        );

        static string P(double value) => NumberText.Pixel(value);
    }

    [Fact]
    public void On_a_log_axis_equal_ratios_are_equal_distances()
    {
        var figure = new PlotFigure(
            "log",
            "t",
            "d",
            [
                new PlotPanel(
                    new Axis("x"),
                    new Axis("y") { Logarithmic = true },
                    [new LineMark("", Tone.Blue, [0, 1, 2, 3], [0.01, 0.1, 1, 10])]
                ),
            ]
        );
        var heights = Regex
            .Matches(Marks(figure, "ln").Single(), "[ML][0-9.]+ ([0-9.]+)")
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToArray();
        Assert.Equal(4, heights.Length);
        for (var index = 2; index < 4; index++)
            Assert.Equal(heights[0] - heights[1], heights[index - 1] - heights[index], 0.11);
    }

    [Fact]
    public void Long_lines_stay_small_and_keep_their_spikes()
    {
        const int Count = 200_000;
        var y = new double[Count];
        for (var index = 0; index < Count; index++)
            y[index] = Math.Sin(index * 1e-3);
        y[123_456] = 5;
        var figure = OneMark(new LineMark("", Tone.Blue, Range(Count), [.. y]), 600, 300);
        var path = Marks(figure, "ln").Single();
        Assert.True(path.Length < 40_000, $"{path.Length} characters");
        var highest = Regex
            .Matches(path, "[ML][0-9.]+ ([0-9.]+)")
            .Min(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(8 + 6, highest, 0.06);
    }

    [Fact]
    public void Clouds_of_points_stay_small()
    {
        var random = new SeedTree(5).For("cloud");
        ImmutableArray<double> x = [.. Enumerable.Range(0, 50_000).Select(_ => random.Normal())];
        ImmutableArray<double> y = [.. Enumerable.Range(0, 50_000).Select(_ => random.Normal())];
        var text = SvgPlot.Inline(OneMark(new ScatterMark("", Tone.Blue, Shape.Disc, x, y), 600, 400)).Svg;
        Assert.InRange(text.Length, 5_000, 40_000);
    }

    [Fact]
    public void What_cannot_be_drawn_is_skipped_and_counted()
    {
        var line = new LineMark("", Tone.Blue, [0, 1, 2, 3, 4], [1, double.NaN, 2, double.PositiveInfinity, 3]);
        Assert.Equal(2, SvgPlot.Inline(OneMark(line, 300, 200)).Skipped);
        // Two gaps leave three lone points, each shown by a plus.
        Assert.Equal(6, Marks(OneMark(line, 300, 200), "ln").Single().Count(sign => sign == 'M'));
        var logarithmic = new PlotFigure(
            "f",
            "t",
            "d",
            [
                new PlotPanel(
                    new Axis("x"),
                    new Axis("y") { Logarithmic = true },
                    [new ScatterMark("", Tone.Blue, Shape.Ring, [1, 2, 3], [0, -1, 10])]
                ),
            ]
        );
        Assert.Equal(2, SvgPlot.Inline(logarithmic).Skipped);
    }

    [Fact]
    public void An_empty_panel_says_so()
    {
        Assert.Contains("no data", SvgPlot.Inline(OneMark(new LineMark("", Tone.Blue, [], []), 300, 200)).Svg);
        Assert.DoesNotContain("no data", SvgPlot.Inline(OneMark(new LineMark("", Tone.Blue, [1], [1]), 300, 200)).Svg);
    }

    [Fact]
    public void Legend_names_each_kind_of_mark_once()
    {
        var line = new LineMark("model", Tone.Blue, [0, 1], [0, 1]);
        var figure = new PlotFigure(
            "f",
            "t",
            "d",
            [new PlotPanel(new Axis("x"), new Axis("y"), [line, line, line with { Name = "device" }])]
        );
        var legend = XDocument
            .Parse(SvgPlot.Standalone(figure).Svg)
            .Descendants(Svg + "text")
            .Where(text => text.Attribute("class")?.Value == "lg")
            .Select(text => text.Value);
        Assert.Equal(["model", "device"], legend);
    }

    private static PlotFigure OneMark(PlotMark mark, double width, double height) =>
        new("one", "title", "description", [new PlotPanel(new Axis("x"), new Axis("y"), [mark])])
        {
            PanelWidth = width,
            PanelHeight = height,
        };

    private static ImmutableArray<double> Range(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];

    private static IEnumerable<string> Marks(PlotFigure figure, string style) =>
        XDocument
            .Parse(SvgPlot.Standalone(figure).Svg)
            .Descendants(Svg + "path")
            .Where(path => path.Attribute("class")!.Value.Split(' ').Contains(style))
            .Select(path => path.Attribute("d")!.Value);
}
