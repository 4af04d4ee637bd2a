using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>Text inside XML and HTML, in elements and in quoted attributes.</summary>
public static class Markup
{
    /// <summary>Escapes the five signs of markup; what XML 1.0 forbids (controls, lone surrogates) becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var builder = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    builder.Append("&amp;");
                    break;
                case '<':
                    builder.Append("&lt;");
                    break;
                case '>':
                    builder.Append("&gt;");
                    break;
                case '"':
                    builder.Append("&quot;");
                    break;
                case '\'':
                    builder.Append("&#39;");
                    break;
                default:
                    builder.Append(IsAllowed(rune.Value) ? rune.ToString() : "\uFFFD");
                    break;
            }
        }
        return builder.ToString();
    }

    /// <summary>Letters, digits and hyphens only: safe as an identifier and as part of a file name.</summary>
    public static string Identifier(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var sign in text)
            builder.Append(char.IsAsciiLetterOrDigit(sign) ? char.ToLowerInvariant(sign) : '-');
        return builder.Length > 0 ? builder.ToString() : "x";
    }

    private static bool IsAllowed(int code) =>
        code >= 0x20 && (code < 0x7F || code > 0x9F) && code is not (0xFFFE or 0xFFFF) || code is '\t' or '\n' or '\r';
}
