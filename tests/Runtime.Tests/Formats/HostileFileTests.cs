using System.IO.Compression;
using Nano.Runtime.Formats;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;
using Nano.Runtime.Tests.Surrogates;
using Xunit;

namespace Nano.Runtime.Tests.Formats;

/// <summary>Whatever is done to a file, reading it ends in a model or in a sentence of the N1 family, and soon.</summary>
public class HostileFileTests
{
    private const int Flips = 2000;

    public static TheoryData<string> Kinds => ["zip", "deflated", "legacy", "safetensors"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cut_off_anywhere_it_is_refused(string kind)
    {
        var bytes = Make(kind);
        for (var length = 0; length < bytes.Length; length++)
            Assert.True(IsRefused(bytes.AsMemory(0, length)), $"{kind} cut off after {length} bytes was read");
    }

    [Fact]
    public void Random_opcodes_are_read_or_refused()
    {
        var random = new SeedTree(7).For("opcodes");
        var opcodes = "(.0123FIJKLMNPQRSTUVXabcdeghijlopqrstu]})GBC"u8.ToArray();
        for (var round = 0; round < Flips; round++)
        {
            var pickle = new byte[200];
            for (var i = 0; i < pickle.Length; i++)
            {
                pickle[i] = random.Below(3) switch
                {
                    0 => (byte)(0x80 + random.Below(0x19)),
                    1 => (byte)random.Below(8),
                    _ => opcodes[random.Below(opcodes.Length)],
                };
            }
            pickle[0] = 0x80;
            IsRefused(pickle);
        }
    }

    [DataTheory]
    [InlineData("brainspy-tasks/ring_example", "best_training_data.pickle")]
    [InlineData("brainspy-tasks/ring_example", "results.pickle")]
    [InlineData("SkyNEt", "NN_New2.pt")]
    [InlineData("brainspy-smg", "postprocessed_data.npz")]
    public void Damaged_files_of_the_laboratories_are_read_or_refused(string folder, string name)
    {
        var random = new SeedTree(7).For($"flips/{name}");
        var bytes = File.ReadAllBytes(SharedData.File("dnpu", folder, name));
        for (var round = 0; round < 200; round++)
        {
            var damaged = (byte[])bytes.Clone();
            // The structure lies at both ends.
            var near = random.Below(Math.Min(8000, damaged.Length));
            damaged[round % 2 == 0 ? near : damaged.Length - 1 - near] = (byte)random.Below(256);
            IsRefused(damaged);
            IsRefused(damaged.AsMemory(0, random.Below(damaged.Length)));
        }
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = TorchWriter.Zip(
            CompressionLevel.SmallestSize,
            ("archive/data.pkl", new PickleWriter().Value(1).End()),
            ("archive/data/0", new byte[64 << 20])
        );
        Assert.True(bomb.Length < 1 << 20);
        Assert.Contains("would unpack to", Refusal("N113", bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_whose_entries_share_bytes_is_refused()
    {
        var zip = TorchWriter.Zip(CompressionLevel.NoCompression, ("a", new byte[50]), ("b", new byte[50]));
        // The second record of the list names the first file: its offset stands 42 bytes into the record.
        var second = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        zip.AsSpan(second + 42, 4).Clear();
        Assert.Contains("share the same bytes", Refusal("N113", zip), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_data_in_a_zip_are_noticed()
    {
        var zip = TorchWriter.Zip(TorchWriter.Sample());
        zip[zip.AsSpan().IndexOf("archive/data/0"u8) + 20] ^= 1;
        Assert.Contains("checksum", Refusal("N113", zip), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue, "claims")]
    [InlineData(200_000_000, "claims")]
    [InlineData(1000, "claims")]
    public void A_huge_header_is_refused(ulong length, string found)
    {
        byte[] bytes = [.. BitConverter.GetBytes(length), (byte)'{', (byte)'}'];
        Assert.Contains(found, Refusal("N116", bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        12
    )]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 12)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,4294967296],\"data_offsets\":[0,0]}}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"shape\":[2],\"data_offsets\":[0,8]}}", 8)]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        0
    )]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0)]
    [InlineData("{\"a\":[[[[[[[[[[[[]]]]]]]]]]]]}", 0)]
    [InlineData("{} x", 0)]
    [InlineData("{\"\\uD800\":1}", 0)]
    public void Wrong_headers_are_refused(string header, int data)
    {
        var json = System.Text.Encoding.UTF8.GetBytes(header);
        byte[] bytes = [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[data]];
        Refusal("N116", bytes);
    }

    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 3, 1 }, 1L)]
    [InlineData(new long[] { 2, 3 }, new long[] { 4, 1 }, 0L)]
    [InlineData(new long[] { 2, 3 }, new long[] { -3, 1 }, 5L)]
    [InlineData(new long[] { -2, 3 }, new long[] { 3, 1 }, 0L)]
    [InlineData(new long[] { 2, 3 }, new long[] { 3, 1 }, -1L)]
    [InlineData(new long[] { 2, 3 }, new long[] { 3 }, 0L)]
    [InlineData(
        new long[] { long.MaxValue, long.MaxValue },
        new long[] { long.MaxValue, long.MaxValue },
        long.MaxValue
    )]
    [InlineData(new long[] { 1 << 20, 1 << 20 }, new long[] { 0, 0 }, 0L)]
    public void A_tensor_outside_of_its_storage_is_refused(long[] shape, long[] strides, long offset)
    {
        var tensor = new TorchTensor("0", new float[6], shape, strides, offset);
        Refusal("N114", TorchWriter.Zip(new Dictionary<string, object?> { ["t"] = tensor }));
        Refusal("N114", TorchWriter.Legacy(new Dictionary<string, object?> { ["t"] = tensor }));
    }

    [Fact]
    public void A_million_names_of_one_storage_cost_little()
    {
        var repeated = new TorchTensor("0", new float[6], [1 << 12, 1 << 12], [0, 0]);
        var root = new Dictionary<string, object?> { ["t"] = Enumerable.Repeat<object?>(repeated, 2000).ToArray() };
        Refusal("N117", TorchWriter.Zip(root));
    }

    private static byte[] Make(string kind) =>
        kind switch
        {
            "zip" => TorchWriter.Zip(TorchWriter.Sample()),
            "deflated" => TorchWriter.Zip(TorchWriter.Sample(), CompressionLevel.SmallestSize),
            "legacy" => TorchWriter.Legacy(TorchWriter.Sample()),
            "safetensors" => SurrogateFile.ToBytes(SurrogateFileTests.Model()),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };

    private static bool IsRefused(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var model = SurrogateFile.Read(bytes, "hostile");
            Assert.Equal(model.Ranges.Length, model.Network.InputWidth);
            return false;
        }
        catch (NanoException refusal)
        {
            Assert.StartsWith("N1", refusal.Diagnostic.Code, StringComparison.Ordinal);
            return true;
        }
    }

    private static string Refusal(string code, byte[] bytes)
    {
        var refusal = Assert.Throws<NanoException>(() => SurrogateFile.Read(bytes, "hostile")).Diagnostic;
        Assert.Equal(code, refusal.Code);
        return refusal.Message;
    }
}
