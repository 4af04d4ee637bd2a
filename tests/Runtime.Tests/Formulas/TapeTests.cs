using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Formulas;
using Nano.Runtime.Numerics;
using Nano.Runtime.Reporting.Pages;
using Nano.Runtime.Tests.Learning;
using Xunit;

namespace Nano.Runtime.Tests.Formulas;

public class TapeTests
{
    private static readonly string[] Functions = ["neg", "exp", "log", "tanh", "sqrt", "abs", "limexp", "sign"];
    private static readonly string[] Operators = ["+", "-", "*", "/", "**"];

    [Fact]
    public void A_tape_gives_the_bits_of_its_slow_twin_for_any_number_of_rows()
    {
        var random = new SeedTree(11).For("tapes");
        foreach (var rows in new[] { 1, 2, 255, 256, 257, 700 })
            for (var trial = 0; trial < 40; trial++)
            {
                var tape = RandomTape(random, 1 + random.Below(30));
                var law = Law(tape);
                var columns = new double[2 * rows];
                for (var i = 0; i < columns.Length; i++)
                    columns[i] = random.Uniform(-3, 3);
                var values = new double[rows];
                Tape.Of(law, tape).Run(columns, values);
                for (var row = 0; row < rows; row++)
                    Assert.Equal(
                        BitConverter.DoubleToInt64Bits(Slow(law, tape, columns[row], columns[rows + row])),
                        BitConverter.DoubleToInt64Bits(values[row])
                    );
            }
    }

    [Theory]
    [InlineData("x x", "it ends with 2 values")]
    [InlineData("x +", "nothing stands before '+'")]
    [InlineData("exp", "nothing stands before 'exp'")]
    [InlineData("x  y +", "'' is no step")]
    [InlineData("x q +", "'q' is no step")]
    [InlineData("x Infinity +", "'Infinity' is no step")]
    [InlineData("", "'' is no step")]
    public void What_is_no_tape_is_told(string tape, string words)
    {
        var problem = Assert.Throws<NanoException>(() => Tape.Of(Law("x"), tape));
        Assert.Equal("N209", problem.Diagnostic.Code);
        Assert.Contains(words, problem.Message);
    }

    [Fact]
    public void A_tape_without_end_is_refused()
    {
        var endless = "x" + string.Concat(Enumerable.Repeat(" neg", Tape.MostSteps));
        Assert.Contains("at most", Assert.Throws<NanoException>(() => Tape.Of(Law("x"), endless)).Message);
    }

    [Fact]
    public void A_law_needs_a_slope_for_each_argument_and_parameter()
    {
        Assert.Throws<NanoException>(() => new LawTapes(Toys.Soft with { ArgumentSlopes = [] }));
        Assert.Throws<NanoException>(() => new LawTapes(Toys.Soft with { ParameterSlopes = [] }));
    }

    [Fact]
    public void Value_and_slopes_of_a_law_are_those_of_its_formula()
    {
        var law = new LawTapes(Toys.Soft);
        double[] x = [-7, -0.5, 0.25, 12];
        var (value, slope, byParameter) = (new double[4], new double[4], new double[4]);
        law.Value(x, value);
        law.ArgumentSlope(0, x, slope);
        law.ParameterSlope(0, x, byParameter);
        for (var i = 0; i < x.Length; i++)
        {
            var below = 1 + Math.Abs(x[i]) / 5;
            Assert.Equal(x[i] / below, value[i], 1e-15);
            Assert.Equal(1 / (below * below), slope[i], 1e-15);
            Assert.Equal(x[i] * Math.Abs(x[i]) / 25 / (below * below), byParameter[i], 1e-15);
        }
    }

    [Theory]
    [InlineData(2, 10, 1024)]
    [InlineData(-3, 3, -27)]
    [InlineData(2, -2, 0.25)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 0.5, 0)]
    [InlineData(9, 0.5, 3)]
    [InlineData(2.5, 1.7, 4.747861205827337)]
    public void Powers(double a, double b, double expected) =>
        Assert.Equal(expected, Operations.Power(a, b), Math.Abs(expected) * 1e-15);

    [Fact]
    public void A_negative_number_has_no_broken_power() => Assert.True(double.IsNaN(Operations.Power(-2, 0.5)));

    [Fact]
    public void Limexp_is_finite_and_smooth_where_exp_overflows()
    {
        foreach (var x in new[] { -1e3, -1, 0, 79.999, 80, 80.001, 1e3, 1e9 })
        {
            var (value, slope) = (Operations.Of(Function.Limexp, x), Operations.Of(Function.LimexpSlope, x));
            Assert.True(double.IsFinite(value) && double.IsFinite(slope), $"at {x}: {value}, {slope}");
            var step = Math.Max(1e-6, Math.Abs(x) * 1e-6);
            var difference =
                (Operations.Of(Function.Limexp, x + step) - Operations.Of(Function.Limexp, x - step)) / (2 * step);
            Assert.Equal(difference, slope, 1e-6 + Math.Abs(slope) * 1e-4);
        }
        Assert.Equal(Operations.Of(Function.Exp, 3), Operations.Of(Function.Limexp, 3));
    }

    [Fact]
    public void A_report_writes_the_formula_of_a_tape() =>
        Assert.Equal("x / (1 + abs(x) / i0), i0 = 5", LawWords.Of(Toys.Soft));

    [Theory]
    [InlineData("x y - x y + -", "x - y - (x + y)")]
    [InlineData("x y ** x ** neg", "−(x ** y) ** x")]
    [InlineData("x neg 2 **", "(−x) ** 2")]
    [InlineData("x +", "x +")]
    public void Brackets_stand_where_they_are_needed(string tape, string words) =>
        Assert.Equal(words, LawWords.Of(Law(tape)));

    private static LawPlan Law(string tape) => new(["x", "y"], [], tape, ["1", "0"], []);

    private static string RandomTape(RandomStream random, int size)
    {
        var words = new List<string>();
        for (var height = 0; words.Count < size || height != 1; )
            if (height >= 2 && (random.Below(2) == 0 || words.Count >= size))
            {
                words.Add(Operators[random.Below(Operators.Length)]);
                height--;
            }
            else if (height >= 1 && random.Below(3) == 0)
                words.Add(Functions[random.Below(Functions.Length)]);
            else
            {
                words.Add(
                    random.Below(3) switch
                    {
                        0 => "x",
                        1 => "y",
                        _ => random.Uniform(-3, 3).ToString("R", CultureInfo.InvariantCulture),
                    }
                );
                height++;
            }
        return string.Join(' ', words);
    }

    private static double Slow(LawPlan law, string tape, double x, double y)
    {
        var stack = new Stack<double>();
        foreach (var word in tape.Split(' '))
            if (word is "x" or "y")
                stack.Push(word == "x" ? x : y);
            else if (Operations.FunctionOf(word) is { } function)
                stack.Push(Operations.Of(function, stack.Pop()));
            else if (Operations.OperationOf(word) is { } operation)
            {
                var right = stack.Pop();
                stack.Push(Operations.Of(operation, stack.Pop(), right));
            }
            else
                stack.Push(double.Parse(word, CultureInfo.InvariantCulture));
        Assert.Equal(2, law.Arguments.Length);
        return stack.Single();
    }
}
