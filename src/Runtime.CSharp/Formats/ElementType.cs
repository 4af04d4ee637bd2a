using System.Buffers.Binary;

namespace Nano.Runtime.Formats;

/// <summary>Kinds of numbers in model and array files, little-endian, as safetensors names them.</summary>
public enum ElementType
{
    F16,
    BF16,
    F32,
    F64,
    I8,
    U8,
    I16,
    I32,
    I64,
    Bool,
}

/// <summary>Sizes and values of elements.</summary>
public static class ElementTypes
{
    /// <summary>Bytes for each element.</summary>
    public static int Bytes(this ElementType type) =>
        type switch
        {
            ElementType.I8 or ElementType.U8 or ElementType.Bool => 1,
            ElementType.F16 or ElementType.BF16 or ElementType.I16 => 2,
            ElementType.F32 or ElementType.I32 => 4,
            ElementType.F64 or ElementType.I64 => 8,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such element type"),
        };

    public static bool IsFloating(this ElementType type) =>
        type is ElementType.F16 or ElementType.BF16 or ElementType.F32 or ElementType.F64;

    internal static double ReadDouble(this ElementType type, ReadOnlySpan<byte> element) =>
        type switch
        {
            ElementType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
            ElementType.BF16 => BitConverter.UInt32BitsToSingle(
                (uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16
            ),
            ElementType.F32 => BinaryPrimitives.ReadSingleLittleEndian(element),
            ElementType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(element),
            _ => type.ReadInteger(element),
        };

    internal static long ReadInteger(this ElementType type, ReadOnlySpan<byte> element) =>
        type switch
        {
            ElementType.I8 => (sbyte)element[0],
            ElementType.U8 => element[0],
            ElementType.Bool => element[0] == 0 ? 0 : 1,
            ElementType.I16 => BinaryPrimitives.ReadInt16LittleEndian(element),
            ElementType.I32 => BinaryPrimitives.ReadInt32LittleEndian(element),
            ElementType.I64 => BinaryPrimitives.ReadInt64LittleEndian(element),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no integer type"),
        };
}
