using System.Collections.Immutable;

namespace Nano.Runtime.Formats;

/// <summary>Reads numpy's .npz: a zip, stored or deflated, of .npy files.</summary>
public sealed class Npz
{
    private const string Suffix = ".npy";

    private readonly ZipContent zip;
    private readonly string file;

    private Npz(ZipContent zip, string file)
    {
        this.zip = zip;
        this.file = file;
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in zip.Entries)
        {
            if (entry.Name.EndsWith(Suffix, StringComparison.Ordinal))
                names.Add(entry.Name[..^Suffix.Length]);
        }
        Names = names.ToImmutable();
    }

    /// <summary>Names of the arrays, in the order of the file.</summary>
    public ImmutableArray<string> Names { get; }

    /// <exception cref="NanoException">N109 not to be read, N113 a broken zip.</exception>
    public static Npz Read(string path) => Read(FileBytes.Read(path), path);

    public static Npz Read(ReadOnlyMemory<byte> bytes, string file) => new(new ZipContent(bytes, file), file);

    /// <summary>An array of numbers.</summary>
    /// <exception cref="NanoException">N115: no such array, no numbers, or damaged.</exception>
    public TensorValue Tensor(string name) => Npy.Read(Content(name), $"{file}[{name}]");

    /// <summary>An array of Python objects as an inert tree.</summary>
    /// <exception cref="NanoException">N110–N112, N115.</exception>
    public PickleValue Objects(string name) => Npy.ReadObjects(Content(name), $"{file}[{name}]");

    private ReadOnlyMemory<byte> Content(string name)
    {
        if (Names.Contains(name))
            return zip.Read(name + Suffix);
        var known = string.Join(", ", Names.Take(12).Select(BadFile.Quote));
        throw BadFile.Because(
            BadFile.Numpy,
            file,
            $"there is no array {BadFile.Quote(name)}",
            known.Length > 0 ? $"the file holds {known}" : "the file holds no arrays"
        );
    }
}
