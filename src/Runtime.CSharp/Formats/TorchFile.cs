namespace Nano.Runtime.Formats;

/// <summary>How a PyTorch file is laid out.</summary>
public enum TorchLayout
{
    /// <summary>Since PyTorch 1.6: a zip with the pickle and one entry for each storage.</summary>
    Zip,

    /// <summary>Before: five pickles in a row, then the storages.</summary>
    Legacy,
}

/// <summary>
/// A file of torch.save, read as data: the pickled tree with every tensor, parameter and numpy array in it turned into
/// a <see cref="PickleTensor"/>. No class is looked up and no function called.
/// </summary>
public sealed record TorchFile(PickleValue Root, TorchLayout Layout)
{
    /// <exception cref="NanoException">N109 not to be read, N110–N115 broken or unsupported.</exception>
    public static TorchFile Read(string path) => Read(FileBytes.Read(path), path);

    public static TorchFile Read(ReadOnlyMemory<byte> bytes, string file)
    {
        if (IsZip(bytes.Span))
            return new TorchFile(TorchZip.Read(bytes, file), TorchLayout.Zip);
        if (TorchLegacy.Begins(bytes.Span))
            return new TorchFile(TorchLegacy.Read(bytes, file), TorchLayout.Legacy);
        throw BadFile.Because(BadFile.Torch, file, "this is no PyTorch file: neither a zip nor the older layout");
    }

    internal static bool IsZip(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\x03\x04"u8);
}
