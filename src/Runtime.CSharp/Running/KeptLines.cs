using System.Text;
using System.Text.Json;
using Nano.Plan;

namespace Nano.Runtime.Running;

/// <summary>
/// What a run has found so far – a finding, a block of readings – a line of JSON each, so that a killed run goes on
/// where it was. A last line that was torn by the kill is dropped; numbers survive the round trip bit for bit.
/// </summary>
public sealed class KeptLines<T> : IDisposable
    where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, T> known = [];
    private readonly FileStream file;

    /// <exception cref="NanoException">N601: the file cannot be opened or written.</exception>
    public KeptLines(string path)
    {
        file = Disk.Guard(
            path,
            () => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read)
        );
        var good = Load();
        Disk.Guard(path, () => file.SetLength(good));
        file.Position = good;
    }

    /// <summary>How many an earlier run has kept.</summary>
    public int Kept { get; private set; }

    public T? Find(string key)
    {
        lock (gate)
            return known.GetValueOrDefault(key);
    }

    public void Add(string key, T found)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new Entry(key, found), RunFolder.LineOptions);
        lock (gate)
        {
            known[key] = found;
            Disk.Guard(
                file.Name,
                () =>
                {
                    file.Write(line);
                    file.WriteByte((byte)'\n');
                    file.Flush();
                }
            );
        }
    }

    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // A full disk was told by Add, with its hint; closing must not replace that.
        }
    }

    private long Load()
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var start = 0;
        while (Array.IndexOf(bytes, (byte)'\n', start) is var end and >= 0)
        {
            try
            {
                if (JsonSerializer.Deserialize<Entry>(bytes.AsSpan(start..end), RunFolder.LineOptions) is not { } entry)
                    break;
                known[entry.Key] = entry.Found;
            }
            catch (JsonException)
            {
                break; // torn or foreign: this line and all behind it are done again
            }
            start = end + 1;
        }
        Kept = known.Count;
        return start;
    }

    private sealed record Entry(string Key, T Found);
}
