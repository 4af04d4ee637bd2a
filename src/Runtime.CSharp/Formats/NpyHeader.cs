using System.Collections.Immutable;
using System.Globalization;

namespace Nano.Runtime.Formats;

/// <summary>
/// The header of a .npy: a Python dictionary with exactly the keys descr, fortran_order and shape.
/// </summary>
internal sealed class NpyHeader
{
    private readonly string text;
    private int position;
    private string? descriptor;
    private bool? fortran;
    private long[]? shape;

    private NpyHeader(string text) => this.text = text;

    public string Descriptor => descriptor!;

    public bool Fortran => fortran!.Value;

    public ReadOnlySpan<long> Shape => shape!;

    /// <summary>Null where the elements are no numbers that are read.</summary>
    public ElementType? Type => NumpyTypes.OfDescriptor(Descriptor);

    public string ShapeText => $"({string.Join(", ", shape!)})";

    /// <summary>Product of the lengths, up to the largest that fits.</summary>
    public Int128 Elements
    {
        get
        {
            Int128 product = 1;
            foreach (var length in Shape)
                product = Int128.Min(product * length, long.MaxValue);
            return product;
        }
    }

    public static bool TryParse(string text, out NpyHeader header)
    {
        header = new NpyHeader(text);
        return header.Dictionary() && header is { descriptor: not null, fortran: not null, shape: not null };
    }

    private bool Dictionary()
    {
        if (!Skip('{'))
            return false;
        while (!Skip('}'))
        {
            if (Quoted() is not { } key || !Skip(':') || !Value(key))
                return false;
            if (!Skip(',') && Peek() != '}')
                return false;
        }
        return Peek() == '\0';
    }

    private bool Value(string key)
    {
        switch (key)
        {
            case "descr" when descriptor is null:
                descriptor = Quoted();
                return descriptor is not null;
            case "fortran_order" when fortran is null:
                fortran =
                    Word("True") ? true
                    : Word("False") ? false
                    : null;
                return fortran is not null;
            case "shape" when shape is null:
                shape = Lengths();
                return shape is not null;
            default:
                return false;
        }
    }

    private long[]? Lengths()
    {
        if (!Skip('('))
            return null;
        var lengths = ImmutableArray.CreateBuilder<long>();
        while (!Skip(')'))
        {
            if (Number() is not { } length)
                return null;
            lengths.Add(length);
            if (!Skip(',') && Peek() != ')')
                return null;
        }
        return [.. lengths];
    }

    private long? Number()
    {
        Peek();
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;
        var digits = text.AsSpan(start, position - start);
        Word("L");
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private string? Quoted()
    {
        var quote = Peek();
        if (quote is not ('\'' or '"'))
            return null;
        var end = text.IndexOf(quote, position + 1);
        if (end < 0)
            return null;
        var content = text[(position + 1)..end];
        position = end + 1;
        return content;
    }

    private bool Word(string word)
    {
        Peek();
        if (!text.AsSpan(position).StartsWith(word, StringComparison.Ordinal))
            return false;
        position += word.Length;
        return true;
    }

    private bool Skip(char wanted)
    {
        if (Peek() != wanted)
            return false;
        position++;
        return true;
    }

    private char Peek()
    {
        while (position < text.Length && text[position] is (' ' or '\n'))
            position++;
        return position < text.Length ? text[position] : '\0';
    }
}
