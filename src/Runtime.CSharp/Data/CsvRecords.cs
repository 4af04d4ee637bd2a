using System.Text;
using Nano.Plan;

namespace Nano.Runtime.Data;

/// <summary>One cell of a CSV text and where it begins (from 1).</summary>
internal readonly record struct CsvCell(string Text, bool Quoted, int Line, int Column);

/// <summary>
/// Cuts a CSV text into records after RFC 4180: commas, optional quotes, "" for a quote inside, LF or CRLF. Reads one
/// record at a time, so the text may be longer than memory.
/// </summary>
internal sealed class CsvRecords(TextReader text, string file)
{
    /// <summary>A cell longer than this is no number and no heading.</summary>
    private const int LongestCell = 10_000;
    private const int MostCells = 100_000;

    private const int Unread = -2;

    private readonly StringBuilder content = new();
    private int ahead = Unread;
    private int line = 1;
    private int column = 1;
    private bool begun;

    /// <summary>Fills <paramref name="cells"/> with the next record; false at the end. An empty line is one empty cell.</summary>
    public bool Read(List<CsvCell> cells)
    {
        cells.Clear();
        if (!begun)
        {
            begun = true;
            if (Peek() == '\uFEFF')
                ahead = Unread;
        }
        if (Peek() < 0)
            return false;
        while (true)
        {
            if (cells.Count == MostCells)
                throw Fail($"a row has more than {MostCells} cells", line, column);
            cells.Add(Cell());
            var next = Next();
            if (next == ',')
                continue;
            if (next == '\r' && Peek() == '\n')
                next = Next();
            if (next is not ('\n' or -1))
                throw Fail("a line ends with CR alone", line, column);
            return true;
        }
    }

    public NanoException Fail(string sentence, int atLine, int atColumn, string hint = "") =>
        new(Diagnostic.Error(Formats.BadFile.Csv, sentence, hint).At(new Place(file, atLine, atColumn)));

    private CsvCell Cell()
    {
        var (startLine, startColumn) = (line, column);
        content.Clear();
        var quoted = Peek() == '"';
        if (quoted)
            Quoted(startLine, startColumn);
        while (Peek() is >= 0 and not (',' or '\r' or '\n'))
        {
            var next = (char)Next();
            if (quoted)
                throw Fail("text follows the closing quote", line, column - 1);
            if (next == '"')
                throw Fail("a quote stands in the middle of a cell", line, column - 1, "quote the whole cell");
            Append(next, startLine, startColumn);
        }
        return new CsvCell(content.ToString(), quoted, startLine, startColumn);
    }

    private void Quoted(int startLine, int startColumn)
    {
        Next();
        while (true)
        {
            var next = Next();
            if (next < 0)
                throw Fail("a quote is never closed", startLine, startColumn);
            if (next == '"')
            {
                if (Peek() != '"')
                    return;
                Next();
            }
            Append((char)next, startLine, startColumn);
        }
    }

    private void Append(char next, int startLine, int startColumn)
    {
        if (content.Length == LongestCell)
            throw Fail($"a cell is longer than {LongestCell} characters", startLine, startColumn);
        content.Append(next);
    }

    // TextReader.Peek says "end" of a pipe that merely has nothing ready, so the next character is read and kept here.
    private int Peek() => ahead == Unread ? ahead = text.Read() : ahead;

    private int Next()
    {
        var next = Peek();
        ahead = Unread;
        if (next == '\n')
        {
            line++;
            column = 1;
        }
        else
        {
            column++;
        }
        return next;
    }
}
