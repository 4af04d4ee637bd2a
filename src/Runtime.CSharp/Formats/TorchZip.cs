using System.Text;

namespace Nano.Runtime.Formats;

/// <summary>PyTorch's zip layout: name/data.pkl, name/data/key for each storage, name/byteorder in newer ones.</summary>
internal static class TorchZip
{
    private const string Pickle = "/data.pkl";

    public static PickleValue Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var zip = new ZipContent(bytes, file);
        var prefix = Prefix(zip, file);
        if (zip.Has($"{prefix}/constants.pkl"))
            throw TorchTensors.Fail(
                file,
                "it is a compiled TorchScript program, not saved data",
                "save the model's state_dict() with torch.save instead"
            );
        if (zip.Has($"{prefix}/byteorder"))
        {
            var order = Encoding.Latin1.GetString(zip.Read($"{prefix}/byteorder").Span);
            if (order != "little")
                throw TorchTensors.Fail(file, $"its numbers are stored in the byte order {BadFile.Quote(order)}");
        }
        var document = Unpickler.Read(zip.Read(prefix + Pickle), file);
        var tensors = new TorchTensors(storage => Storage(zip, prefix, storage, file), file);
        return PickleTree.Rewrite(document.Root, tensors.Recognise);
    }

    private static string Prefix(ZipContent zip, string file)
    {
        foreach (var entry in zip.Entries)
        {
            if (entry.Name.EndsWith(Pickle, StringComparison.Ordinal))
                return entry.Name[..^Pickle.Length];
        }
        throw TorchTensors.Fail(file, "it is a zip without data.pkl inside");
    }

    private static ReadOnlyMemory<byte> Storage(ZipContent zip, string prefix, StorageReference storage, string file)
    {
        var content = zip.Read($"{prefix}/data/{storage.Key}");
        // A storage of bytes counts bytes.
        var size = storage.Type?.Bytes() ?? 1;
        if ((Int128)storage.Held * size > content.Length)
            throw TorchTensors.Fail(
                file,
                $"storage {BadFile.Quote(storage.Key)} should hold {storage.Held} elements of {size} bytes, but has {content.Length} bytes"
            );
        return content.Slice((int)(storage.Offset * size), (int)(storage.Elements * size));
    }
}
