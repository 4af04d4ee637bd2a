using System.Collections.Immutable;
using System.Numerics;

namespace Nano.Runtime.Formats;

/// <summary>A pickle as read.</summary>
/// <param name="End">Offset of the first byte behind it.</param>
/// <param name="References">Every persistent reference in order, used or not.</param>
public sealed record PickleDocument(PickleValue Root, int End, ImmutableArray<PicklePersistentReference> References);

/// <summary>
/// Reads pickles of protocols 0 to 5 as data only. Python's own reader is a small machine whose programs may call any
/// function; this one executes the same programs, but a call merely becomes a <see cref="PickleCall"/> node. The
/// opcodes are those of Python's pickletools.
/// </summary>
public sealed class Unpickler
{
    private readonly PickleSource source;
    private readonly PickleLimits limits;
    private readonly PickleMachine machine;
    private readonly ImmutableArray<PicklePersistentReference>.Builder references =
        ImmutableArray.CreateBuilder<PicklePersistentReference>();

    private Unpickler(ReadOnlyMemory<byte> bytes, string file, int start, PickleLimits limits)
    {
        source = new PickleSource(bytes, file, start);
        this.limits = limits;
        machine = new PickleMachine(source, limits);
    }

    /// <param name="file">Name of the file, for complaints.</param>
    /// <param name="start">Offset of the pickle's first byte.</param>
    /// <exception cref="NanoException">N110 broken, N111 unsupported, N112 a limit; with the byte offset.</exception>
    public static PickleDocument Read(
        ReadOnlyMemory<byte> bytes,
        string file,
        int start = 0,
        PickleLimits? limits = null
    ) => new Unpickler(bytes, file, start, limits ?? PickleLimits.Standard).Run();

    private PickleDocument Run()
    {
        for (long count = 0; count < limits.Opcodes; count++)
        {
            var opcode = source.NextOpcode();
            if (opcode == (byte)'.')
                return new PickleDocument(machine.Pop(), source.Position, references.ToImmutable());
            if (!Number(opcode) && !Text(opcode) && !Container(opcode) && !Memory(opcode) && !Object(opcode))
                throw source.Fail($"0x{opcode:x2} is no opcode");
        }
        throw source.Fail($"it has more than {limits.Opcodes} opcodes", BadFile.PickleLimit);
    }

    private bool Number(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N':
                machine.Push(PickleNone.Value);
                return true;
            case 0x88 or 0x89:
                machine.Build(new PickleBool(opcode == 0x88));
                return true;
            case (byte)'J':
                machine.Build(new PickleInteger(source.Int32()));
                return true;
            case (byte)'K':
                machine.Build(new PickleInteger(source.Byte()));
                return true;
            case (byte)'M':
                machine.Build(new PickleInteger(source.UInt16()));
                return true;
            case 0x8a:
                Long(source.Byte());
                return true;
            case 0x8b:
                Long(Length32());
                return true;
            case (byte)'G':
                machine.Build(new PickleReal(source.BigEndianDouble()));
                return true;
            case (byte)'I':
                Spelled(PickleLiterals.Integer(source.Line(), limits.IntegerBytes));
                return true;
            case (byte)'L':
                Spelled(PickleLiterals.Long(source.Line(), limits.IntegerBytes));
                return true;
            case (byte)'F':
                Spelled(PickleLiterals.Real(source.Line()));
                return true;
            default:
                return false;
        }
    }

    private bool Text(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'S':
                Spelled(PickleLiterals.Quoted(source.Line()));
                return true;
            case (byte)'V':
                Spelled(PickleLiterals.RawUnicode(source.Line()));
                return true;
            case (byte)'T':
                machine.Build(new PickleText(source.Latin1(Length32())));
                return true;
            case (byte)'U':
                machine.Build(new PickleText(source.Latin1(source.Byte())));
                return true;
            case (byte)'X':
                machine.Build(new PickleText(source.Utf8(source.UInt32())));
                return true;
            case 0x8c:
                machine.Build(new PickleText(source.Utf8(source.Byte())));
                return true;
            case 0x8d:
                machine.Build(new PickleText(source.Utf8(source.UInt64())));
                return true;
            case (byte)'B':
                machine.Build(new PickleBytes(source.Take(source.UInt32())));
                return true;
            case (byte)'C':
                machine.Build(new PickleBytes(source.Take(source.Byte())));
                return true;
            case 0x8e or 0x96:
                machine.Build(new PickleBytes(source.Take(source.UInt64())));
                return true;
            default:
                return false;
        }
    }

    private bool Container(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(':
                machine.Mark();
                return true;
            case (byte)']':
                machine.Build(new PickleList());
                return true;
            case (byte)'l':
                var list = new PickleList();
                list.Items.AddRange(machine.PopToMark());
                machine.Build(list);
                return true;
            case (byte)'a':
                var item = machine.Pop();
                machine.Append([item]);
                return true;
            case (byte)'e' or 0x90:
                var items = machine.PopToMark();
                machine.Append(items);
                return true;
            case (byte)')':
                machine.Build(new PickleTuple([]));
                return true;
            case (byte)'t':
                machine.Build(new PickleTuple(machine.PopToMark()));
                return true;
            case 0x85 or 0x86 or 0x87:
                var values = new PickleValue[opcode - 0x84];
                for (var i = values.Length - 1; i >= 0; i--)
                    values[i] = machine.Pop();
                machine.Build(new PickleTuple(values));
                return true;
            case (byte)'}':
                machine.Build(new PickleDict());
                return true;
            case (byte)'d':
                machine.Build(machine.Dictionary(machine.PopToMark()));
                return true;
            case (byte)'s':
                var value = machine.Pop();
                var key = machine.Pop();
                machine.SetItems([key, value]);
                return true;
            case (byte)'u':
                var pairs = machine.PopToMark();
                machine.SetItems(pairs);
                return true;
            case 0x8f:
                machine.Build(new PickleSet());
                return true;
            case 0x91:
                var frozen = new PickleSet();
                frozen.Items.AddRange(machine.PopToMark());
                machine.Build(frozen);
                return true;
            default:
                return false;
        }
    }

    private bool Memory(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                var protocol = source.Byte();
                if (protocol > 5)
                    throw source.Fail($"protocol {protocol} is not known; 0 to 5 are", BadFile.PickleUnsupported);
                return true;
            case 0x95:
                // A frame only announces how much comes next; its length must still be there.
                var length = source.UInt64();
                source.Require(length);
                return true;
            case (byte)'0':
                machine.Drop();
                return true;
            case (byte)'1':
                machine.PopToMark();
                return true;
            case (byte)'2':
                machine.Push(machine.Top());
                return true;
            case (byte)'p':
                machine.Remember(Index());
                return true;
            case (byte)'q':
                machine.Remember(source.Byte());
                return true;
            case (byte)'r':
                machine.Remember(source.UInt32());
                return true;
            case 0x94:
                machine.Remember();
                return true;
            case (byte)'g':
                machine.Recall(Index());
                return true;
            case (byte)'h':
                machine.Recall(source.Byte());
                return true;
            case (byte)'j':
                machine.Recall(source.UInt32());
                return true;
            default:
                return false;
        }
    }

    private bool Object(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c':
                machine.Build(new PickleGlobal(source.Line(), source.Line()));
                return true;
            case 0x93:
                var name = machine.Pop();
                var module = machine.Pop();
                if (name is not PickleText { Value: var n } || module is not PickleText { Value: var m })
                    throw source.Fail($"a class is named by {module.Kind} and {name.Kind}");
                machine.Build(new PickleGlobal(m, n));
                return true;
            case (byte)'R' or 0x81:
                var arguments = machine.Pop();
                Call(machine.Pop(), arguments, PickleNone.Value);
                return true;
            case 0x92:
                var keywords = machine.Pop();
                var positional = machine.Pop();
                Call(machine.Pop(), positional, keywords);
                return true;
            case (byte)'i':
                var named = new PickleGlobal(source.Line(), source.Line());
                Call(named, new PickleTuple(machine.PopToMark()), PickleNone.Value);
                return true;
            case (byte)'o':
                var parts = machine.PopToMark();
                if (parts.Length == 0)
                    throw source.Fail("an object has no class");
                Call(parts[0], new PickleTuple(parts[1..]), PickleNone.Value);
                return true;
            case (byte)'b':
                var state = machine.Pop();
                if (machine.Top() is PickleCall built)
                    built.State = state;
                else
                    machine.Build(new PickleBuilt(machine.Pop(), state));
                return true;
            case (byte)'P':
                Refer(new PickleText(source.Line()));
                return true;
            case (byte)'Q':
                Refer(machine.Pop());
                return true;
            case 0x82 or 0x83 or 0x84:
                throw source.Fail("it uses Python's extension registry, which is not read", BadFile.PickleUnsupported);
            case 0x97 or 0x98:
                throw source.Fail("its buffers lie outside the file", BadFile.PickleUnsupported);
            default:
                return false;
        }
    }

    private void Call(PickleValue callable, PickleValue arguments, PickleValue keywords) =>
        machine.Build(new PickleCall(callable, arguments, keywords));

    private void Refer(PickleValue identity)
    {
        var reference = new PicklePersistentReference(identity);
        machine.Build(reference);
        references.Add(reference);
    }

    private void Spelled(PickleValue? value) => machine.Build(value ?? throw source.Fail("a value is misspelled"));

    private long Index() =>
        PickleLiterals.Long(source.Line(), 10) is { Value: var index } && index >= 0
            ? (long)index
            : throw source.Fail("the number of a remembered value is misspelled");

    private ulong Length32()
    {
        var length = source.Int32();
        return length >= 0 ? (ulong)length : throw source.Fail($"a length is {length}");
    }

    private void Long(ulong length)
    {
        if (length > (ulong)limits.IntegerBytes)
            throw source.Fail($"a whole number takes {length} bytes", BadFile.PickleLimit);
        machine.Build(new PickleInteger(new BigInteger(source.Take(length).Span)));
    }
}
