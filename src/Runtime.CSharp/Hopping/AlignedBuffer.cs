namespace Nano.Runtime.Hopping;

/// <summary>
/// Doubles at a 64-byte boundary that never move, so that kernels may hold a plain pointer. The buffer lives as long as
/// this object.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    private const int DoublesPerLine = 8;

    private readonly double[] memory;

    public AlignedBuffer(int length)
    {
        Length = length;
        memory = GC.AllocateArray<double>(length + DoublesPerLine, pinned: true);
        fixed (double* start = memory)
            Pointer = (double*)(((nuint)start + 63) & ~(nuint)63);
    }

    public int Length { get; }

    public double* Pointer { get; }

    public Span<double> Span => new(Pointer, Length);
}
