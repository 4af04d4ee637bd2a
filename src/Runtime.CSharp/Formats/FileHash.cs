using System.Security.Cryptography;

namespace Nano.Runtime.Formats;

/// <summary>The name of a file's content.</summary>
public static class FileHash
{
    /// <summary>SHA-256 of the file, 64 lower-case hex digits.</summary>
    /// <exception cref="NanoException">N109: not there, too large, no regular file, or not to be read.</exception>
    public static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(FileBytes.Read(path)));
}
