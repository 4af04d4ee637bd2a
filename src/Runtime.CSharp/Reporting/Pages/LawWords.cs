using System.Text;
using Nano.Plan;
using Nano.Runtime.Formulas;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>A law as a person writes it, out of its tape.</summary>
public static class LawWords
{
    private const int Signed = 3;
    private const int Atom = 5;

    /// <summary>"x / (1 + abs(x) / i0), i0 = 5"; the tape itself where it is none.</summary>
    public static string Of(LawPlan law)
    {
        var text = new StringBuilder(Formula(law.Value));
        foreach (var parameter in law.Parameters)
            text.Append(FormattableString.Invariant($", {parameter.Name} = {parameter.Value:R}"));
        return text.ToString();
    }

    private static string Formula(string tape)
    {
        // What stands on the stack: its text, and how closely it binds.
        var stack = new Stack<(string Text, int Binds)>();
        foreach (var word in tape.Split(' '))
            if (Operations.FunctionOf(word) is { } function && stack.Count >= 1)
                stack.Push(Applied(function, stack.Pop()));
            else if (Operations.OperationOf(word) is { } operation && stack.Count >= 2)
            {
                var right = stack.Pop();
                stack.Push(Combined(operation, stack.Pop(), right));
            }
            else
                stack.Push((word, word.StartsWith('-') ? Signed : Atom));
        return stack.Count == 1 ? stack.Pop().Text : tape;
    }

    private static (string, int) Applied(Function function, (string Text, int Binds) inner) =>
        function == Function.Negate
            ? ($"−{Within(inner, Signed)}", Signed)
            : ($"{Operations.Word(function)}({inner.Text})", Atom);

    private static (string, int) Combined(Operation operation, (string, int) left, (string, int) right)
    {
        var own = operation switch
        {
            Operation.Add or Operation.Subtract => 1,
            Operation.Multiply or Operation.Divide => 2,
            _ => 4,
        };
        // A power takes what is on its right first, all others what is on their left.
        var (least, most) = operation == Operation.Power ? (Atom, Atom) : (own, own + 1);
        return ($"{Within(left, least)} {Operations.Word(operation)} {Within(right, most)}", own);
    }

    private static string Within((string Text, int Binds) part, int least) =>
        part.Binds < least ? $"({part.Text})" : part.Text;
}
