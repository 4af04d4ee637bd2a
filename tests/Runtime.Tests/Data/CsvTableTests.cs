using Nano.Runtime.Data;
using Xunit;

namespace Nano.Runtime.Tests.Data;

public class CsvTableTests
{
    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\r\n3,4")]
    [InlineData("\uFEFF1, 2\n\"3\",4e0\n\n\n")]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("\"a \"\"x\"\", y\",\"b\n\"\n1,2\n3,+4.0\n")]
    public void Tables_are_read(string text)
    {
        var table = Read(text);
        Assert.Equal((2, 2), (table.Rows, table.Columns));
        Assert.Equal([1.0, 2, 3, 4], table.Values);
        Assert.Equal([3.0, 4], table.Row(1).ToArray());
    }

    [Fact]
    public void Headings_are_kept()
    {
        Assert.Equal(["a \"x\", y", "b"], Read("\"a \"\"x\"\", y\", b \n1,2\n").Headings.AsEnumerable());
        Assert.Empty(Read("1,2\n").Headings);
    }

    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("a,b\n", 0, 0, "no rows")]
    [InlineData("1,2\n3,x\n", 2, 3, "'x' is no finite number")]
    [InlineData("1,2\n3,\n", 2, 3, "empty")]
    [InlineData("1,2\n3,4,5\n", 2, 5, "3 columns")]
    [InlineData("1,2\n3\n", 2, 1, "1 columns")]
    [InlineData("1,2\n\n3,4\n", 2, 1, "empty line")]
    [InlineData("1,NaN\n", 1, 3, "'NaN'")]
    [InlineData("1,2\n-inf,2\n", 2, 1, "'-inf'")]
    [InlineData("a,1\n", 1, 1, "'a'")]
    [InlineData("a,a\n1,2\n", 1, 3, "appears twice")]
    [InlineData("a,\"\"\n1,2\n", 1, 3, "no heading")]
    [InlineData("1,2\n\"3,4\n", 2, 1, "never closed")]
    [InlineData("1,2\n\"3\"3,4\n", 2, 4, "closing quote")]
    [InlineData("1,2\n3\"3,4\n", 2, 2, "middle")]
    [InlineData("1,2\r3,4\n", 1, 5, "CR alone")]
    [InlineData("\"a\nb\",c\n1,2\n3,y\n", 4, 3, "'y'")]
    public void Wrong_cells_are_named_by_line_and_column(string text, int line, int column, string found)
    {
        var refusal = Assert.Throws<NanoException>(() => Read(text)).Diagnostic;
        Assert.Equal("N119", refusal.Code);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (refusal.Where.Line, refusal.Where.Column));
    }

    [Fact]
    public void A_wrong_separator_or_decimal_comma_is_hinted_at()
    {
        Assert.Contains("commas", Assert.Throws<NanoException>(() => Read("1\n1;2\n")).Diagnostic.Hint);
        Assert.Contains("decimal point", Assert.Throws<NanoException>(() => Read("1\n\"1,5\"\n")).Diagnostic.Hint);
    }

    [Fact]
    public void Only_one_row_is_held_at_a_time()
    {
        using var endless = new EndlessText();
        var reader = new CsvReader(endless, "endless");
        var row = new double[2];
        for (var index = 0; index < 100_000; index++)
            Assert.True(reader.Read(row));
        Assert.Equal(100_000, reader.Line);
    }

    private static CsvTable Read(string text)
    {
        using var reader = new StringReader(text);
        return CsvTable.Read(reader, "t.csv");
    }

    private sealed class EndlessText : TextReader
    {
        private int position;

        public override int Peek() => -1; // As a pipe that has nothing ready.

        public override int Read() => "1,2\n"[position++ % 4];
    }
}
