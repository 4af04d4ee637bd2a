using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Runtime.Tests.Surrogates;

public class SurrogateCsvTests
{
    private static readonly SurrogateModel Model = SurrogateFileTests.Model();

    [Fact]
    public void Currents_of_many_rows_are_written()
    {
        var rows = Enumerable.Range(0, 700).Select(row => $"{row / -700.0},0,0.1,-0.25,0,0.5,0").ToArray();
        var (text, outcome) = Run("v0,v1,v2,v3,v4,v5,v6\n" + string.Join('\n', rows));
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((700, 0), (outcome.Rows, outcome.RowsOutside));
        Assert.Equal(701, lines.Length);
        Assert.Equal("current_nA", lines[0]);
        for (var row = 0; row < 700; row++)
        {
            var (volts, _) = DoubleNetwork.Evaluate(
                Model.Network,
                [(float)(row / -700.0), 0, 0.1f, -0.25f, 0, 0.5f, 0]
            );
            // The delegate answers in float32: a quarter of a millionth of a volt, 39.5 nA for each volt.
            Assert.Equal(Model.Amplification * volts, double.Parse(lines[row + 1]), 2e-5);
        }
    }

    [Fact]
    public void Currents_are_clipped_and_rows_outside_counted()
    {
        var (text, outcome) = Run("0,0,0,0,0,0,0\n0,0,0,0,0,0,0.6\n", (_, outputs, _) => outputs.Fill(1000));
        Assert.Equal("current_nA\n130.5\n130.5\n", text);
        Assert.Equal((2, 1), (outcome.Rows, outcome.RowsOutside));
    }

    [Fact]
    public void A_wrong_number_of_columns_is_refused()
    {
        var refusal = Assert.Throws<NanoException>(() => Run("1,2\n")).Diagnostic;
        Assert.Equal("N119", refusal.Code);
        Assert.Contains("7 electrodes", refusal.Message, StringComparison.Ordinal);
    }

    private static (string Text, SurrogateCsvOutcome Outcome) Run(string table, BlockEvaluator? evaluator = null)
    {
        using var input = new StringReader(table);
        using var output = new StringWriter { NewLine = "\n" };
        var outcome = SurrogateCsv.Evaluate(Model, evaluator ?? Slow, input, "t.csv", output);
        return (output.ToString(), outcome);
    }

    private static void Slow(ReadOnlySpan<float> inputs, Span<float> outputs, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            var volts = new double[7];
            for (var electrode = 0; electrode < 7; electrode++)
                volts[electrode] = inputs[(7 * row) + electrode];
            outputs[row] = (float)DoubleNetwork.Evaluate(Model.Network, volts).Output;
        }
    }
}
