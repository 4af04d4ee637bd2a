using System.Buffers.Binary;
using System.Collections.Immutable;
using Nano.Runtime.Running;

namespace Nano.Runtime.Formats;

/// <summary>What a safetensors file holds: arrays by name and texts by name.</summary>
public sealed record SafetensorsContent(
    ImmutableSortedDictionary<string, TensorValue> Tensors,
    ImmutableSortedDictionary<string, string> Metadata
);

/// <summary>
/// Hugging Face's safetensors: eight bytes of header length, a JSON header (name → dtype, shape, data_offsets; texts
/// under __metadata__), then the data without gaps. Read strictly: any byte of data belongs to exactly one tensor.
/// </summary>
public static class Safetensors
{
    /// <summary>Longest header that the format allows.</summary>
    public const int LongestHeader = 100_000_000;

    private const int Prefix = 8;

    /// <exception cref="NanoException">N109 not to be read, N116 no or a damaged safetensors file.</exception>
    public static SafetensorsContent Read(string path) => Read(FileBytes.Read(path), path);

    public static SafetensorsContent Read(ReadOnlyMemory<byte> bytes, string file)
    {
        if (bytes.Length < Prefix)
            throw Fail(file, $"a file of {bytes.Length} bytes is too short");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (length > LongestHeader || length > (ulong)(bytes.Length - Prefix))
            throw Fail(file, $"its header claims {length} bytes, but the file has only {bytes.Length - Prefix} more");
        var header = SafetensorsHeader.Parse(bytes.Span.Slice(Prefix, (int)length), file);
        var data = bytes[(Prefix + (int)length)..];
        CheckLayout(header.Entries, data.Length, file);
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, TensorValue>(StringComparer.Ordinal);
        foreach (var entry in header.Entries)
            tensors.Add(entry.Name, View(entry, data, file));
        return new SafetensorsContent(tensors.ToImmutable(), header.Metadata);
    }

    /// <summary>The same bytes for the same content: widest elements first, then by name; header padded to 8.</summary>
    public static byte[] ToBytes(
        ImmutableSortedDictionary<string, TensorValue> tensors,
        ImmutableSortedDictionary<string, string> metadata
    )
    {
        var names = tensors.Keys.ToArray();
        Array.Sort(
            names,
            (a, b) =>
            {
                var width = tensors[b].Type.Bytes().CompareTo(tensors[a].Type.Bytes());
                return width != 0 ? width : string.CompareOrdinal(a, b);
            }
        );
        var header = SafetensorsHeader.Write(names, tensors, metadata);
        using var stream = new MemoryStream();
        Span<byte> prefix = stackalloc byte[Prefix];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var name in names)
            stream.Write(tensors[name].ToBytes());
        return stream.ToArray();
    }

    /// <exception cref="NanoException">N601: the file could not be written.</exception>
    public static void Write(
        string path,
        ImmutableSortedDictionary<string, TensorValue> tensors,
        ImmutableSortedDictionary<string, string> metadata
    ) => AtomicFile.Write(path, ToBytes(tensors, metadata));

    internal static NanoException Fail(string file, string sentence) =>
        BadFile.Because(BadFile.Safetensors, file, $"no proper safetensors file: {sentence}");

    private static void CheckLayout(ImmutableArray<SafetensorsEntry> entries, long length, string file)
    {
        long expected = 0;
        foreach (var entry in entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End))))
        {
            var name = BadFile.Quote(entry.Name);
            if (entry.Begin != expected || entry.End < entry.Begin)
                throw Fail(
                    file,
                    $"{name} lies at bytes {entry.Begin} to {entry.End}, where byte {expected} should come next"
                );
            if (entry.End > length)
                throw Fail(file, $"{name} ends at byte {entry.End} of {length} bytes of data");
            expected = entry.End;
        }
        if (expected != length)
            throw Fail(file, $"{length - expected} bytes at the end belong to no tensor");
    }

    private static TensorValue View(SafetensorsEntry entry, ReadOnlyMemory<byte> data, string file)
    {
        // CheckLayout has made sure that both ends lie inside.
        var slice = data[(int)entry.Begin..(int)entry.End];
        var outcome = TensorValue.TryContiguous(
            slice,
            entry.Type,
            entry.Shape.AsSpan(),
            fortran: false,
            out var tensor
        );
        if (!outcome.Ok)
            throw Fail(file, $"{BadFile.Quote(entry.Name)}: {outcome.Sentence}");
        return (long)tensor!.Count * entry.Type.Bytes() == slice.Length
            ? tensor
            : throw Fail(
                file,
                $"{BadFile.Quote(entry.Name)} has {slice.Length} bytes, its shape {tensor.ShapeText} of {entry.Type} needs {(long)tensor.Count * entry.Type.Bytes()}"
            );
    }
}
