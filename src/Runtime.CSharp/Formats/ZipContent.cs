using System.Collections.Immutable;
using System.IO.Compression;

namespace Nano.Runtime.Formats;

/// <summary>The entries of a zip by name, unpacked in memory when asked for and checked against their CRC.</summary>
internal sealed class ZipContent
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly string file;
    private readonly Dictionary<string, ZipEntry> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> unpacked = new(StringComparer.Ordinal);

    public ZipContent(ReadOnlyMemory<byte> bytes, string file)
    {
        this.bytes = bytes;
        this.file = file;
        Entries = ZipDirectory.Read(bytes, file);
        foreach (var entry in Entries)
            byName.Add(entry.Name, entry);
    }

    /// <summary>In the order of the directory.</summary>
    public ImmutableArray<ZipEntry> Entries { get; }

    public bool Has(string name) => byName.ContainsKey(name);

    /// <exception cref="NanoException">N113: no such entry, or its data are damaged.</exception>
    public ReadOnlyMemory<byte> Read(string name)
    {
        if (unpacked.TryGetValue(name, out var known))
            return known;
        if (!byName.TryGetValue(name, out var entry))
            throw BadFile.Because(BadFile.Zip, file, $"the zip has no entry {BadFile.Quote(name)}");
        var packed = bytes.Slice(entry.Start, entry.Packed);
        var content = entry.Deflated ? Inflate(entry, packed) : packed;
        if (Checksum.Crc32(content.Span) != entry.Checksum)
            throw Damaged(entry, "its checksum does not fit");
        unpacked.Add(name, content);
        return content;
    }

    private ReadOnlyMemory<byte> Inflate(ZipEntry entry, ReadOnlyMemory<byte> packed)
    {
        var content = new byte[entry.Length];
        try
        {
            using var source = new MemoryStream(packed.ToArray(), writable: false);
            using var inflated = new DeflateStream(source, CompressionMode.Decompress);
            inflated.ReadExactly(content);
            if (inflated.ReadByte() >= 0)
                throw Damaged(entry, $"it unpacks to more than the {entry.Length} bytes that it claims");
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw Damaged(entry, "it cannot be unpacked");
        }
        return content;
    }

    private NanoException Damaged(ZipEntry entry, string sentence) =>
        BadFile.Because(
            BadFile.Zip,
            file,
            $"the zip's entry {BadFile.Quote(entry.Name)} is damaged: {sentence}",
            "copy the file again from where it came"
        );
}
