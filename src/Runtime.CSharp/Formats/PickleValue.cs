using System.Numerics;

namespace Nano.Runtime.Formats;

/// <summary>
/// Data out of a pickle: inert. Names of classes and functions stay names; nothing is looked up, imported or called.
/// Nodes may be shared and may contain themselves, so whoever walks the tree remembers where it has been.
/// </summary>
/// <remarks>Classes, not records: comparing or printing records would follow a hostile tree to any depth.</remarks>
public abstract class PickleValue
{
    private protected PickleValue() { }

    /// <summary>What it is, in a word or two, for sentences.</summary>
    public abstract string Kind { get; }

    public override string ToString() => Kind;

    /// <summary>Puts <paramref name="with"/>(child) in the place of each child.</summary>
    internal virtual void Replace(Func<PickleValue, PickleValue> with) { }
}

public sealed class PickleNone : PickleValue
{
    private PickleNone() { }

    public static PickleNone Value { get; } = new();

    public override string Kind => "None";
}

public sealed class PickleBool(bool value) : PickleValue
{
    public bool Value { get; } = value;

    public override string Kind => "a truth value";
}

public sealed class PickleInteger(BigInteger value) : PickleValue
{
    public BigInteger Value { get; } = value;

    public override string Kind => "a whole number";
}

public sealed class PickleReal(double value) : PickleValue
{
    public double Value { get; } = value;

    public override string Kind => "a number";
}

public sealed class PickleText(string value) : PickleValue
{
    public string Value { get; } = value;

    public override string Kind => "a text";
}

public sealed class PickleBytes(ReadOnlyMemory<byte> value) : PickleValue
{
    public ReadOnlyMemory<byte> Value { get; } = value;

    public override string Kind => $"{Value.Length} bytes";
}

/// <summary>An array of numbers: a PyTorch tensor or a numpy array, recognised by its structure.</summary>
public sealed class PickleTensor(TensorValue tensor) : PickleValue
{
    public TensorValue Tensor { get; } = tensor;

    public override string Kind => $"a tensor ({Tensor.ShapeText})";
}

/// <summary>The name of a class or function; only its name.</summary>
public sealed class PickleGlobal(string module, string name) : PickleValue
{
    public string Module { get; } = module;

    public string Name { get; } = name;

    public override string Kind => BadFile.Quote($"{Module}.{Name}");

    public bool Is(string module, string name) => Module == module && Name == name;
}

/// <summary>A reference to something outside the pickle; in PyTorch files to a storage.</summary>
public sealed class PicklePersistentReference(PickleValue identity) : PickleValue
{
    public PickleValue Identity { get; private set; } = identity;

    public override string Kind => "a persistent reference";

    internal override void Replace(Func<PickleValue, PickleValue> with) => Identity = with(Identity);
}
