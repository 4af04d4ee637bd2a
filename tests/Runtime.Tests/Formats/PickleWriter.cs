using System.Buffers.Binary;
using System.Text;

namespace Nano.Runtime.Tests.Formats;

/// <summary>An array to be written as a PyTorch tensor into storage <paramref name="Key"/>.</summary>
public sealed record TorchTensor(string Key, float[] Values, long[] Shape, long[] Strides, long Offset = 0)
{
    public static TorchTensor Of(string key, float[] values, params long[] shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return new TorchTensor(key, values, shape, strides);
    }
}

/// <summary>Writes pickles of protocol 2, opcode by opcode or from plain values.</summary>
public sealed class PickleWriter
{
    private readonly List<byte> written = [];

    public PickleWriter() => Raw(0x80, 2);

    public byte[] End()
    {
        Raw((byte)'.');
        return [.. written];
    }

    public PickleWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        written.AddRange(bytes);
        return this;
    }

    public PickleWriter Ascii(string text) => Raw(Encoding.ASCII.GetBytes(text));

    public PickleWriter Global(string module, string name) => Ascii($"c{module}\n{name}\n");

    public PickleWriter Value(object? value)
    {
        switch (value)
        {
            case null:
                return Ascii("N");
            case bool truth:
                return Raw(truth ? (byte)0x88 : (byte)0x89);
            case int number:
                return Whole(number);
            case long number:
                return Raw(0x8a, 8).Raw(Bytes(number));
            case double number:
                return Raw((byte)'G').Raw(BigEndian(number));
            case string text:
                var utf8 = Encoding.UTF8.GetBytes(text);
                return Raw((byte)'X').Raw(Bytes(utf8.Length)).Raw(utf8);
            case TorchTensor tensor:
                return Tensor(tensor);
            case object?[] items:
                Ascii("](");
                foreach (var item in items)
                    Value(item);
                return Ascii("e");
            case Dictionary<string, object?> entries:
                Ascii("}(");
                foreach (var (key, item) in entries)
                    Value(key).Value(item);
                return Ascii("u");
            default:
                throw new ArgumentException($"no pickle of {value.GetType()}", nameof(value));
        }
    }

    private PickleWriter Tensor(TorchTensor tensor)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Ascii("((");
        Value("storage").Global("torch", "FloatStorage").Value(tensor.Key).Value("cpu").Value(tensor.Values.Length);
        Ascii("tQ").Value(tensor.Offset);
        Tuple(tensor.Shape).Tuple(tensor.Strides);
        return Raw(0x89).Global("collections", "OrderedDict").Ascii(")RtR");
    }

    private PickleWriter Tuple(long[] numbers)
    {
        Ascii("(");
        foreach (var number in numbers)
            Value(number);
        return Ascii("t");
    }

    private PickleWriter Whole(int number) => Raw((byte)'J').Raw(Bytes(number));

    private static byte[] Bytes(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] BigEndian(double number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
        return bytes;
    }
}
