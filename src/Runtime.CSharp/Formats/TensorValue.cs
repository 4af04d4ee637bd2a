using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Nano.Runtime.Formats;

/// <summary>
/// An array of numbers as it lies in a file: a checked view of bytes (offset and stride for each axis, in elements).
/// Nothing is copied before it is asked for, so a file that names one storage a million times costs nothing.
/// </summary>
public sealed class TensorValue
{
    private const int DeepestRank = 32;

    // An axis of stride 0 repeats elements; this many are let through beyond what the storage holds.
    private const long LargestRepeat = 1L << 24;

    private readonly ReadOnlyMemory<byte> storage;
    private readonly long offset;
    private readonly ImmutableArray<long> strides;

    private TensorValue(
        ReadOnlyMemory<byte> storage,
        ElementType type,
        long offset,
        ImmutableArray<int> shape,
        ImmutableArray<long> strides,
        int count
    )
    {
        this.storage = storage;
        this.offset = offset;
        this.strides = strides;
        Type = type;
        Shape = shape;
        Count = count;
    }

    public ElementType Type { get; }

    /// <summary>Length of each axis; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Number of elements: the product of the lengths.</summary>
    public int Count { get; }

    /// <summary>"90×7", or "one number".</summary>
    public string ShapeText => Shape.IsEmpty ? "one number" : string.Join('×', Shape);

    /// <summary>A view with any strides, or the sentence why it does not lie inside its storage.</summary>
    public static Outcome TryView(
        ReadOnlyMemory<byte> storage,
        ElementType type,
        long offset,
        ReadOnlySpan<long> shape,
        ReadOnlySpan<long> strides,
        out TensorValue? tensor
    )
    {
        tensor = null;
        if (shape.Length != strides.Length)
            return Outcome.Failure($"a tensor has {shape.Length} sizes but {strides.Length} strides");
        if (shape.Length > DeepestRank)
            return Outcome.Failure($"a tensor has {shape.Length} axes; at most {DeepestRank} are possible");
        var held = storage.Length / type.Bytes();
        var largest = Math.Max(held, LargestRepeat);
        Int128 count = 1;
        Int128 last = offset;
        var lengths = ImmutableArray.CreateBuilder<int>(shape.Length);
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] is < 0 or > int.MaxValue)
                return Outcome.Failure($"a tensor has an axis of length {shape[axis]}");
            if (strides[axis] < 0)
                return Outcome.Failure($"a tensor has the negative stride {strides[axis]}");
            lengths.Add((int)shape[axis]);
            count *= shape[axis];
            last += (Int128)(shape[axis] - 1) * strides[axis];
            // Lengths of 0 come later too, but then the product before them must still be sane.
            if (count > largest)
                return Outcome.Failure($"a tensor has more than {largest} elements, its storage {held}");
        }
        if (offset < 0)
            return Outcome.Failure($"a tensor begins at element {offset} of its storage");
        if (count > 0 && last >= held)
            return Outcome.Failure($"a tensor reaches element {last} of a storage of {held} elements");
        tensor = new TensorValue(storage, type, offset, lengths.MoveToImmutable(), [.. strides], checked((int)count));
        return Outcome.Success;
    }

    /// <summary>A view of elements that lie one after another, last axis (or, Fortran, first axis) fastest.</summary>
    public static Outcome TryContiguous(
        ReadOnlyMemory<byte> storage,
        ElementType type,
        ReadOnlySpan<long> shape,
        bool fortran,
        out TensorValue? tensor
    )
    {
        var strides = new long[shape.Length];
        Int128 stride = 1;
        for (var step = 0; step < shape.Length; step++)
        {
            var axis = fortran ? step : shape.Length - 1 - step;
            strides[axis] = stride > long.MaxValue ? long.MaxValue : (long)stride;
            stride = Int128.Min(stride * Math.Max(shape[axis], 1), long.MaxValue);
        }
        return TryView(storage, type, 0, shape, strides, out tensor);
    }

    /// <summary>A row-major array of float32.</summary>
    public static TensorValue Of(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        var bytes = new byte[checked(values.Length * sizeof(float))];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return Whole(bytes, ElementType.F32, values.Length, shape);
    }

    /// <summary>A row-major array of float64.</summary>
    public static TensorValue Of(ReadOnlySpan<double> values, params ReadOnlySpan<long> shape)
    {
        var bytes = new byte[checked(values.Length * sizeof(double))];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        return Whole(bytes, ElementType.F64, values.Length, shape);
    }

    /// <summary>Row-major copy as float32; float64 is rounded to the nearest.</summary>
    public float[] ToSingles()
    {
        var values = new float[Count];
        Visit((bytes, index) => values[index] = (float)Type.ReadDouble(bytes));
        return values;
    }

    /// <summary>Row-major copy as float64.</summary>
    public double[] ToDoubles()
    {
        var values = new double[Count];
        Visit((bytes, index) => values[index] = Type.ReadDouble(bytes));
        return values;
    }

    /// <summary>Row-major copy of whole numbers; only for integer and boolean elements.</summary>
    public long[] ToIntegers()
    {
        if (Type.IsFloating())
            throw new InvalidOperationException($"a tensor of {Type} holds no whole numbers");
        var values = new long[Count];
        Visit((bytes, index) => values[index] = Type.ReadInteger(bytes));
        return values;
    }

    /// <summary>Row-major copy of the bytes, in the tensor's own element type.</summary>
    public byte[] ToBytes()
    {
        var size = Type.Bytes();
        var values = new byte[checked(Count * size)];
        Visit((bytes, index) => bytes.CopyTo(values.AsSpan(index * size)));
        return values;
    }

    private static TensorValue Whole(byte[] bytes, ElementType type, int values, ReadOnlySpan<long> shape)
    {
        var outcome = TryContiguous(bytes, type, shape, fortran: false, out var tensor);
        if (!outcome.Ok || tensor!.Count != values)
            throw new ArgumentException($"{values} values do not fill the shape; {outcome.Sentence}", nameof(shape));
        return tensor;
    }

    private delegate void ElementVisitor(ReadOnlySpan<byte> element, int index);

    private void Visit(ElementVisitor visit)
    {
        if (Count == 0)
            return;
        var bytes = storage.Span;
        var size = Type.Bytes();
        Span<int> position = stackalloc int[DeepestRank];
        position.Clear();
        var element = offset;
        for (var index = 0; ; )
        {
            visit(bytes.Slice((int)(element * size), size), index);
            if (++index == Count)
                return;
            for (var axis = Shape.Length - 1; ; axis--)
            {
                element += strides[axis];
                if (++position[axis] < Shape[axis])
                    break;
                element -= position[axis] * strides[axis];
                position[axis] = 0;
            }
        }
    }
}
