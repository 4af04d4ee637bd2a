using System.Collections.Immutable;
using System.Globalization;

namespace Nano.Runtime.Data;

/// <summary>
/// Reads a table of numbers row by row. The first row may hold headings: then none of its cells is a number. Numbers are
/// written with a point; NaN, infinities, empty cells and rows of another length are refused with line and column.
/// </summary>
public sealed class CsvReader
{
    private readonly CsvRecords records;
    private readonly List<CsvCell> cells = [];
    private bool waiting;

    /// <param name="file">Name of the file, for complaints.</param>
    /// <exception cref="NanoException">N119 with line and column: the first row is neither numbers nor headings.</exception>
    public CsvReader(TextReader text, string file)
    {
        records = new CsvRecords(text, file);
        if (!records.Read(cells))
            throw records.Fail("the table is empty", 1, 1);
        Columns = cells.Count;
        var heading =
            cells.TrueForAll(cell => !TryNumber(cell.Text, out _)) && cells.Exists(cell => cell.Text.Length > 0);
        waiting = !heading;
        if (heading)
            Headings = ReadHeadings();
    }

    /// <summary>Empty where the table has none.</summary>
    public ImmutableArray<string> Headings { get; } = [];

    public int Columns { get; }

    /// <summary>Line (from 1) of the row read last.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next row into <paramref name="row"/> (length <see cref="Columns"/>); false at the end.</summary>
    /// <exception cref="NanoException">N119 with line and column.</exception>
    public bool Read(Span<double> row)
    {
        if (row.Length != Columns)
            throw new ArgumentException($"a row has {Columns} numbers, not {row.Length}", nameof(row));
        if (!waiting && !records.Read(cells))
            return false;
        waiting = false;
        Line = cells[0].Line;
        if (cells is [{ Text: "", Quoted: false }] && EndsHere())
            return false;
        if (cells.Count != Columns)
            throw records.Fail(
                $"this row has {cells.Count} columns, the first one has {Columns}",
                Line,
                cells[Math.Min(cells.Count - 1, Columns)].Column
            );
        for (var column = 0; column < Columns; column++)
            row[column] = Number(cells[column]);
        return true;
    }

    // Empty lines may follow the table, but not stand inside it.
    private bool EndsHere()
    {
        var empty = cells[0];
        while (records.Read(cells))
        {
            if (cells is not [{ Text: "", Quoted: false }])
                throw records.Fail("an empty line stands inside the table", empty.Line, empty.Column);
        }
        return true;
    }

    private ImmutableArray<string> ReadHeadings()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var headings = ImmutableArray.CreateBuilder<string>(cells.Count);
        foreach (var cell in cells)
        {
            var heading = cell.Text.Trim();
            if (heading.Length == 0)
                throw records.Fail("this column has no heading", cell.Line, cell.Column);
            if (!known.Add(heading))
                throw records.Fail($"the heading '{heading}' appears twice", cell.Line, cell.Column);
            headings.Add(heading);
        }
        return headings.MoveToImmutable();
    }

    private double Number(CsvCell cell)
    {
        if (TryNumber(cell.Text, out var number) && double.IsFinite(number))
            return number;
        var text = cell.Text.Trim();
        var sentence = text.Length == 0 ? "this cell is empty" : $"{Formats.BadFile.Quote(text)} is no finite number";
        var hint =
            text.Contains(';', StringComparison.Ordinal) ? "columns are separated by commas"
            : text.Contains(',', StringComparison.Ordinal) ? "write numbers with a decimal point"
            : text.Contains('\t', StringComparison.Ordinal) ? "columns are separated by commas, not tabs"
            : "";
        throw records.Fail(sentence, cell.Line, cell.Column, hint);
    }

    // NaN and infinities count as numbers here, so that a row that holds them is no row of headings.
    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        || IsNumberWord(text.AsSpan().Trim(), out number);

    private static bool IsNumberWord(ReadOnlySpan<char> text, out double number)
    {
        number = double.NaN;
        return text.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase);
    }
}
