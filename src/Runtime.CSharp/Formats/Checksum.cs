using System.Collections.Immutable;

namespace Nano.Runtime.Formats;

/// <summary>CRC-32 of zip files (IEEE 802.3, reflected polynomial 0xEDB88320).</summary>
internal static class Checksum
{
    private static readonly ImmutableArray<uint> Table = MakeTable();

    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var table = Table.AsSpan();
        var sum = uint.MaxValue;
        foreach (var value in bytes)
            sum = table[(int)((sum ^ value) & 0xff)] ^ (sum >> 8);
        return ~sum;
    }

    private static ImmutableArray<uint> MakeTable()
    {
        var table = ImmutableArray.CreateBuilder<uint>(256);
        for (uint index = 0; index < 256; index++)
        {
            var value = index;
            for (var bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320u);
            table.Add(value);
        }
        return table.MoveToImmutable();
    }
}
