using System.Text;
using Nano.Plan;

namespace Nano.Runtime.Running;

/// <summary>
/// Files that are there whole or not at all: written beside as <c>name.part-pid</c>, flushed to the disk, then renamed.
/// </summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="write">Writes the content; what it throws removes the part file again.</param>
    /// <exception cref="NanoException">N601: disk full, no permission, no such folder.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var part = $"{path}.part-{Environment.ProcessId}";
        try
        {
            using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }
        catch (Exception problem)
        {
            Remove(part);
            if (problem is IOException or UnauthorizedAccessException)
                throw new NanoException(
                    Diagnostic
                        .Error(
                            "N601",
                            $"'{Path.GetFileName(path)}' could not be written: {Reason(problem, part)}",
                            "is the disk full, or the folder missing or write-protected? Any earlier file is unchanged"
                        )
                        .At(Place.Of(path)),
                    problem
                );
            throw;
        }
    }

    public static void Write(string path, ReadOnlyMemory<byte> content) =>
        Write(path, stream => stream.Write(content.Span));

    /// <summary>Text as UTF-8 without byte order mark.</summary>
    public static void Write(string path, string content) => Write(path, Utf8.GetBytes(content));

    // The system's sentence ends in the name of the part file, which is nobody's business.
    private static string Reason(Exception problem, string part) =>
        problem.Message.Replace($" : '{part}'", "", StringComparison.Ordinal);

    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report; a part file left behind is never read.
        }
    }
}
