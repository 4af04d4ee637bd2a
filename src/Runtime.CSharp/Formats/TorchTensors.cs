namespace Nano.Runtime.Formats;

/// <summary>A reference of PyTorch to a storage: ('storage', class, key, location, elements, [view]).</summary>
/// <param name="Type">Null for a storage of bytes whose tensors say their own type.</param>
/// <param name="Offset">First element of a view on the storage (only in old files), else 0.</param>
/// <param name="Elements">Elements that the reference covers.</param>
/// <param name="Held">Elements of the whole storage.</param>
internal sealed record StorageReference(string Key, ElementType? Type, long Offset, long Elements, long Held);

/// <summary>
/// Turns the calls by which PyTorch rebuilds its tensors into views of storages, every number checked
/// (torch/_utils.py: _rebuild_tensor, _rebuild_tensor_v2, _rebuild_tensor_v3, _rebuild_parameter).
/// </summary>
internal sealed class TorchTensors(Func<StorageReference, ReadOnlyMemory<byte>> storages, string file)
{
    private const int DeepestWrapping = 16;

    /// <summary>The tensor or numpy array that a node describes, or the node itself.</summary>
    public PickleValue Recognise(PickleValue value)
    {
        var inner = value;
        for (var depth = 0; depth < DeepestWrapping && IsWrapper(inner); depth++)
            inner = PickleTree.Items(((PickleCall)inner).Arguments) is [var first, ..] ? first : PickleNone.Value;
        if (inner is PickleTensor)
            return inner;
        return Tensor(inner) ?? (PickleValue?)PickledArrays.Recognise(inner, file) ?? value;
    }

    /// <summary>The parts of a persistent reference.</summary>
    public static StorageReference Parse(PicklePersistentReference reference, string file)
    {
        var parts = PickleTree.Items(reference.Identity);
        if (parts is not [PickleText { Value: "storage" }, PickleGlobal kind, var key, _, var count, ..])
            throw Fail(file, "a reference to outside the pickle names no storage");
        if (PickleTree.Plain(key) is not { } name || PickleTree.Integer(count) is not (>= 0 and var elements))
            throw Fail(file, "a storage has no key or a negative length");
        var (known, type) = TypeOf(kind.Name);
        if (!known)
            throw Fail(file, $"a storage of type {kind.Kind} is not read");
        if (parts is not [_, _, _, _, _, PickleTuple view])
            return new StorageReference(name, type, 0, elements, elements);
        if (PickleTree.Items(view) is not [_, var start, var length])
            throw Fail(file, $"the view on storage {BadFile.Quote(name)} is misspelled");
        var offset = PickleTree.Integer(start);
        var covered = PickleTree.Integer(length);
        if (offset is not >= 0 || covered is not >= 0 || offset > elements || covered > elements - offset)
            throw Fail(file, $"a view lies outside of storage {BadFile.Quote(name)}");
        return new StorageReference(name, type, offset.Value, covered.Value, elements);
    }

    private static bool IsWrapper(PickleValue value) =>
        value is PickleCall call
        && (call.Of("torch._utils", "_rebuild_parameter") || call.Of("torch._utils", "_rebuild_parameter_with_state"));

    private PickleTensor? Tensor(PickleValue value)
    {
        if (value is not PickleCall { Callable: PickleGlobal { Module: "torch._utils" } function } call)
            return null;
        if (function.Name is not ("_rebuild_tensor" or "_rebuild_tensor_v2" or "_rebuild_tensor_v3"))
            return null;
        var arguments = PickleTree.Items(call.Arguments);
        if (arguments is not [PicklePersistentReference reference, var start, var size, var stride, ..])
            throw Fail(file, "a tensor has no storage, offset, size and stride");
        if (
            PickleTree.Integer(start) is not { } offset
            || PickleTree.Integers(size) is not { } shape
            || PickleTree.Integers(stride) is not { } strides
        )
            throw Fail(file, "offset, size and stride of a tensor are no whole numbers");
        var storage = Parse(reference, file);
        var type = storage.Type;
        if (function.Name == "_rebuild_tensor_v3")
            type = arguments is [_, _, _, _, _, _, PickleGlobal dtype, ..] ? OfDtype(dtype.Name) : null;
        if (type is not { } element)
            throw Fail(file, "a tensor does not say of what type its elements are, or of one that is not read");
        var bytes = storages(storage);
        var outcome = TensorValue.TryView(bytes, element, offset, shape, strides, out var tensor);
        return outcome.Ok ? new PickleTensor(tensor!) : throw Fail(file, outcome.Sentence);
    }

    private static (bool Known, ElementType? Type) TypeOf(string storage) =>
        storage switch
        {
            "HalfStorage" => (true, ElementType.F16),
            "BFloat16Storage" => (true, ElementType.BF16),
            "FloatStorage" => (true, ElementType.F32),
            "DoubleStorage" => (true, ElementType.F64),
            "CharStorage" => (true, ElementType.I8),
            "ByteStorage" => (true, ElementType.U8),
            "ShortStorage" => (true, ElementType.I16),
            "IntStorage" => (true, ElementType.I32),
            "LongStorage" => (true, ElementType.I64),
            "BoolStorage" => (true, ElementType.Bool),
            "UntypedStorage" => (true, null),
            _ => (false, null),
        };

    private static ElementType? OfDtype(string dtype) =>
        dtype switch
        {
            "float16" => ElementType.F16,
            "bfloat16" => ElementType.BF16,
            "float32" => ElementType.F32,
            "float64" => ElementType.F64,
            "int8" => ElementType.I8,
            "uint8" => ElementType.U8,
            "int16" => ElementType.I16,
            "int32" => ElementType.I32,
            "int64" => ElementType.I64,
            "bool" => ElementType.Bool,
            _ => null,
        };

    internal static NanoException Fail(string file, string sentence, string hint = "") =>
        BadFile.Because(BadFile.Torch, file, $"this PyTorch file cannot be read: {sentence}", hint);
}
