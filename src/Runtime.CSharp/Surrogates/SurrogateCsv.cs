using System.Globalization;
using Nano.Runtime.Data;
using Nano.Runtime.Formats;

namespace Nano.Runtime.Surrogates;

/// <summary>How an evaluation of a table went.</summary>
/// <param name="RowsOutside">Rows with a voltage outside the model's ranges, where nothing is known of its error.</param>
public sealed record SurrogateCsvOutcome(int Rows, int RowsOutside);

/// <summary>Evaluates a surrogate on a table of voltages.</summary>
public static class SurrogateCsv
{
    private const int Block = 256;

    /// <summary>
    /// Reads one column of volts for each electrode (headings optional) and writes a heading and the currents in
    /// nanoamperes, one column for each readout, float32 in the fewest digits that read back the same.
    /// </summary>
    /// <param name="evaluate">The model's network.</param>
    /// <param name="file">Name of the table, for complaints.</param>
    /// <exception cref="NanoException">N119 with line and column.</exception>
    public static SurrogateCsvOutcome Evaluate(
        SurrogateModel model,
        BlockEvaluator evaluate,
        TextReader input,
        string file,
        TextWriter output
    )
    {
        var width = model.Network.InputWidth;
        var readouts = model.Network.OutputWidth;
        var reader = new CsvReader(input, file);
        if (reader.Columns != width)
            throw BadFile.Because(
                BadFile.Csv,
                file,
                $"the table has {reader.Columns} columns, the model {width} electrodes",
                "give one column of volts for each activation electrode, in ascending order of number"
            );
        output.Write(readouts == 1 ? "current_nA" : string.Join(',', Enumerable.Range(0, readouts).Select(Heading)));
        output.Write('\n');
        var row = new double[width];
        var inputs = new float[Block * width];
        var outputs = new float[Block * readouts];
        var (rows, outside, filled) = (0, 0, 0);
        while (reader.Read(row))
        {
            if (IsOutside(model, row))
                outside++;
            for (var electrode = 0; electrode < width; electrode++)
                inputs[(filled * width) + electrode] = (float)row[electrode];
            rows++;
            if (++filled == Block)
                Flush();
        }
        Flush();
        return new SurrogateCsvOutcome(rows, outside);

        void Flush()
        {
            if (filled == 0)
                return;
            evaluate(inputs.AsSpan(0, filled * width), outputs.AsSpan(0, filled * readouts), filled);
            for (var index = 0; index < filled * readouts; index++)
            {
                var current = Math.Clamp(model.Amplification * outputs[index], model.Clip.Low, model.Clip.High);
                output.Write(((float)current).ToString("R", CultureInfo.InvariantCulture));
                output.Write((index + 1) % readouts == 0 ? '\n' : ',');
            }
            filled = 0;
        }
    }

    private static string Heading(int readout) => $"current_{readout}_nA";

    private static bool IsOutside(SurrogateModel model, ReadOnlySpan<double> row)
    {
        for (var electrode = 0; electrode < row.Length; electrode++)
        {
            // A float32 range, as PyTorch stores it, must not make its own corner a point outside.
            var range = model.Ranges[electrode];
            var slack = 1e-6 * Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
            if (row[electrode] < range.Low - slack || row[electrode] > range.High + slack)
                return true;
        }
        return false;
    }
}
