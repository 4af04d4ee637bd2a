using System.Buffers.Binary;
using System.Text;

namespace Nano.Runtime.Formats;

/// <summary>The bytes of a pickle and a position; whoever reads beyond the end gets a sentence with the offset.</summary>
internal sealed class PickleSource(ReadOnlyMemory<byte> bytes, string file, int start)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public int Position { get; private set; } = start;

    /// <summary>Where the opcode being executed stands; complaints point there.</summary>
    public int Opcode { get; private set; } = start;

    public byte NextOpcode()
    {
        Opcode = Position;
        return Byte();
    }

    public byte Byte() => Span(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Span(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Span(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Span(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Span(8));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Span(8));

    /// <summary>Fails unless so many bytes are left.</summary>
    public void Require(ulong length)
    {
        var left = (ulong)(bytes.Length - Position);
        if (length > left)
            throw Fail($"{length} bytes are announced, but the file has only {left} more");
    }

    public ReadOnlyMemory<byte> Take(ulong length)
    {
        Require(length);
        var taken = bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    public string Utf8(ulong length)
    {
        try
        {
            return StrictUtf8.GetString(Take(length).Span);
        }
        catch (DecoderFallbackException)
        {
            throw Fail("a text is not UTF-8");
        }
    }

    /// <summary>Bytes as characters of the same number: how Python 2 strings and text-protocol lines are read.</summary>
    public string Latin1(ulong length) => Encoding.Latin1.GetString(Take(length).Span);

    public string Line()
    {
        var length = bytes.Span[Position..].IndexOf((byte)'\n');
        if (length < 0)
            throw Fail("a line has no end");
        var text = Latin1((ulong)length);
        Position++;
        return text.EndsWith('\r') ? text[..^1] : text;
    }

    public NanoException Fail(string sentence, string code = BadFile.Pickle) =>
        BadFile.Because(
            code,
            file,
            $"broken pickle at byte {Opcode}: {sentence}",
            code == BadFile.PickleLimit ? "no model needs that much; is this file what it claims to be?" : ""
        );

    private ReadOnlySpan<byte> Span(int length) => Take((ulong)length).Span;
}
