using System.Numerics;
using System.Text;
using Nano.Runtime.Formats;
using Xunit;

namespace Nano.Runtime.Tests.Formats;

public class UnpicklerTests
{
    [Fact]
    public void A_pickle_that_wants_a_shell_becomes_an_inert_node()
    {
        var witness = Path.Combine(Path.GetTempPath(), $"nano-witness-{Environment.ProcessId}");
        File.Delete(witness);
        foreach (var module in (string[])["os", "posix", "System.Diagnostics.Process", "builtins"])
        {
            var pickle = new PickleWriter()
                .Global(module, "system")
                .Ascii("(")
                .Value($"touch {witness}")
                .Ascii("tR")
                .End();
            var call = Assert.IsType<PickleCall>(Read(pickle));
            Assert.True(call.Of(module, "system"));
            Assert.Equal($"touch {witness}", PickleTree.Text(PickleTree.Items(call.Arguments)![0]));
        }
        Assert.False(File.Exists(witness));
    }

    [Fact]
    public void Old_ways_to_make_an_object_are_inert_too()
    {
        var instance = Assert.IsType<PickleCall>(Read(Ascii("(S'ls'\nios\nsystem\n.")));
        Assert.True(instance.Of("os", "system"));
        var old = Assert.IsType<PickleCall>(Read(Ascii("(cos\nsystem\nS'ls'\no.")));
        Assert.True(old.Of("os", "system"));
        byte[] stacked =
        [
            0x80,
            4,
            0x8c,
            2,
            (byte)'o',
            (byte)'s',
            0x8c,
            6,
            .. "system"u8,
            0x93,
            (byte)')',
            (byte)'}',
            0x92,
            (byte)'.',
        ];
        Assert.True(Assert.IsType<PickleCall>(Read(stacked)).Of("os", "system"));
    }

    [Theory]
    [InlineData("I-12\n.", "-12")]
    [InlineData("I01\n.", "true")]
    [InlineData("L123456789012345678901234567890L\n.", "123456789012345678901234567890")]
    [InlineData("F1.5e-3\n.", "0.0015")]
    [InlineData("F-inf\n.", "-Infinity")]
    [InlineData("S'a\\x41\\n\\101\\''\n.", "aA\nA'")]
    [InlineData("Vx\\u03a9\\U0001F600\n.", "xΩ😀")]
    [InlineData("N.", "None")]
    [InlineData("(I1\nI2\n1I7\n.", "7")]
    [InlineData("I5\np0\n0g0\n.", "5")]
    [InlineData("(I5\n00I6\n.", "6")]
    public void Text_opcodes_are_read(string pickle, string value) =>
        Assert.Equal(value, PickleTree.Plain(Read(Ascii(pickle))));

    [Fact]
    public void Integers_of_any_length_are_read()
    {
        byte[] pickle = [0x80, 2, 0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, (byte)'.'];
        Assert.Equal(-BigInteger.Pow(2, 71), Assert.IsType<PickleInteger>(Read(pickle)).Value);
    }

    [Fact]
    public void Containers_of_protocol_0_and_4_are_read()
    {
        var dictionary = Read(Ascii("(dS'a'\n(I1\nI2\nls(S'b'\n(I3\ntu."));
        Assert.Equal([1.0, 2.0], PickleTree.Numbers(PickleTree.Find(dictionary, "a"))!);
        Assert.Equal([3.0], PickleTree.Numbers(PickleTree.Find(dictionary, "b"))!);
        byte[] set = [0x80, 4, 0x8f, 0x94, (byte)'(', (byte)'K', 1, (byte)'K', 2, 0x90, 0x30, (byte)'h', 0, (byte)'.'];
        Assert.Equal(2, Assert.IsType<PickleSet>(Read(set)).Items.Count);
    }

    [Fact]
    public void A_state_given_after_the_object_was_remembered_is_seen_by_all()
    {
        // [object, state given to it, the same object again]
        var pickle = new PickleWriter().Ascii("](").Global("m", "C").Ascii(")").Raw(0x81, (byte)'q', 0);
        var list = PickleTree.Items(Read(pickle.Value("state").Ascii("bh\0e").End()))!;
        Assert.Same(list[0], list[1]);
        Assert.Equal("state", PickleTree.Text(((PickleCall)list[1]).State));
    }

    [Fact]
    public void A_list_that_contains_itself_is_data()
    {
        var list = Assert.IsType<PickleList>(Read([0x80, 2, .. "]q\0h\0a."u8]));
        Assert.Same(list, list.Items[0]);
        Assert.Null(PickleTree.Numbers(list));
        Assert.Same(list, PickleTree.Rewrite(list, value => value));
    }

    [Fact]
    public void Nesting_of_any_depth_needs_no_call_stack()
    {
        const int depth = 500_000;
        var lists = new byte[2 * depth];
        lists.AsSpan(0, depth).Fill((byte)']');
        lists.AsSpan(depth).Fill((byte)'a');
        lists[^1] = (byte)'.';
        var tuples = new byte[depth];
        tuples.AsSpan().Fill(0x85);
        tuples[0] = (byte)')';
        tuples[^1] = (byte)'.';
        foreach (var pickle in (byte[][])[lists, tuples])
        {
            var root = Read(pickle);
            var visited = 0;
            PickleTree.Rewrite(
                root,
                value =>
                {
                    visited++;
                    return value;
                }
            );
            Assert.Equal(depth - 1, visited, tolerance: 1.0);
            Assert.Null(PickleTree.Numbers(root));
        }
    }

    [Theory]
    [InlineData(100, 50, 50, 50, "opcodes")]
    [InlineData(1000, 50, 1000, 50, "values")]
    [InlineData(1000, 1000, 50, 50, "nests")]
    public void Limits_hold(int opcodes, int nodes, int stack, int memo, string found)
    {
        var limits = new PickleLimits(opcodes, nodes, stack, memo, 16);
        var pickle = Ascii(string.Concat(Enumerable.Repeat(found == "opcodes" ? "N0" : "]", 200)) + ".");
        var refusal = Assert.Throws<NanoException>(() => Unpickler.Read(pickle, "p", limits: limits)).Diagnostic;
        Assert.Equal("N112", refusal.Code);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_memo_and_whole_numbers_have_limits_too()
    {
        var limits = new PickleLimits(1000, 1000, 1000, 2, 4);
        Refusal("N112", "Np0\np1\np2\n.", limits);
        Refusal("N110", "L123456L\n.", limits);
        Refusal("N110", "I99999999999999999999\n.", limits);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("K", 0)]
    [InlineData(".", 0)]
    [InlineData("NN\x0f.", 2)]
    [InlineData("Nt.", 1)]
    [InlineData("Na.", 1)]
    [InlineData("NNa.", 2)]
    [InlineData("}(Nu.", 3)]
    [InlineData("g5\n.", 0)]
    [InlineData("g-1\n.", 0)]
    [InlineData("p0\n.", 0)]
    [InlineData("X\u007f\u007f\u007f\u007fabc.", 0)]
    [InlineData("(0.", 2)]
    [InlineData("S'abc\n.", 0)]
    [InlineData("Fx\n.", 0)]
    [InlineData("(o.", 1)]
    [InlineData("cos\nsystem", 0)]
    public void Broken_pickles_are_refused_with_the_byte(string pickle, int at)
    {
        var refusal = Refusal("N110", pickle, PickleLimits.Standard);
        Assert.Contains($"at byte {at}:", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_cannot_be_longer_than_the_file()
    {
        byte[] pickle = [0x80, 4, 0x8d, 255, 255, 255, 255, 255, 255, 255, 255, (byte)'.'];
        var refusal = Assert.Throws<NanoException>(() => Unpickler.Read(pickle, "p")).Diagnostic;
        Assert.Contains("announced", refusal.Message, StringComparison.Ordinal);
    }

    private static PickleValue Read(byte[] bytes) => Unpickler.Read(bytes, "p").Root;

    private static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    private static string Refusal(string code, string pickle, PickleLimits limits)
    {
        var refusal = Assert.Throws<NanoException>(() => Unpickler.Read(Ascii(pickle), "p", limits: limits)).Diagnostic;
        Assert.Equal(code, refusal.Code);
        return refusal.Message;
    }
}
