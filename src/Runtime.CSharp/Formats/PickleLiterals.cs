using System.Globalization;
using System.Numerics;
using System.Text;

namespace Nano.Runtime.Formats;

/// <summary>Values as the text protocol 0 spells them; null where the spelling is wrong.</summary>
internal static class PickleLiterals
{
    /// <summary>'00' and '01' are False and True; anything else is a decimal number.</summary>
    public static PickleValue? Integer(string line, int longest) =>
        line switch
        {
            "00" => new PickleBool(false),
            "01" => new PickleBool(true),
            _ => Long(line, longest),
        };

    /// <summary>A decimal number that may end in L. Very long ones are refused: reading them takes quadratic time.</summary>
    public static PickleInteger? Long(string line, int longest)
    {
        var digits = line.EndsWith('L') ? line[..^1] : line;
        var fits = digits.Length <= longest;
        return
            fits && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? new PickleInteger(n)
            : null;
    }

    public static PickleReal? Real(string line) =>
        line switch
        {
            "nan" => new PickleReal(double.NaN),
            "inf" => new PickleReal(double.PositiveInfinity),
            "-inf" => new PickleReal(double.NegativeInfinity),
            _ => double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
                ? new PickleReal(x)
                : null,
        };

    /// <summary>A quoted Python string with its escapes.</summary>
    public static PickleText? Quoted(string line)
    {
        if (line.Length < 2 || line[0] is not ('\'' or '"') || line[^1] != line[0])
            return null;
        var body = line[1..^1];
        var text = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '\\')
            {
                text.Append(body[i]);
                continue;
            }
            if (++i == body.Length)
                return null;
            var plain = @"\'""abfnrtv".IndexOf(body[i], StringComparison.Ordinal);
            if (plain >= 0)
            {
                text.Append("\\'\"\a\b\f\n\r\t\v"[plain]);
            }
            else if (body[i] == 'x' && Hexadecimal(body, i + 1, 2) is { } code)
            {
                text.Append((char)code);
                i += 2;
            }
            else if (body[i] is >= '0' and <= '7')
            {
                var octal = 0;
                var end = Math.Min(i + 3, body.Length);
                for (; i < end && body[i] is >= '0' and <= '7'; i++)
                    octal = (octal * 8) + (body[i] - '0');
                i--;
                text.Append((char)(octal & 0xff));
            }
            else
            {
                return null;
            }
        }
        return new PickleText(text.ToString());
    }

    /// <summary>Python's raw-unicode-escape: only \uXXXX and \UXXXXXXXX mean something else.</summary>
    public static PickleText? RawUnicode(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] == '\\' && i + 1 < line.Length ? DigitsAfter(line[i + 1]) : 0;
            if (digits == 0)
            {
                text.Append(line[i]);
                continue;
            }
            if (Hexadecimal(line, i + 2, digits) is not { } code || code > 0x10ffff)
                return null;
            if (code is >= 0xd800 and <= 0xdfff || code < 0x10000)
                text.Append((char)code);
            else
                text.Append(char.ConvertFromUtf32((int)code));
            i += 1 + digits;
        }
        return new PickleText(text.ToString());
    }

    private static int DigitsAfter(char letter) =>
        letter switch
        {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };

    private static uint? Hexadecimal(string text, int start, int digits) =>
        start + digits <= text.Length
        && uint.TryParse(
            text.AsSpan(start, digits),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var code
        )
            ? code
            : null;
}
