using Nano.Runtime.Formats;
using Nano.Runtime.Running;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// Reads surrogates of every kind – Nano's own safetensors, PyTorch files of brains-py, brainspy-smg and SkyNEt – and
/// writes Nano's own. The kind is told by the content, never by the name of the file.
/// </summary>
public static class SurrogateFile
{
    /// <exception cref="NanoException">
    /// N109 not to be read; N110–N116 broken; N117 holds no surrogate; N118 one that cannot be used.
    /// </exception>
    public static SurrogateModel Read(string path) => Read(FileBytes.Read(path), path);

    /// <param name="file">Name of the file, for complaints.</param>
    public static SurrogateModel Read(ReadOnlyMemory<byte> bytes, string file)
    {
        var span = bytes.Span;
        if (TorchFile.IsZip(span))
            return OfZip(bytes, file);
        if (TorchLegacy.Begins(span))
            return OfTree(TorchFile.Read(bytes, file).Root, "PyTorch legacy", file);
        if (span.Length > 8 && span[8] == (byte)'{')
            return OfSafetensors(Safetensors.Read(bytes, file), file);
        // Protocols 0 and 1 have no mark of their own: a container to begin with and STOP to end with.
        if (span.Length > 1 && (span[0] == 0x80 || (span[^1] == '.' && "(]}c"u8.Contains(span[0]))))
            return OfTree(Plain(bytes, file), "pickle", file);
        var found =
            span.IsEmpty ? "it is empty"
            : span[0] == 0x93 && span[1..].StartsWith("NUMPY"u8) ? "it is a single numpy array"
            : "it begins like none of these";
        throw BadFile.Because(
            BadFile.NoSurrogate,
            file,
            $"a safetensors or PyTorch file was expected, but {found}",
            "name the file that the training wrote"
        );
    }

    /// <summary>Writes Nano's own safetensors; reading it back gives the same model.</summary>
    /// <exception cref="NanoException">N601: the file could not be written.</exception>
    public static void Write(SurrogateModel model, string path) => AtomicFile.Write(path, ToBytes(model));

    /// <summary>The content of <see cref="Write"/>; the same bytes for the same model.</summary>
    public static byte[] ToBytes(SurrogateModel model) =>
        Safetensors.ToBytes(SurrogateTensors.Tensors(model), SurrogateTensors.Metadata(model));

    private static SurrogateModel OfZip(ReadOnlyMemory<byte> bytes, string file)
    {
        var arrays = Npz.Read(bytes, file).Names;
        if (!arrays.IsEmpty)
            throw BadFile.Because(
                BadFile.NoSurrogate,
                file,
                "a surrogate was expected, but this is a numpy archive with the arrays "
                    + string.Join(", ", arrays.Take(12).Select(BadFile.Quote)),
                "such files hold measured data; train a surrogate on them first"
            );
        return OfTree(TorchFile.Read(bytes, file).Root, "PyTorch zip", file);
    }

    private static PickleValue Plain(ReadOnlyMemory<byte> bytes, string file) =>
        PickleTree.Rewrite(Unpickler.Read(bytes, file).Root, value => PickledArrays.Recognise(value, file) ?? value);

    private static SurrogateModel OfSafetensors(SafetensorsContent content, string file)
    {
        if (SurrogateTensors.IsOurs(content))
            return SurrogateTensors.Read(content, file);
        var table = TensorTable.Of(content.Tensors);
        var found = $"a safetensors file with {Names(content.Tensors.Keys)}";
        return Assemble([table], PickleNone.Value, "safetensors", file, found);
    }

    private static SurrogateModel OfTree(PickleValue root, string maker, string file)
    {
        var found = PickleTree.Dictionary(root) is { } dictionary
            ? $"a dictionary with {Names(dictionary.Entries.Select(entry => PickleTree.Plain(entry.Key) ?? entry.Key.Kind))}"
            : root.Kind;
        return Assemble(TensorTable.Gather(root), root, maker, file, found);
    }

    private static SurrogateModel Assemble(
        List<TensorTable> tables,
        PickleValue root,
        string maker,
        string file,
        string found
    )
    {
        var chain = LayerChain.Find(tables, file, found);
        var facts = SurrogateFacts.Of(PickleTree.Find(root, "info"), chain, file);
        return new SurrogateModel(
            chain.ToNetwork(file),
            facts.Ranges,
            facts.Amplification,
            facts.Clip,
            facts.DataInputs,
            TrainingRecord.Of(root, maker, facts.Assumed)
        );
    }

    private static string Names(IEnumerable<string> names)
    {
        var shown = names.Take(9).Select(BadFile.Quote).ToArray();
        return shown.Length switch
        {
            0 => "nothing in it",
            9 => string.Join(", ", shown[..8]) + " and more",
            _ => string.Join(", ", shown),
        };
    }
}
