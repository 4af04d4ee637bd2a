using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Nano.Plan;
using Nano.Runtime.Formats;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;
using Nano.Runtime.Tests.Surrogates;
using Xunit;

namespace Nano.Runtime.Tests.Formats;

/// <summary>
/// Whatever is done to a model file, reading it ends soon: in a model that can be written and read again, or in a
/// sentence with a code of the N1 family and the name of the file.
/// </summary>
public partial class ModelMutationTests
{
    private const int Count = 10_000;

    /// <summary>What reading one file of some kilobytes may allocate: 64 MB. A zip may unpack to 16 MB at most.</summary>
    private const long MostAllocated = 64_000_000;

    private static readonly (string Kind, byte[] Bytes, Action<byte[]> Read)[] Files =
    [
        ("torch zip", TorchWriter.Zip(TorchWriter.Sample()), ReadModel),
        ("deflated torch zip", TorchWriter.Zip(TorchWriter.Sample(), CompressionLevel.SmallestSize), ReadModel),
        ("torch legacy", TorchWriter.Legacy(TorchWriter.Sample()), ReadModel),
        ("safetensors", SurrogateFile.ToBytes(SurrogateFileTests.Model()), ReadModel),
        ("npz", Archive(), ReadArchive),
    ];

    [Fact]
    public async Task Ten_thousand_spoilt_files_are_read_or_refused()
    {
        var faults = new ConcurrentQueue<string>();
        var atWork = new ConcurrentDictionary<int, bool>();
        var accepted = 0;
        var all = Task.Run(() =>
            Parallel.For(
                0,
                Count,
                number =>
                {
                    atWork[number] = true;
                    if (Check(number, faults))
                        Interlocked.Increment(ref accepted);
                    atWork.TryRemove(number, out _);
                }
            )
        );
        // The whole takes seconds; who is still at work after minutes hangs.
        var first = await Task.WhenAny(all, Task.Delay(TimeSpan.FromMinutes(5)));
        Assert.True(first == all, $"these files hang: {string.Join(' ', atWork.Keys)}");
        await all;
        Assert.True(faults.IsEmpty, $"{faults.Count} faults\n{string.Join('\n', faults.Take(10))}");
        // Most of a file is structure: were hardly any damage noticed, the checks would be asleep.
        Assert.InRange(accepted, 1, Count / 2);
    }

    private static bool Check(int number, ConcurrentQueue<string> faults)
    {
        var (kind, bytes, read) = Files[number % Files.Length];
        var spoilt = ByteMutations.Mutate(new SeedTree(7).For($"model/{number}"), bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var accepted = false;
        try
        {
            read(spoilt);
            accepted = true;
        }
        catch (NanoException refusal)
        {
            var said = refusal.Diagnostic;
            if (!Code().IsMatch(said.Code) || !said.Where.File.StartsWith("hostile", StringComparison.Ordinal))
                faults.Enqueue($"{kind} {number}: neither code nor place: {said}");
            if (said.Message.Length is 0 or > 1000 || said.Message.Any(char.IsControl))
                faults.Enqueue($"{kind} {number}: no sentence: {said}");
        }
        catch (Exception crash)
        {
            faults.Enqueue($"{kind} {number}: {crash}");
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > MostAllocated)
            faults.Enqueue($"{kind} {number}: it took {allocated} bytes");
        return accepted;
    }

    private static void ReadModel(byte[] bytes)
    {
        var model = SurrogateFile.Read(bytes, "hostile");
        Assert.Equal(model.Ranges.Length, model.Network.InputWidth);
        var written = SurrogateFile.ToBytes(model);
        Assert.Equal(written, SurrogateFile.ToBytes(SurrogateFile.Read(written, "hostile")));
    }

    private static void ReadArchive(byte[] bytes)
    {
        var archive = Npz.Read(bytes, "hostile");
        foreach (var name in archive.Names)
        {
            var tensor = archive.Tensor(name);
            Assert.Equal(tensor.Count, tensor.ToDoubles().Length);
        }
    }

    private static byte[] Archive() =>
        TorchWriter.Zip(
            CompressionLevel.NoCompression,
            ("x.npy", NumpyTests.Array("<f8", false, "(3, 4)", new byte[96])),
            ("y.npy", NumpyTests.Array("<f4", true, "(5,)", new byte[20], version: 2))
        );

    [GeneratedRegex("^N1[0-9]{2}$")]
    private static partial Regex Code();
}
