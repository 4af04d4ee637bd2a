namespace Nano.Runtime.Numerics;

/// <summary>
/// Zeroed floats at an address that is a multiple of 64 and does not move. The address is good as long as this object
/// is reachable: whoever uses it ends with <see cref="GC.KeepAlive"/>.
/// </summary>
internal sealed unsafe class AlignedFloats
{
    // Keeps the memory from being collected.
    private readonly float[] memory;

    public AlignedFloats(int length)
    {
        memory = GC.AllocateArray<float>(length + 16, pinned: true);
        fixed (float* start = memory)
            Pointer = (float*)(((nuint)start + 63) & ~(nuint)63);
        Length = length;
    }

    public float* Pointer { get; }

    public int Length { get; }

    public Span<float> Span => new(Pointer, memory.Length - 16);
}
