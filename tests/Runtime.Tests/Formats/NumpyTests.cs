using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Nano.Runtime.Formats;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Formats;

public class NumpyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_orders_give_the_same_array(byte version)
    {
        // 2×3: 1 2 3 / 4 5 6
        var c = Npy.Read(Array("<f8", false, "(2, 3)", Doubles(1, 2, 3, 4, 5, 6), version), "c");
        var fortran = Npy.Read(Array("<f8", true, "(2, 3)", Doubles(1, 4, 2, 5, 3, 6), version), "f");
        Assert.Equal([2, 3], c.Shape.AsEnumerable());
        Assert.Equal([1.0, 2, 3, 4, 5, 6], c.ToDoubles());
        Assert.Equal(c.ToDoubles(), fortran.ToDoubles());
    }

    [Fact]
    public void Every_type_of_number_is_read()
    {
        Assert.Equal([1.5f], Npy.Read(Array("<f4", false, "(1,)", [0, 0, 0xc0, 0x3f]), "a").ToSingles());
        Assert.Equal([1.5], Npy.Read(Array("<f2", false, "(1,)", [0, 0x3e]), "a").ToDoubles());
        Assert.Equal([-2L], Npy.Read(Array("<i4", false, "()", [0xfe, 0xff, 0xff, 0xff]), "a").ToIntegers());
        Assert.Equal([-2L], Npy.Read(Array("<i8", false, "(1,)", BitConverter.GetBytes(-2L)), "a").ToIntegers());
        Assert.Equal([1L, 0], Npy.Read(Array("|b1", false, "(2,)", [1, 0]), "a").ToIntegers());
        Assert.Empty(Npy.Read(Array("<f8", false, "(0, 5)", []), "a").ToDoubles());
    }

    [Theory]
    [InlineData(">f8", "(1,)", 8, "type")]
    [InlineData("<c16", "(1,)", 16, "type")]
    [InlineData("|O", "(1,)", 8, "objects")]
    [InlineData("<f8", "(2,)", 8, "do not fill")]
    [InlineData("<f8", "(1,)", 9, "do not fill")]
    [InlineData("<f8", "(-1,)", 8, "header")]
    [InlineData("<f8", "(1, 'x')", 8, "header")]
    [InlineData("<f8", "(9223372036854775807, 9223372036854775807, 0)", 0, "")]
    [InlineData("<f8", "(1,), 'shape': (1,)", 8, "header")]
    [InlineData("<f8", "(1,), 'other': 1", 8, "header")]
    public void What_is_no_array_of_numbers_is_refused(string type, string shape, int bytes, string found)
    {
        var array = Array(type, false, shape, new byte[bytes]);
        var refusal = Assert.Throws<NanoException>(() => Npy.Read(array, "a")).Diagnostic;
        Assert.Equal("N115", refusal.Code);
        Assert.Contains(found, refusal.Message + refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_archives_are_read_or_refused()
    {
        var array = Array("<f8", false, "(2, 3)", Doubles(1, 2, 3, 4, 5, 6));
        var archive = TorchWriter.Zip(CompressionLevel.SmallestSize, ("x.npy", array), ("y.npy", array));
        Assert.Equal(["x", "y"], Npz.Read(archive, "z").Names.AsEnumerable());
        Assert.Equal(6, Npz.Read(archive, "z").Tensor("y").Count);
        var random = new SeedTree(3).For("npz");
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            // The array itself too: inside the archive its checksum would catch every flip.
            var damaged = (byte[])(round % 2 == 0 ? archive : array).Clone();
            damaged[random.Below(damaged.Length)] = (byte)random.Below(256);
            try
            {
                if (round % 2 == 0)
                    Npz.Read(damaged, "z").Tensor("x");
                else
                    Npy.Read(damaged, "a");
            }
            catch (NanoException refusal)
            {
                Assert.StartsWith("N1", refusal.Diagnostic.Code, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 3000);
    }

    [Fact]
    public void An_array_that_is_not_there_is_said_so()
    {
        var archive = TorchWriter.Zip(CompressionLevel.NoCompression, ("x.npy", Array("|b1", false, "(0,)", [])));
        var refusal = Assert.Throws<NanoException>(() => Npz.Read(archive, "z").Tensor("y")).Diagnostic;
        Assert.Contains("'x'", refusal.Hint, StringComparison.Ordinal);
    }

    [DataFact]
    public void Objects_in_an_archive_come_as_an_inert_tree_with_their_arrays()
    {
        var archive = Npz.Read(SharedData.File("dnpu", "brainspy-smg", "reference_batch.npz"));
        Assert.Equal([100, 7], archive.Tensor("inputs").Shape.AsEnumerable());
        // A 0-d array of objects pickles as a list of its one element, inside an object of numpy.ndarray.
        var tree = archive.Objects("sampling_configs");
        PickleDict? settings = null;
        PickleTree.Rewrite(
            tree,
            value =>
            {
                if (value is PickleDict dictionary && dictionary.Find("input_data") is not null)
                    settings = dictionary;
                return value;
            }
        );
        var amplitude = PickleTree.Numbers(PickleTree.Find(settings, "input_data", "amplitude"));
        Assert.Equal([0.9, 0.9, 1.05, 1.175, 0.825, 0.625, 1.2000000000000002], amplitude!);
    }

    internal static byte[] Array(string type, bool fortran, string shape, byte[] data, byte version = 1)
    {
        var order = fortran ? "True" : "False";
        var header = Encoding.Latin1.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. data];
    }

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
