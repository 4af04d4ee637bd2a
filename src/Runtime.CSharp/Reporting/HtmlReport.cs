using System.Text;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Pages;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting;

/// <summary>
/// The report of a run: one page for a browser without network. No scripts, nothing fetched (a content security
/// policy says so to the browser); everything that comes from outside is escaped.
/// </summary>
public static class HtmlReport
{
    public static string Of(ReportInput input) => Write(PageOf(input));

    /// <summary>The content of the report, before it is HTML.</summary>
    public static ReportPage PageOf(ReportInput input) =>
        input.Result switch
        {
            VcDimensionResult result => VcDimensionPage.Of(input, result),
            BooleanResult result => BooleanPage.Of(input, result),
            AbundanceResult result => AbundancePage.Of(input, result),
            AcquireResult result => AcquirePage.Of(input, result),
            SurrogateResult result => SurrogatePage.Of(input, result),
            CharacteriseResult result => CharacterisePage.Of(input, result),
            _ => throw new NotSupportedException($"no report is known for a {input.Result.GetType().Name}"),
        };

    public static string Write(ReportPage page)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" ");
        html.Append("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
        html.Append($"<title>{Markup.Escape(page.Title)} – Nano</title>\n");
        html.Append("<style>").Append(HtmlStyle.Css).Append("</style>\n</head>\n<body>\n<header>\n");
        html.Append(
            $"<h1>{Markup.Escape(page.Title)}</h1>\n<p class=\"headline\">{Markup.Escape(page.Headline)}</p>\n"
        );
        foreach (var note in page.Notes)
            html.Append($"<p>{Markup.Escape(note)}</p>\n");
        foreach (var warning in page.Warnings)
            html.Append($"<p class=\"warning\"><strong>Warning:</strong> {Markup.Escape(warning)}</p>\n");
        if (page.KeyFigures.Length > 0)
        {
            html.Append("<dl class=\"keys\">\n");
            foreach (var key in page.KeyFigures)
                html.Append($"<div><dt>{Markup.Escape(key.Label)}</dt><dd>{Markup.Escape(key.Value)}</dd></div>\n");
            html.Append("</dl>\n");
        }
        html.Append("<nav aria-label=\"Sections\">");
        foreach (var section in page.Sections)
            html.Append($"<a href=\"#{Anchor(section)}\">{Markup.Escape(section.Title)}</a> ");
        html.Append("</nav>\n</header>\n<main>\n");
        foreach (var section in page.Sections)
        {
            html.Append($"<section id=\"{Anchor(section)}\">\n<h2>{Markup.Escape(section.Title)}</h2>\n");
            foreach (var block in section.Blocks)
                Block(html, block);
            html.Append("</section>\n");
        }
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Anchor(ReportSection section) => "section-" + Markup.Identifier(section.Title);

    private static void Block(StringBuilder html, ReportBlock block)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                html.Append($"<p>{Markup.Escape(paragraph.Text)}</p>\n");
                break;
            case CodeBlock code:
                html.Append($"<pre>{Markup.Escape(code.Text)}</pre>\n");
                break;
            case TableBlock table:
                Table(html, table);
                break;
            case FigureBlock figure:
                Figure(html, figure);
                break;
            case PairBlock pair:
                html.Append("<div class=\"pair\">\n");
                foreach (var inner in pair.Blocks)
                    Block(html, inner);
                html.Append("</div>\n");
                break;
            case DetailsBlock details:
                html.Append(details.Open ? "<details open=\"open\">" : "<details>");
                html.Append($"<summary>{Markup.Escape(details.Summary)}</summary>\n");
                foreach (var inner in details.Blocks)
                    Block(html, inner);
                html.Append("</details>\n");
                break;
            default:
                throw new NotSupportedException($"no HTML is known for a {block.GetType().Name}");
        }
    }

    private static void Figure(StringBuilder html, FigureBlock figure)
    {
        var drawn = SvgPlot.Inline(figure.Plot);
        html.Append($"<figure id=\"figure-{Markup.Identifier(figure.Plot.Name)}\">");
        html.Append($"<div class=\"scroll\">{drawn.Svg}</div>\n");
        html.Append(
            $"<figcaption><strong>{Markup.Escape(figure.Plot.Title)}.</strong> {Markup.Escape(figure.Caption)}"
        );
        if (drawn.Skipped > 0)
            html.Append(
                drawn.Skipped == 1
                    ? " One value cannot be drawn (not finite, or not positive on a logarithmic axis) and is left out."
                    : $" {drawn.Skipped} values cannot be drawn (not finite, or not positive on a logarithmic axis) and are left out."
            );
        html.Append("</figcaption></figure>\n");
    }

    private static void Table(StringBuilder html, TableBlock table)
    {
        html.Append("<div class=\"scroll\"><table>");
        if (table.Caption.Length > 0)
            html.Append($"<caption>{Markup.Escape(table.Caption)}</caption>");
        html.Append("<thead><tr>");
        foreach (var column in table.Columns)
            html.Append($"<th{(column.Numeric ? " class=\"n\"" : "")}>{Markup.Escape(column.Title)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var index = 0; index < row.Length; index++)
            {
                html.Append(
                    $"<td{Style(index < table.Columns.Length ? table.Columns[index] : null, row[index].Flagged)}>"
                );
                html.Append(Markup.Escape(row[index].Text)).Append("</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
    }

    private static string Style(TableColumn? column, bool flagged)
    {
        var classes = new List<string>();
        if (column is { Numeric: true })
            classes.Add("n");
        if (column is { Wrap: true })
            classes.Add("w");
        if (flagged)
            classes.Add("bad");
        return classes.Count > 0 ? $" class=\"{string.Join(' ', classes)}\"" : "";
    }
}
