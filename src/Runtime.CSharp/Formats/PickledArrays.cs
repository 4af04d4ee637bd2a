namespace Nano.Runtime.Formats;

/// <summary>
/// Recognises numpy arrays and scalars in an inert tree: what numpy's own rebuilding functions would have made of their
/// arguments, read off the arguments.
/// </summary>
internal static class PickledArrays
{
    /// <summary>The array that a node describes; null where it describes none, or one of no numbers.</summary>
    /// <exception cref="NanoException">N115: an array whose shape and bytes do not fit.</exception>
    public static PickleTensor? Recognise(PickleValue value, string file)
    {
        if (value is not PickleCall { Callable: PickleGlobal global } call)
            return null;
        return (global.Module, global.Name) switch
        {
            ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => Reconstructed(call, file),
            ("numpy.core.multiarray" or "numpy._core.multiarray", "scalar") => Scalar(call, file),
            ("numpy.core.numeric" or "numpy._core.numeric", "_frombuffer") => Buffered(call, file),
            _ => null,
        };
    }

    /// <summary>Bytes, also as Python 2 and protocol 2 spell them (a Latin-1 text, _codecs.encode of one).</summary>
    public static ReadOnlyMemory<byte>? Bytes(PickleValue value)
    {
        if (value is PickleCall call && call.Of("_codecs", "encode"))
            value = PickleTree.Items(call.Arguments) is [PickleText text, ..] ? text : value;
        else if (value is PickleCall empty && (empty.Of("builtins", "bytes") || empty.Of("__builtin__", "bytes")))
            return PickleTree.Items(empty.Arguments) is { Count: 0 } ? ReadOnlyMemory<byte>.Empty : null;
        if (value is PickleBytes bytes)
            return bytes.Value;
        if (value is not PickleText { Value: var characters })
            return null;
        var narrow = new byte[characters.Length];
        for (var i = 0; i < narrow.Length; i++)
        {
            if (characters[i] > 255)
                return null;
            narrow[i] = (byte)characters[i];
        }
        return narrow;
    }

    // State of an ndarray: (version, shape, dtype, is Fortran, bytes).
    private static PickleTensor? Reconstructed(PickleCall call, string file) =>
        PickleTree.Items(call.State) is [_, var shape, var dtype, var order, var content]
        && PickleTree.Integers(shape) is { } lengths
        && Type(dtype) is { } type
        && Bytes(content) is { } bytes
            ? Make(bytes, type, lengths, order is PickleBool { Value: true } || PickleTree.Integer(order) == 1, file)
            : null;

    private static PickleTensor? Scalar(PickleCall call, string file) =>
        PickleTree.Items(call.Arguments) is [var dtype, var content]
        && Type(dtype) is { } type
        && Bytes(content) is { } bytes
            ? Make(bytes, type, [], fortran: false, file)
            : null;

    private static PickleTensor? Buffered(PickleCall call, string file) =>
        PickleTree.Items(call.Arguments) is [var content, var dtype, var shape, var order]
        && PickleTree.Integers(shape) is { } lengths
        && Type(dtype) is { } type
        && Bytes(content) is { } bytes
            ? Make(bytes, type, lengths, PickleTree.Text(order) == "F", file)
            : null;

    // dtype('f4') with the state (version, byte order, …); '|' stands for types of one byte.
    private static ElementType? Type(PickleValue value)
    {
        if (value is not PickleCall call || !call.Of("numpy", "dtype"))
            return null;
        if (PickleTree.Items(call.Arguments) is not [PickleText { Value: var code }, ..])
            return null;
        var order = PickleTree.Items(call.State) is [_, PickleText { Value: var mark }, ..] ? mark : "<";
        return NumpyTypes.OfDescriptor(order + code);
    }

    private static PickleTensor Make(
        ReadOnlyMemory<byte> bytes,
        ElementType type,
        ReadOnlySpan<long> shape,
        bool fortran,
        string file
    )
    {
        var outcome = TensorValue.TryContiguous(bytes, type, shape, fortran, out var tensor);
        if (outcome.Ok && (long)tensor!.Count * type.Bytes() == bytes.Length)
            return new PickleTensor(tensor);
        var reason = outcome.Ok ? $"{bytes.Length} bytes do not fill the shape {tensor!.ShapeText}" : outcome.Sentence;
        throw BadFile.Because(BadFile.Numpy, file, $"a numpy array in the pickle is damaged: {reason}");
    }
}
