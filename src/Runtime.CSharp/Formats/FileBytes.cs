namespace Nano.Runtime.Formats;

/// <summary>Reads a whole file into memory, or says in one sentence why not.</summary>
public static class FileBytes
{
    /// <summary>The largest file that is read whole: 1 GiB; a surrogate takes less than a megabyte.</summary>
    public const long Largest = 1L << 30;

    /// <exception cref="NanoException">N109: not there, a folder, too large, or not to be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var length = stream.Length;
            if (length > Largest)
                throw BadFile.Because(
                    BadFile.Unreadable,
                    path,
                    $"the file has {length} bytes; at most {Largest} are read"
                );
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw BadFile.Because(BadFile.Unreadable, path, "there is no such file");
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = Directory.Exists(path) ? "this is a folder, not a file" : problem.Message;
            throw BadFile.Because(BadFile.Unreadable, path, $"the file cannot be read: {reason}");
        }
    }
}
