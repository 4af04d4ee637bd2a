namespace Nano.Runtime;

/// <summary>How a computation ended: well, or with a sentence that says what went wrong.</summary>
public readonly record struct Outcome(bool Ok, string Sentence)
{
    public static Outcome Success { get; } = new(true, "");

    public static Outcome Failure(string sentence) => new(false, sentence);
}
