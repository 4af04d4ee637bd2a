using System.Buffers.Binary;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Tests.Formats;

/// <summary>Ways to spoil a binary file, drawn from a random stream.</summary>
internal static class ByteMutations
{
    private static readonly ulong[] Edges =
    [
        0,
        1,
        0x7f,
        0xff,
        0x7fff,
        0xffff,
        0x7fffffff,
        0x80000000,
        0xffffffff,
        0x100000000,
        0x7fffffffffffffff,
        0x8000000000000000,
        ulong.MaxValue,
    ];

    /// <summary>The bytes after one to four changes; most of them near the ends, where the structure lies.</summary>
    public static byte[] Mutate(RandomStream random, byte[] bytes)
    {
        var spoilt = (byte[])bytes.Clone();
        for (var change = random.Below(4); change >= 0 && spoilt.Length > 16; change--)
            spoilt = Once(random, spoilt);
        return spoilt;
    }

    private static byte[] Once(RandomStream random, byte[] bytes)
    {
        var at = Position(random, bytes.Length);
        switch (random.Below(8))
        {
            case 0:
                return bytes[..at];
            case 1: // a chunk is lost
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Below(64))..]];
            case 2: // a chunk comes twice
                return [.. bytes[..at], .. bytes[random.Below(at + 1)..]];
            case 3: // two chunks are swapped
                var other = random.Below(bytes.Length - 8);
                var length = Math.Min(8, bytes.Length - Math.Max(at, other));
                var kept = bytes[at..(at + length)];
                bytes.AsSpan(other, length).CopyTo(bytes.AsSpan(at));
                kept.CopyTo(bytes.AsSpan(other));
                return bytes;
            case 4: // a length, if there is one
                Span<byte> number = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(number, Edges[random.Below(Edges.Length)]);
                var width = Math.Min(1 << random.Below(4), bytes.Length - at);
                number[..width].CopyTo(bytes.AsSpan(at));
                return bytes;
            case 5: // digits of a header
                for (var i = at; i < Math.Min(bytes.Length, at + 200); i++)
                    if (char.IsAsciiDigit((char)bytes[i]))
                        bytes[i] = (byte)('0' + random.Below(10));
                return bytes;
            case 6:
                bytes[at] = (byte)random.Below(256);
                return bytes;
            default:
                bytes[at] ^= (byte)(1 << random.Below(8));
                return bytes;
        }
    }

    private static int Position(RandomStream random, int length)
    {
        var near = random.Below(Math.Min(length, 400));
        return random.Below(3) switch
        {
            0 => near,
            1 => length - 1 - near,
            _ => random.Below(length),
        };
    }
}
