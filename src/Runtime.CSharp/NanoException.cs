using Nano.Plan;

namespace Nano.Runtime;

/// <summary>
/// A failure with a code, a place and a sentence, for callers who did not ask for an outcome. The code decides the
/// exit status: N1xx–N3xx 3, N4xx 4, N5xx 5, N6xx 6.
/// </summary>
public sealed class NanoException(Diagnostic diagnostic, Exception? inner = null) : Exception(diagnostic.Message, inner)
{
    /// <summary>The complaint as it is printed.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>A failure without a place.</summary>
    public NanoException(string code, string message, string hint = "", Exception? inner = null)
        : this(Diagnostic.Error(code, message, hint), inner) { }
}
