using Nano.Runtime.Numerics;

namespace Nano.Runtime.Formulas;

/// <summary>Functions of one number. The last three only come out of derivatives and cannot be written in a law.</summary>
public enum Function
{
    /// <summary>−x.</summary>
    Negate,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The square root.</summary>
    Sqrt,

    /// <summary>The absolute value.</summary>
    Abs,

    /// <summary>exp up to an exponent of 80, from there on its tangent, so that value and slope stay finite.</summary>
    Limexp,

    /// <summary>−1, 0 or 1.</summary>
    Sign,

    /// <summary>The slope of <see cref="Limexp"/>.</summary>
    LimexpSlope,

    /// <summary>The slope of <see cref="LimexpSlope"/>, and its own; 0 beyond the exponent.</summary>
    LimexpCurvature,
}

/// <summary>Of two numbers.</summary>
public enum Operation
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>a to the power of b.</summary>
    Power,
}

/// <summary>
/// What functions and operations give, with the same bits on every machine, and the words by which a tape knows them.
/// </summary>
public static class Operations
{
    /// <summary>Where limexp becomes linear.</summary>
    public const double LargestExponent = 80;

    /// <summary>A power of this size or less is a product.</summary>
    private const double LargestProduct = 1024;

    private static readonly string[] FunctionWords =
    [
        "neg",
        "exp",
        "log",
        "tanh",
        "sqrt",
        "abs",
        "limexp",
        "sign",
        "limexp-slope",
        "limexp-curvature",
    ];

    private static readonly string[] OperationWords = ["+", "-", "*", "/", "**"];

    /// <summary>The word of a function on a tape.</summary>
    public static string Word(Function function) => FunctionWords[(int)function];

    /// <summary>The word of an operation on a tape.</summary>
    public static string Word(Operation operation) => OperationWords[(int)operation];

    /// <summary>The function of a word, or null.</summary>
    public static Function? FunctionOf(string word) =>
        Array.IndexOf(FunctionWords, word) is >= 0 and var index ? (Function)index : null;

    /// <summary>The operation of a word, or null.</summary>
    public static Operation? OperationOf(string word) =>
        Array.IndexOf(OperationWords, word) is >= 0 and var index ? (Operation)index : null;

    /// <summary>The value of a function.</summary>
    public static double Of(Function function, double x) =>
        function switch
        {
            Function.Negate => -x,
            Function.Exp => Elementary.Exp(x),
            Function.Log => Elementary.Log(x),
            Function.Tanh => Elementary.Tanh(x),
            Function.Sqrt => Math.Sqrt(x),
            Function.Abs => Math.Abs(x),
            Function.Limexp => x > LargestExponent
                ? Elementary.Exp(LargestExponent) * (1 + (x - LargestExponent))
                : Elementary.Exp(x),
            Function.Sign => double.IsNaN(x) ? x : Math.Sign(x),
            Function.LimexpSlope => Elementary.Exp(x > LargestExponent ? LargestExponent : x),
            Function.LimexpCurvature => x > LargestExponent ? 0 : Elementary.Exp(x),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "a function without a value"),
        };

    /// <summary>The value of an operation.</summary>
    public static double Of(Operation operation, double a, double b) =>
        operation switch
        {
            Operation.Add => a + b,
            Operation.Subtract => a - b,
            Operation.Multiply => a * b,
            Operation.Divide => a / b,
            Operation.Power => Power(a, b),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "an operation without a value"),
        };

    /// <summary>A whole power by repeated products, any other one as e^(b·log a), which a negative a does not have.</summary>
    public static double Power(double a, double b)
    {
        if (b == Math.Truncate(b) && Math.Abs(b) <= LargestProduct)
        {
            var product = 1.0;
            var square = a;
            for (var rest = (int)Math.Abs(b); rest > 0; rest >>= 1)
            {
                if ((rest & 1) == 1)
                    product *= square;
                square *= square;
            }
            return b < 0 ? 1 / product : product;
        }
        return Elementary.Exp(b * Elementary.Log(a));
    }
}
