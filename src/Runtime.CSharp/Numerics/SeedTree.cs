using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Nano.Runtime.Numerics;

/// <summary>
/// One seed for an experiment, and a stream of its own for every purpose: adding a draw in one place shifts no other.
/// </summary>
public sealed class SeedTree(ulong seed)
{
    /// <summary>The experiment's seed, or that of the branch.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream of a purpose such as "weights/hidden" or "search/4/0110/2".</summary>
    public RandomStream For(string purpose) => new(Key(purpose));

    /// <summary>A tree below a purpose, for a part that has purposes of its own.</summary>
    public SeedTree Below(string purpose) => new(Key(purpose + "/"));

    private ulong Key(string purpose)
    {
        Span<byte> text = new byte[8 + Encoding.UTF8.GetByteCount(purpose)];
        BinaryPrimitives.WriteUInt64LittleEndian(text, Seed);
        Encoding.UTF8.GetBytes(purpose, text[8..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
