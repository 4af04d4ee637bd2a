using System.Buffers.Binary;
using System.Text;

namespace Nano.Runtime.Formats;

/// <summary>
/// Reads numpy's .npy (NEP 1, versions 1 to 3): numbers of types f2 f4 f8 i1 i2 i4 i8 u1 b1, little-endian, C or
/// Fortran order. Arrays of objects are pickles and come back as an inert tree, never as objects.
/// </summary>
public static class Npy
{
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static TensorValue Read(string path) => Read(FileBytes.Read(path), path);

    /// <exception cref="NanoException">N115: no array of numbers, or damaged.</exception>
    public static TensorValue Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var (header, data) = Open(bytes, file);
        if (header.Type is not { } type)
            throw Fail(
                file,
                $"its elements are of type {BadFile.Quote(header.Descriptor)}, not little-endian numbers",
                header.Descriptor == "|O" ? "an array of Python objects holds no numbers that could be used" : ""
            );
        if (header.Elements * type.Bytes() != data.Length)
            throw Fail(file, $"{data.Length} bytes of data do not fill the shape {header.ShapeText} of {type}");
        var outcome = TensorValue.TryContiguous(data, type, header.Shape, header.Fortran, out var tensor);
        return outcome.Ok ? tensor! : throw Fail(file, outcome.Sentence);
    }

    /// <summary>The pickle inside an array of objects; numpy arrays within it are recognised.</summary>
    /// <exception cref="NanoException">N110–N112: a bad pickle. N115: damaged, or an array of numbers.</exception>
    public static PickleValue ReadObjects(ReadOnlyMemory<byte> bytes, string file)
    {
        var (header, data) = Open(bytes, file);
        if (header.Descriptor != "|O")
            throw Fail(file, $"its elements are of type {BadFile.Quote(header.Descriptor)}, not objects");
        var root = Unpickler.Read(data, file).Root;
        return PickleTree.Rewrite(root, value => PickledArrays.Recognise(value, file) ?? value);
    }

    private static (NpyHeader Header, ReadOnlyMemory<byte> Data) Open(ReadOnlyMemory<byte> bytes, string file)
    {
        var span = bytes.Span;
        if (span.Length < 10 || !span.StartsWith(Magic))
            throw Fail(file, "it does not begin as a numpy array");
        var version = span[6];
        if (version is < 1 or > 3 || (version > 1 && span.Length < 12))
            throw Fail(file, $"version {version} of the array format is not read; 1 to 3 are");
        var start = version == 1 ? 10 : 12;
        long length =
            version == 1
                ? BinaryPrimitives.ReadUInt16LittleEndian(span[8..])
                : BinaryPrimitives.ReadUInt32LittleEndian(span[8..]);
        if (length > LongestHeader || length > span.Length - start)
            throw Fail(file, $"its header of {length} bytes does not fit into the file");
        var text = Encoding.Latin1.GetString(span.Slice(start, (int)length));
        if (!NpyHeader.TryParse(text, out var header))
            throw Fail(file, $"its header is not understood: {BadFile.Quote(text)}");
        return (header, bytes[(start + (int)length)..]);
    }

    private static NanoException Fail(string file, string sentence, string hint = "") =>
        BadFile.Because(BadFile.Numpy, file, $"this numpy array cannot be read: {sentence}", hint);
}
