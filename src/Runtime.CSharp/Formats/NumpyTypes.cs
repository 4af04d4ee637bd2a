namespace Nano.Runtime.Formats;

/// <summary>numpy's names of element types.</summary>
internal static class NumpyTypes
{
    /// <summary>Such as "f4" or "i8", without byte order.</summary>
    public static ElementType? OfCode(string code) =>
        code switch
        {
            "f2" => ElementType.F16,
            "f4" => ElementType.F32,
            "f8" => ElementType.F64,
            "i1" => ElementType.I8,
            "i2" => ElementType.I16,
            "i4" => ElementType.I32,
            "i8" => ElementType.I64,
            "u1" => ElementType.U8,
            "b1" => ElementType.Bool,
            _ => null,
        };

    /// <summary>Such as "&lt;f4" or "|b1": little-endian, or one byte and no order.</summary>
    public static ElementType? OfDescriptor(string descriptor)
    {
        if (descriptor.Length < 2 || OfCode(descriptor[1..]) is not { } type)
            return null;
        return descriptor[0] == '<' || (descriptor[0] == '|' && type.Bytes() == 1) ? type : null;
    }
}
