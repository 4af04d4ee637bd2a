namespace Nano.Runtime.Running;

/// <summary>The exit status of a failure: 3 file, meaning or law, 4 instrument, 5 numerics, 6 surroundings, 130 interrupted.</summary>
public static class ExitStatus
{
    public const int Interrupted = 130;

    public static (int Status, string Sentence) Of(Exception failure) =>
        failure switch
        {
            OperationCanceledException => (Interrupted, "interrupted; the same command goes on from what is kept"),
            NanoException known => (OfCode(known.Diagnostic.Code), known.Message),
            IOException or UnauthorizedAccessException or OutOfMemoryException => (6, failure.Message),
            _ => (5, $"{failure.GetType().Name}: {failure.Message}"),
        };

    public static int OfCode(string code) =>
        code.Length > 1
            ? code[1] switch
            {
                '1' or '2' or '3' => 3,
                '4' => 4,
                '5' => 5,
                '6' => 6,
                _ => 5,
            }
            : 5;
}
