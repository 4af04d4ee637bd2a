namespace Nano.Runtime.Formats;

/// <summary>How much a pickle may ask for. The standard ones are a hundred times what a model file needs.</summary>
/// <param name="Opcodes">Opcodes executed.</param>
/// <param name="Nodes">Values built.</param>
/// <param name="Stack">Values (and marks) on the stack at once: the depth of nesting while reading.</param>
/// <param name="Memo">Values remembered for later use.</param>
/// <param name="IntegerBytes">Length of a whole number in bytes (in digits for the text protocol).</param>
public sealed record PickleLimits(long Opcodes, int Nodes, int Stack, int Memo, int IntegerBytes)
{
    public static PickleLimits Standard { get; } = new(20_000_000, 2_000_000, 1_000_000, 2_000_000, 1024);
}
