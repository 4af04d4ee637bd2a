namespace Nano.Runtime.Formats;

/// <summary>One file inside a zip. Its name is a key, never a path.</summary>
/// <param name="Start">Offset of the data in the zip.</param>
/// <param name="Packed">Bytes as stored.</param>
/// <param name="Length">Bytes when unpacked.</param>
internal sealed record ZipEntry(string Name, int Start, int Packed, int Length, bool Deflated, uint Checksum);
