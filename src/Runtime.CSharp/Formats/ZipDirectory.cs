using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Nano.Runtime.Formats;

/// <summary>
/// Reads the central directory of a zip (PKWARE APPNOTE 6.3, with zip64) and refuses what a bomb is made of: entries
/// that overlap, lie outside, appear twice, or unpack to far more than the file.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64LocatorSignature = 0x07064b50;
    private const uint End64Signature = 0x06064b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int LongestComment = 65535;
    private const int MostEntries = 100_000;

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly string file;

    private ZipDirectory(ReadOnlyMemory<byte> bytes, string file)
    {
        this.bytes = bytes;
        this.file = file;
    }

    /// <exception cref="NanoException">N113 with the byte offset.</exception>
    public static ImmutableArray<ZipEntry> Read(ReadOnlyMemory<byte> bytes, string file) =>
        new ZipDirectory(bytes, file).Entries();

    private ImmutableArray<ZipEntry> Entries()
    {
        var (count, start, end) = Locate();
        var entries = ImmutableArray.CreateBuilder<ZipEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var spans = new List<(int Start, int End)>();
        var position = start;
        for (var index = 0; index < count; index++)
        {
            var (entry, local, next) = Central(position, start);
            if (next > end)
                throw Fail(position, "the list of entries runs over its end");
            if (!names.Add(entry.Name))
                throw Fail(position, $"{BadFile.Quote(entry.Name)} appears twice");
            entries.Add(entry);
            spans.Add((local, entry.Start + entry.Packed));
            position = next;
        }
        CheckOverlap(spans);
        CheckTotal(entries);
        return entries.ToImmutable();
    }

    private (int Count, int Start, int End) Locate()
    {
        var end = FindEnd();
        ulong count = UInt16(end + 10);
        ulong size = UInt32(end + 12);
        ulong start = UInt32(end + 16);
        ulong limit = (ulong)end;
        var locator = end - LocatorLength;
        if (locator >= 0 && UInt32(locator) == End64LocatorSignature)
        {
            var record = UInt64(locator + 8);
            if (record > (ulong)Math.Max(locator - 56, 0))
                throw Fail(locator, $"its zip64 end record is announced at byte {record}");
            var at = (int)record;
            if (UInt32(at) != End64Signature)
                throw Fail(at, "no zip64 end record is there");
            count = UInt64(at + 32);
            size = UInt64(at + 40);
            start = UInt64(at + 48);
            limit = record;
        }
        if (start > limit || size > limit - start)
            throw Fail(end, $"its list of entries ({size} bytes at {start}) lies outside");
        if (count > MostEntries)
            throw Fail(end, $"it claims {count} entries; at most {MostEntries} are read");
        return ((int)count, (int)start, (int)(start + size));
    }

    private int FindEnd()
    {
        var first = Math.Max(0, bytes.Length - EndLength - LongestComment);
        for (var at = bytes.Length - EndLength; at >= first; at--)
        {
            if (UInt32(at) == EndSignature && at + EndLength + UInt16(at + 20) == bytes.Length)
                return at;
        }
        throw Fail(bytes.Length, "the zip has no end record; the file may have been cut off");
    }

    private (ZipEntry Entry, int Local, int Next) Central(int at, int directory)
    {
        if (UInt32(at) != CentralSignature)
            throw Fail(at, "no entry is there");
        var flags = UInt16(at + 8);
        var method = UInt16(at + 10);
        var checksum = UInt32(at + 16);
        ulong packed = UInt32(at + 20);
        ulong length = UInt32(at + 24);
        var nameLength = UInt16(at + 28);
        var extraLength = UInt16(at + 30);
        var next = at + 46 + nameLength + extraLength + UInt16(at + 32);
        ulong local = UInt32(at + 42);
        var name = Encoding.UTF8.GetString(Slice(at + 46, nameLength));
        Widen(Slice(at + 46 + nameLength, extraLength), ref length, ref packed, ref local);
        var quoted = BadFile.Quote(name);
        if ((flags & 1) != 0)
            throw Fail(at, $"{quoted} is encrypted");
        if (method is not (0 or 8))
            throw Fail(at, $"{quoted} is packed by method {method}; only stored and deflated ones are read");
        if (local > (ulong)directory || packed > (ulong)directory)
            throw Fail(at, $"{quoted} lies outside the file");
        // Deflate makes at best 1032 bytes out of one.
        if (method == 0 ? length != packed : length > (packed * 1032) + 64 || length > FileBytes.Largest)
            throw Fail(at, $"{quoted} claims {length} bytes out of {packed}");
        var start = Data((int)local, directory);
        if ((ulong)start + packed > (ulong)directory)
            throw Fail(at, $"the data of {quoted} run into the list of entries");
        return (new ZipEntry(name, start, (int)packed, (int)length, method == 8, checksum), (int)local, next);
    }

    private int Data(int local, int directory)
    {
        if (local + 30 > directory || UInt32(local) != LocalSignature)
            throw Fail(local, "no file is there");
        return local + 30 + UInt16(local + 26) + UInt16(local + 28);
    }

    // The zip64 extra holds, in this order, those of the three that are all ones in the entry itself.
    private static void Widen(ReadOnlySpan<byte> extra, ref ulong length, ref ulong packed, ref ulong local)
    {
        while (extra.Length >= 4)
        {
            var tag = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            var size = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), (ushort)(extra.Length - 4));
            var content = extra.Slice(4, size);
            extra = extra[(4 + size)..];
            if (tag != 1)
                continue;
            WidenOne(ref content, ref length);
            WidenOne(ref content, ref packed);
            WidenOne(ref content, ref local);
            return;
        }
    }

    private static void WidenOne(ref ReadOnlySpan<byte> content, ref ulong value)
    {
        if (value != uint.MaxValue || content.Length < 8)
            return;
        value = BinaryPrimitives.ReadUInt64LittleEndian(content);
        content = content[8..];
    }

    private void CheckOverlap(List<(int Start, int End)> spans)
    {
        spans.Sort();
        for (var i = 1; i < spans.Count; i++)
        {
            if (spans[i].Start < spans[i - 1].End)
                throw Fail(spans[i].Start, "two entries share the same bytes");
        }
    }

    private void CheckTotal(ImmutableArray<ZipEntry>.Builder entries)
    {
        long total = 0;
        foreach (var entry in entries)
            total += entry.Length;
        var most = Math.Min(FileBytes.Largest, (16L << 20) + (100L * bytes.Length));
        if (total > most)
            throw Fail(bytes.Length, $"{bytes.Length} bytes would unpack to {total}; at most {most} are let through");
    }

    private ReadOnlySpan<byte> Slice(int at, int length)
    {
        if (at < 0 || at > bytes.Length - length)
            throw Fail(at, "the file ends too early");
        return bytes.Span.Slice(at, length);
    }

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));

    private ulong UInt64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(at, 8));

    private NanoException Fail(int at, string sentence) =>
        BadFile.Because(BadFile.Zip, file, $"broken zip at byte {at}: {sentence}");
}
