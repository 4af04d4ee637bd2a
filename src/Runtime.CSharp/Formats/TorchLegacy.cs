using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Nano.Runtime.Formats;

/// <summary>
/// PyTorch's layout before 1.6: pickles of a magic number, the protocol, facts of the machine, the object and the list
/// of storage keys; then for each key its length in elements (int64) and its raw data. Tied weights share a storage.
/// </summary>
internal static class TorchLegacy
{
    private const int Protocol = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse(
        "1950a86a20f9469cfc6c",
        NumberStyles.AllowHexSpecifier,
        CultureInfo.InvariantCulture
    );

    // LONG1 of ten bytes, and the magic number itself, little-endian.
    private static ReadOnlySpan<byte> MagicBytes =>
        [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Whether the first pickle is the magic number, of protocol 2, 3, or 4 and 5 with their frame.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 12 && bytes[0] == 0x80 && bytes[(bytes[1] < 4 ? 2 : 11)..].StartsWith(MagicBytes);

    public static PickleValue Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var magic = Unpickler.Read(bytes, file);
        if (magic.Root is not PickleInteger { Value: var number } || number != Magic)
            throw TorchTensors.Fail(file, "it lacks PyTorch's magic number");
        var protocol = Unpickler.Read(bytes, file, magic.End);
        if (PickleTree.Integer(protocol.Root) is not Protocol)
            throw TorchTensors.Fail(file, $"its protocol is {PickleTree.Plain(protocol.Root)}, not {Protocol}");
        var machine = Unpickler.Read(bytes, file, protocol.End);
        if (PickleTree.Find(machine.Root, "little_endian") is PickleBool { Value: false })
            throw TorchTensors.Fail(file, "its numbers are stored with the highest byte first");
        var tree = Unpickler.Read(bytes, file, machine.End);
        var keys = Unpickler.Read(bytes, file, tree.End);
        var storages = Storages(bytes, keys, Types(tree, file), file);
        var tensors = new TorchTensors(storage => Storage(storages, storage, file), file);
        return PickleTree.Rewrite(tree.Root, tensors.Recognise);
    }

    // The raw data do not say how long an element is; the references in the tree do.
    private static Dictionary<string, ElementType> Types(PickleDocument tree, string file)
    {
        var types = new Dictionary<string, ElementType>(StringComparer.Ordinal);
        foreach (var reference in tree.References)
        {
            // Old files also refer to the source texts of pickled modules.
            if (PickleTree.Items(reference.Identity) is [PickleText { Value: "module" }, ..])
                continue;
            var storage = TorchTensors.Parse(reference, file);
            if (storage.Type is not { } type || (types.TryGetValue(storage.Key, out var known) && known != type))
                throw TorchTensors.Fail(file, $"storage {BadFile.Quote(storage.Key)} is used with two element types");
            types[storage.Key] = type;
        }
        return types;
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Storages(
        ReadOnlyMemory<byte> bytes,
        PickleDocument keys,
        Dictionary<string, ElementType> types,
        string file
    )
    {
        if (keys.Root is not PickleList { Items: var names })
            throw TorchTensors.Fail(file, "it has no list of storages");
        var storages = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var position = keys.End;
        foreach (var name in names)
        {
            if (PickleTree.Plain(name) is not { } key || !types.TryGetValue(key, out var type))
                throw TorchTensors.Fail(file, "its list of storages names one that no tensor uses");
            if (bytes.Length - position < sizeof(long))
                throw CutOff(file, key, position);
            var elements = BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[position..]);
            position += sizeof(long);
            if (elements < 0 || (Int128)elements * type.Bytes() > bytes.Length - position)
                throw CutOff(file, key, position);
            var length = (int)(elements * type.Bytes());
            if (!storages.TryAdd(key, bytes.Slice(position, length)))
                throw TorchTensors.Fail(file, $"storage {BadFile.Quote(key)} is listed twice");
            position += length;
        }
        return storages;
    }

    private static NanoException CutOff(string file, string key, int position) =>
        TorchTensors.Fail(
            file,
            $"storage {BadFile.Quote(key)} at byte {position} does not fit into the file",
            "the file may have been cut off; copy it again"
        );

    private static ReadOnlyMemory<byte> Storage(
        Dictionary<string, ReadOnlyMemory<byte>> storages,
        StorageReference storage,
        string file
    )
    {
        if (!storages.TryGetValue(storage.Key, out var content))
            throw TorchTensors.Fail(file, $"storage {BadFile.Quote(storage.Key)} is not in the file");
        var size = storage.Type!.Value.Bytes();
        if ((Int128)storage.Held * size > content.Length)
            throw TorchTensors.Fail(file, $"storage {BadFile.Quote(storage.Key)} is shorter than its tensors say");
        return content.Slice((int)(storage.Offset * size), (int)(storage.Elements * size));
    }
}
