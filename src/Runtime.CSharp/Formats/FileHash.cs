using System.Security.Cryptography;

namespace Nano.Runtime.Formats;

/// <summary>The name of a file's content.</summary>
public static class FileHash
{
    /// <summary>SHA-256 of the file, 64 lower-case hex digits.</summary>
    /// <exception cref="NanoException">N109: not there or not to be read.</exception>
    public static string Sha256(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = problem is FileNotFoundException or DirectoryNotFoundException
                ? "there is no such file"
                : $"the file cannot be read: {problem.Message}";
            throw BadFile.Because(BadFile.Unreadable, path, reason);
        }
    }
}
