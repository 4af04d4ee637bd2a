using Nano.Runtime.Formats;
using Xunit;

namespace Nano.Runtime.Tests.Formats;

public class TensorValueTests
{
    [Fact]
    public void Strides_and_offset_select_elements()
    {
        // Storage 0..11 as 3×4; the view is its lower right 2×3 block transposed: element (i, j) = 5 + i + 4j.
        var bytes = new byte[12];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)i;
        Assert.True(TensorValue.TryView(bytes, ElementType.U8, 5, [3, 2], [1, 4], out var view).Ok);
        Assert.Equal([5L, 9, 6, 10, 7, 11], view!.ToIntegers());
        Assert.Equal([5, 9, 6, 10, 7, 11], view.ToBytes());
        Assert.True(TensorValue.TryView(bytes, ElementType.U8, 3, [2, 3], [0, 2], out var repeated).Ok);
        Assert.Equal([3.0, 5, 7, 3, 5, 7], repeated!.ToDoubles());
        Assert.False(TensorValue.TryView(bytes, ElementType.U8, 6, [3, 2], [1, 4], out _).Ok);
    }

    [Fact]
    public void Short_floats_are_widened_exactly()
    {
        // bfloat16 0x3fc0 = 1.5, 0xff80 = −∞; float16 0x3e00 = 1.5, 0x0001 = 2^−24.
        Assert.Equal([1.5, double.NegativeInfinity], Values([0xc0, 0x3f, 0x80, 0xff], ElementType.BF16));
        Assert.Equal([1.5, Math.Pow(2, -24)], Values([0x00, 0x3e, 0x01, 0x00], ElementType.F16));
    }

    private static double[] Values(byte[] bytes, ElementType type)
    {
        Assert.True(TensorValue.TryContiguous(bytes, type, [2], fortran: false, out var tensor).Ok);
        return tensor!.ToDoubles();
    }
}
