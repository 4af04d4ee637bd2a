using System.Collections.Immutable;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting;

/// <summary>The figures of a report as files of their own.</summary>
public static class ReportFigures
{
    /// <summary>File name (ending in .svg) and content of every figure, in the order of the page.</summary>
    public static ImmutableArray<(string Name, string Svg)> Of(ReportInput input) =>
        [
            .. HtmlReport
                .PageOf(input)
                .Figures.Select(figure => (figure.Plot.Name + ".svg", SvgPlot.Standalone(figure.Plot).Svg)),
        ];
}

/// <summary>The numbers behind the figures.</summary>
public static class ReportData
{
    /// <summary>File name (ending in .csv) and content for every figure, in the order of the page.</summary>
    public static ImmutableArray<(string Name, string Csv)> Of(ReportInput input) =>
        [.. HtmlReport.PageOf(input).Figures.Select(figure => (figure.Plot.Name + ".csv", figure.Data.Text()))];
}
