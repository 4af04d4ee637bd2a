using System.Collections.Immutable;
using System.Text;
using Nano.Runtime.Formats;

namespace Nano.Runtime.Data;

/// <summary>A whole table of numbers.</summary>
/// <param name="Headings">One for each column; empty where the file has none.</param>
/// <param name="Values">Row-major [Rows, Columns].</param>
public sealed record CsvTable(ImmutableArray<string> Headings, int Rows, int Columns, double[] Values)
{
    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <exception cref="NanoException">N109 not to be read, N119 with line and column.</exception>
    public static CsvTable Read(string path)
    {
        using var stream = new MemoryStream(FileBytes.Read(path), writable: false);
        using var text = new StreamReader(stream, new UTF8Encoding(false));
        return Read(text, path);
    }

    /// <param name="file">Name of the file, for complaints.</param>
    /// <exception cref="NanoException">N119 with line and column; also where there is no row at all.</exception>
    public static CsvTable Read(TextReader text, string file)
    {
        var reader = new CsvReader(text, file);
        var values = new List<double>();
        var row = new double[reader.Columns];
        while (reader.Read(row))
            values.AddRange(row);
        if (values.Count == 0)
            throw BadFile.Because(BadFile.Csv, file, "the table has headings but no rows");
        return new CsvTable(reader.Headings, values.Count / reader.Columns, reader.Columns, [.. values]);
    }
}
