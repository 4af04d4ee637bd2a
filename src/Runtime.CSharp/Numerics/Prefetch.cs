using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Nano.Runtime.Numerics;

/// <summary>Tells the processor that memory will soon be read; changes no result, and does nothing where it cannot.</summary>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Near(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>The address is only a hint, so it does no harm if the object moves meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Near<T>(ref T item) => Near(Unsafe.AsPointer(ref item));
}
