using System.Buffers.Binary;
using System.IO.Compression;

namespace Nano.Runtime.Tests.Formats;

/// <summary>Writes small PyTorch files of both layouts, for tests that need no data.</summary>
public static class TorchWriter
{
    public static byte[] Zip(object? root, CompressionLevel level = CompressionLevel.NoCompression)
    {
        var storages = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        Collect(root, storages);
        var entries = new List<(string, byte[])> { ("archive/data.pkl", new PickleWriter().Value(root).End()) };
        foreach (var (key, values) in storages)
            entries.Add(($"archive/data/{key}", Bytes(values)));
        return Zip(level, [.. entries]);
    }

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static byte[] Legacy(object? root)
    {
        var storages = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        Collect(root, storages);
        using var stream = new MemoryStream();
        stream.Write([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        stream.Write(new PickleWriter().Value(1001).End());
        stream.Write(new PickleWriter().Value(new Dictionary<string, object?> { ["little_endian"] = true }).End());
        stream.Write(new PickleWriter().Value(root).End());
        stream.Write(new PickleWriter().Value(storages.Keys.ToArray<object?>()).End());
        var count = new byte[8];
        foreach (var values in storages.Values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(count, values.Length);
            stream.Write(count);
            stream.Write(Bytes(values));
        }
        return stream.ToArray();
    }

    /// <summary>A 7-5-5-1 network in the current layout of brainspy-smg, with whatever the test changes.</summary>
    public static Dictionary<string, object?> Sample(string prefix = "raw_model.", int seed = 1)
    {
        var state = new Dictionary<string, object?>();
        int[] widths = [7, 5, 5, 1];
        for (var layer = 0; layer < 3; layer++)
        {
            var (inputs, outputs) = (widths[layer], widths[layer + 1]);
            state[$"{prefix}{2 * layer}.weight"] = TorchTensor.Of(
                $"{2 * layer}",
                Numbers(inputs * outputs, seed + layer),
                outputs,
                inputs
            );
            state[$"{prefix}{2 * layer}.bias"] = TorchTensor.Of(
                $"{(2 * layer) + 1}",
                Numbers(outputs, seed + 9),
                outputs
            );
        }
        return new Dictionary<string, object?>
        {
            ["epoch"] = 3,
            ["model_state_dict"] = state,
            ["info"] = new Dictionary<string, object?>
            {
                ["model_structure"] = new Dictionary<string, object?> { ["activation"] = "relu" },
                ["electrode_info"] = new Dictionary<string, object?>
                {
                    ["activation_electrodes"] = new Dictionary<string, object?>
                    {
                        ["voltage_ranges"] = Enumerable
                            .Range(0, 7)
                            .Select(electrode => (object?)new object?[] { -1.0 - electrode, 0.5 })
                            .ToArray(),
                    },
                    ["output_electrodes"] = new Dictionary<string, object?>
                    {
                        ["amplification"] = new object?[] { 39.5 },
                        ["clipping_value"] = new object?[] { -120, 130.5 },
                    },
                },
            },
            ["train_losses"] = new object?[] { 4.0, 3.0, 2.0, 1.5 },
            ["min_val_loss"] = 1.75,
            ["test_loss"] = 1.875,
        };
    }

    public static float[] Numbers(int count, int seed)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (((((i + 1) * 7919) + (seed * 104729)) % 2001) - 1000) / 1024f;
        return values;
    }

    private static void Collect(object? value, SortedDictionary<string, float[]> storages)
    {
        if (value is TorchTensor tensor)
            storages[tensor.Key] = tensor.Values;
        else if (value is object?[] items)
            Array.ForEach(items, item => Collect(item, storages));
        else if (value is Dictionary<string, object?> entries)
            Array.ForEach([.. entries.Values], item => Collect(item, storages));
    }

    private static byte[] Bytes(float[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }
}
