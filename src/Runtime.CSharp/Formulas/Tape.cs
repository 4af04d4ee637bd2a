using System.Globalization;
using Nano.Plan;

namespace Nano.Runtime.Formulas;

/// <summary>
/// Runs a postfix tape over columns of numbers, step by step over blocks of rows: no allocation once it is made, and the
/// same bits on every machine, since each number is made alone. Not thread-safe: one for each worker.
/// </summary>
public sealed class Tape
{
    /// <summary>Rows that go through all steps together; they stay in the cache.</summary>
    private const int Block = 256;

    /// <summary>More steps than any law has.</summary>
    public const int MostSteps = 20_000;

    private readonly Step[] steps;
    private readonly double[] stack;
    private readonly int arguments;

    private Tape(Step[] steps, int depth, int arguments)
    {
        this.steps = steps;
        this.arguments = arguments;
        stack = new double[depth * Block];
    }

    /// <summary>Reads a tape of a law.</summary>
    /// <exception cref="NanoException">N209: this is no tape.</exception>
    public static Tape Of(LawPlan law, string tape)
    {
        var words = tape.Split(' ');
        if (words.Length > MostSteps)
            throw Broken(tape, $"it has {words.Length} steps; at most {MostSteps} are run");
        var steps = new Step[words.Length];
        int depth = 0,
            deepest = 0;
        for (var i = 0; i < words.Length; i++)
        {
            steps[i] = StepOf(law, words[i]) ?? throw Broken(tape, $"'{words[i]}' is no step of it");
            var taken = steps[i].Kind switch
            {
                Kind.Function => 1,
                Kind.Operation => 2,
                _ => 0,
            };
            if (depth < taken)
                throw Broken(tape, $"nothing stands before '{words[i]}' for it to work on");
            depth += 1 - taken;
            deepest = Math.Max(deepest, depth);
        }
        return depth == 1
            ? new Tape(steps, deepest, law.Arguments.Length)
            : throw Broken(tape, $"it ends with {depth} values instead of one");
    }

    /// <summary>One value for each row.</summary>
    /// <param name="columns">The arguments, one column after the other, each as long as <paramref name="values"/>.</param>
    public void Run(ReadOnlySpan<double> columns, Span<double> values)
    {
        var rows = values.Length;
        if (columns.Length < rows * arguments)
            throw new ArgumentException($"{arguments} columns of {rows} rows are needed", nameof(columns));
        for (var first = 0; first < rows; first += Block)
        {
            var count = Math.Min(Block, rows - first);
            var height = 0;
            foreach (var step in steps)
                switch (step.Kind)
                {
                    case Kind.Number:
                        stack.AsSpan(height++ * Block, count).Fill(step.Number);
                        break;
                    case Kind.Argument:
                        columns.Slice(step.Index * rows + first, count).CopyTo(stack.AsSpan(height++ * Block));
                        break;
                    case Kind.Function:
                        Apply(step.Function, stack.AsSpan((height - 1) * Block, count));
                        break;
                    default:
                        height--;
                        Combine(
                            step.Operation,
                            stack.AsSpan((height - 1) * Block, count),
                            stack.AsSpan(height * Block, count)
                        );
                        break;
                }
            stack.AsSpan(0, count).CopyTo(values[first..]);
        }
    }

    private static void Apply(Function function, Span<double> x)
    {
        for (var row = 0; row < x.Length; row++)
            x[row] = Operations.Of(function, x[row]);
    }

    private static void Combine(Operation operation, Span<double> a, ReadOnlySpan<double> b)
    {
        for (var row = 0; row < a.Length; row++)
            a[row] = Operations.Of(operation, a[row], b[row]);
    }

    // Names first: a law may call a parameter as it likes, as long as that is no number.
    private static Step? StepOf(LawPlan law, string word)
    {
        if (law.Arguments.IndexOf(word) is >= 0 and var argument)
            return new Step(Kind.Argument, Index: argument);
        foreach (var parameter in law.Parameters)
            if (parameter.Name == word)
                return new Step(Kind.Number, Number: parameter.Value);
        if (Operations.FunctionOf(word) is { } function)
            return new Step(Kind.Function, Function: function);
        if (Operations.OperationOf(word) is { } operation)
            return new Step(Kind.Operation, Operation: operation);
        return
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? new Step(Kind.Number, Number: number)
            : null;
    }

    private static NanoException Broken(string tape, string why) =>
        new("N209", $"'{(tape.Length <= 60 ? tape : tape[..57] + "…")}' is no tape of a law: {why}");

    private enum Kind
    {
        Number,
        Argument,
        Function,
        Operation,
    }

    private readonly record struct Step(
        Kind Kind,
        double Number = 0,
        int Index = 0,
        Function Function = default,
        Operation Operation = default
    );
}
