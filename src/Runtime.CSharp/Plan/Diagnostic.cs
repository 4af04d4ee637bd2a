namespace Nano.Plan;

/// <summary>Where a problem is: a file (or an override such as <c>--set seed</c>), with line and column from 1, or 0 where there is none.</summary>
public sealed record Place(string File, int Line, int Column)
{
    /// <summary>Nowhere in particular.</summary>
    public static Place None { get; } = new("", 0, 0);

    /// <summary>A file as a whole.</summary>
    public static Place Of(string file) => new(file, 0, 0);

    /// <summary>file:line:column, as editors know it.</summary>
    public override string ToString() =>
        Line > 0 ? $"{File}:{Line}:{Column}"
        : File.Length > 0 ? File
        : "nano";
}

/// <summary>How bad a diagnostic is: an error stops, a warning is said and the work goes on.</summary>
public enum Severity
{
    /// <summary>What was asked for cannot be done.</summary>
    Error,

    /// <summary>The work goes on.</summary>
    Warning,
}

/// <summary>
/// One complaint: code (N1xx file, N2xx meaning, N3xx law, N4xx instrument, N5xx numerics, N6xx surroundings),
/// place, sentence, and a hint (empty where there is none).
/// </summary>
public sealed record Diagnostic(
    string Code,
    Place Where,
    string Message,
    string Hint,
    Severity Severity = Severity.Error
)
{
    /// <summary>A complaint without a place yet.</summary>
    public static Diagnostic Error(string code, string message, string hint = "") =>
        new(code, Place.None, message, hint);

    /// <summary>The same at a place.</summary>
    public Diagnostic At(Place place) => this with { Where = place };

    /// <summary>The line that a person reads, and the hint below it.</summary>
    public override string ToString()
    {
        var kind = Severity == Severity.Error ? "error" : "warning";
        var text = $"{Where}: {kind} {Code}: {Message}";
        return Hint.Length > 0 ? $"{text}\n  hint: {Hint}" : text;
    }
}
