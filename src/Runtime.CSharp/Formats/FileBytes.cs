using System.Text;

namespace Nano.Runtime.Formats;

/// <summary>
/// The one way to files that come from outside. Only regular files are opened: a pipe without a writer would wait for
/// ever, a device never end. How long a file is, is asked once; what is written to it afterwards is not read.
/// </summary>
public static class FileBytes
{
    /// <summary>The largest file that is read whole: 1 GiB; a surrogate takes less than a megabyte.</summary>
    public const long Largest = 1L << 30;

    /// <summary>The largest plan that is read: 64 MiB; most take some kilobytes.</summary>
    public const long LargestPlan = 64L << 20;

    /// <exception cref="NanoException">N109: not there, a folder, no regular file, too large, or not to be read.</exception>
    public static byte[] Read(string path, long largest = Largest)
    {
        try
        {
            return Content(path, largest);
        }
        catch (Exception problem) when (IsOfTheSystem(problem))
        {
            throw Unreadable(path, problem);
        }
    }

    /// <summary>The same for callers with words of their own for what the system refuses.</summary>
    /// <exception cref="NanoException">N109: not there, a folder, no regular file, or too large.</exception>
    /// <exception cref="IOException">The system does not let it be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static byte[] Content(string path, long largest = Largest)
    {
        using var stream = Regular(path, largest);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>UTF-8 text, with or without its mark.</summary>
    /// <exception cref="NanoException">N109, as for <see cref="Read"/>.</exception>
    public static string Text(string path, long largest = Largest)
    {
        var text = Encoding.UTF8.GetString(Read(path, largest));
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    /// <summary>A regular file to be read piece by piece, however large.</summary>
    /// <exception cref="NanoException">N109: not there, a folder, no regular file, or not to be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return Regular(path, long.MaxValue);
        }
        catch (Exception problem) when (IsOfTheSystem(problem))
        {
            throw Unreadable(path, problem);
        }
    }

    private static FileStream Regular(string path, long largest)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw Refuse(path, "this is no path");
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        if (Directory.Exists(path))
            throw Refuse(path, "this is a folder, not a file");
        if (!file.Exists)
            throw Refuse(path, "there is no such file");
        // Pipes, sockets and devices have no size; they are recognised without being opened.
        if (file.Length == 0)
            throw Refuse(path, "the file is empty, or no regular file (a pipe, a device)");
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length <= largest)
            return stream;
        var length = stream.Length;
        stream.Dispose();
        throw Refuse(path, $"the file has {length} bytes; at most {largest} are read");
    }

    private static bool IsOfTheSystem(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static NanoException Unreadable(string path, Exception problem) =>
        problem is FileNotFoundException or DirectoryNotFoundException
            ? Refuse(path, "there is no such file")
            : Refuse(path, $"the file cannot be read: {problem.Message}");

    private static NanoException Refuse(string path, string sentence) =>
        BadFile.Because(BadFile.Unreadable, path, sentence);
}
