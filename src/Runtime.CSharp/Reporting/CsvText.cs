using System.Collections.Immutable;
using System.Text;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting;

/// <summary>The numbers behind a figure, as comma-separated values (RFC 4180, with line feeds).</summary>
public sealed record CsvText(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>A table of numbers, column by column; shorter columns end in empty cells.</summary>
    public static CsvText OfColumns(params ReadOnlySpan<(string Name, ImmutableArray<double> Values)> columns)
    {
        var names = ImmutableArray.CreateBuilder<string>(columns.Length);
        var longest = 0;
        foreach (var (name, values) in columns)
        {
            names.Add(name);
            longest = Math.Max(longest, values.Length);
        }
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>(longest);
        for (var row = 0; row < longest; row++)
        {
            var cells = ImmutableArray.CreateBuilder<string>(columns.Length);
            foreach (var (_, values) in columns)
                cells.Add(row < values.Length ? NumberText.Exact(values[row]) : "");
            rows.Add(cells.MoveToImmutable());
        }
        return new CsvText(names.MoveToImmutable(), rows.MoveToImmutable());
    }

    public string Text()
    {
        var builder = new StringBuilder();
        Line(builder, Columns);
        foreach (var row in Rows)
            Line(builder, row);
        return builder.ToString();
    }

    private static void Line(StringBuilder builder, ImmutableArray<string> cells)
    {
        for (var index = 0; index < cells.Length; index++)
        {
            if (index > 0)
                builder.Append(',');
            builder.Append(Quoted(cells[index]));
        }
        builder.Append('\n');
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? cell
            : '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
