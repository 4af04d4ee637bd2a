using System.Text;
using System.Text.Json;
using Nano.Plan;
using Nano.Runtime.Formats;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Running;

/// <summary>
/// The folder of one run, <c>out/&lt;name&gt;/&lt;16 hex digits of the plan's SHA-256&gt;/</c>. Every file in it is
/// whole or absent; result.json is written last, and its presence means that the run is finished.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private FileStream? hold;

    private RunFolder(string path, string identity)
    {
        Location = path;
        Identity = identity;
    }

    /// <summary>JSON on one line, for checkpoints and for <c>--json</c>.</summary>
    public static JsonSerializerOptions LineOptions { get; } = new(PlanJson.Options) { WriteIndented = false };

    public string Location { get; }

    public string Identity { get; }

    public bool IsFinished => File.Exists(Path("result.json"));

    /// <summary>Where the run of a plan lies below <paramref name="output"/>; nothing is made yet.</summary>
    public static RunFolder Of(string output, ExperimentPlan plan)
    {
        var identity = PlanJson.Identity(PlanJson.Write(plan));
        if (!IsPlainName(plan.Name))
            throw new NanoException(
                "N206",
                $"'{plan.Name}' cannot be a folder's name",
                "use letters, digits, '-', '_' and '.', and begin with a letter or digit"
            );
        return new RunFolder(System.IO.Path.Combine(output, plan.Name, identity), identity);
    }

    /// <summary>A folder that exists already, to read from.</summary>
    public static RunFolder At(string path) =>
        new(path, System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)));

    public static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 100
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public string Path(string name) => System.IO.Path.Combine(Location, name);

    /// <summary>Makes the folder and takes hold of it; a killed run lets go of its hold by dying.</summary>
    /// <exception cref="NanoException">N602: another run is at work here. N601: no place to write.</exception>
    public void Open()
    {
        Disk.Guard(Location, () => Directory.CreateDirectory(Path("checkpoint")));
        try
        {
            hold = new FileStream(Path(".hold"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(Path(".hold")))
        {
            throw new NanoException(
                "N602",
                $"another run is at work in '{Location}'",
                "wait for it, or choose another folder with --out",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NanoException(
                "N601",
                $"'{Location}' cannot be written: {e.Message}",
                "choose another folder with --out",
                e
            );
        }
        foreach (var torn in Directory.EnumerateFiles(Location, "*.part-*", SearchOption.AllDirectories))
            Disk.Guard(torn, () => File.Delete(torn));
    }

    /// <summary>Forgets what the run has found, to do it again.</summary>
    public void Clear()
    {
        foreach (var name in (string[])["result.json", "checkpoint/findings.jsonl"])
            Disk.Guard(Path(name), () => File.Delete(Path(name)));
    }

    /// <summary>What an interrupted run has kept, to go on from and to add to.</summary>
    public KeptLines<T> OpenKept<T>()
        where T : class => new(Path("checkpoint/findings.jsonl"));

    /// <summary>Writes a file whole or not at all.</summary>
    public void Write(string name, string content) => AtomicFile.Write(Path(name), content);

    public void Write(string name, Action<TextWriter> content) =>
        AtomicFile.Write(
            Path(name),
            stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
                content(writer);
            }
        );

    public void WriteResult(ProtocolResult result) =>
        Write("result.json", JsonSerializer.Serialize(result, PlanJson.Options) + "\n");

    /// <exception cref="NanoException">N603: the folder holds no finished run, or one that cannot be read.</exception>
    public (ExperimentPlan Plan, ProtocolResult Result) Read()
    {
        try
        {
            foreach (var needed in (string[])["plan.json", "result.json"])
                if (!File.Exists(Path(needed)))
                    throw new NanoException("N603", $"there is no {needed} in it");
            var plan = PlanJson.Read(FileBytes.Text(Path("plan.json"), FileBytes.LargestPlan));
            var result = JsonSerializer.Deserialize<ProtocolResult>(
                FileBytes.Text(Path("result.json")),
                PlanJson.Options
            );
            return (plan, result ?? throw new JsonException("result.json is 'null'"));
        }
        catch (Exception e) when (e is NanoException or JsonException or NotSupportedException)
        {
            throw new NanoException(
                "N603",
                $"'{Location}' holds no finished run: {e.Message}",
                "name a folder such as out/vc-dimension/3f9a1c2e5b7708d1 that has a result.json",
                e
            );
        }
    }

    /// <summary>The one-line form of the result, for <c>--json</c>.</summary>
    public string ResultLine()
    {
        var (plan, result) = Read();
        return JsonSerializer.Serialize(new ResultLineRecord(plan.Name, Identity, Location, result), LineOptions);
    }

    public void Dispose() => hold?.Dispose();

    private sealed record ResultLineRecord(string Name, string Identity, string Folder, ProtocolResult Result);
}
