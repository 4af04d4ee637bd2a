namespace Nano.Runtime;

/// <summary>How a computation ended: well, or with a sentence that says what went wrong.</summary>
public readonly record struct Outcome(bool Ok, string Sentence)
{
    /// <summary>It ended well.</summary>
    public static Outcome Success { get; } = new(true, "");

    /// <summary>It did not, and this is why.</summary>
    public static Outcome Failure(string sentence) => new(false, sentence);
}
