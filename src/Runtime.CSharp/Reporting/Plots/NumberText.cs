using System.Globalization;
using System.Text;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>Numbers as people read them: true minus sign, few digits, powers of ten where zeros would be counted.</summary>
public static class NumberText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A pixel position with at most one decimal.</summary>
    public static string Pixel(double value)
    {
        var text = Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("0.#", Invariant);
        return text == "-0" ? "0" : text;
    }

    /// <summary>A value with this many significant digits.</summary>
    public static string Rounded(double value, int digits = 3)
    {
        if (double.IsNaN(value))
            return "unknown";
        if (double.IsInfinity(value))
            return value > 0 ? "∞" : "−∞";
        if (value == 0)
            return "0";
        // Rounded first, so that 999.96 becomes 1000 and not 999.96 with the exponent of 999.
        var rounded = double.Parse(value.ToString($"E{digits - 1}", Invariant), Invariant);
        var exponent = Exponent(rounded);
        if (exponent is < -3 or > 5)
            return Scientific(rounded, exponent, digits - 1);
        var decimals = Math.Max(0, digits - 1 - exponent);
        return Minus(rounded.ToString($"F{decimals}", Invariant));
    }

    /// <summary>A setting that a person chose: up to six significant digits, no trailing zeros.</summary>
    public static string Setting(double value)
    {
        var text = Rounded(value, 6);
        return text.Contains('.', StringComparison.Ordinal) && !text.Contains('×', StringComparison.Ordinal)
            ? text.TrimEnd('0').TrimEnd('.')
            : text;
    }

    /// <summary>With a fixed number of decimals.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value))
            return Rounded(value);
        var text = value.ToString($"F{decimals}", Invariant);
        return Minus(text.AsSpan().ContainsAnyInRange('1', '9') ? text : text.TrimStart('-'));
    }

    /// <summary>A fraction with two decimals, or with more where these would hide that it is neither 0 nor 1.</summary>
    public static string Fraction(double value)
    {
        var decimals = 2;
        while (decimals < 6 && value is > 0 and < 1 && Math.Round(value, decimals) is 0 or 1)
            decimals++;
        return Fixed(value, decimals);
    }

    /// <summary>A whole number with thin spaces between groups of three digits.</summary>
    public static string Count(long value) =>
        Minus(value.ToString("#,0", Invariant).Replace(",", "\u202F", StringComparison.Ordinal));

    /// <summary>The label of a tick, with as many decimals as the step between ticks needs.</summary>
    public static string Tick(double value, double step, double largest)
    {
        if (value == 0)
            return "0";
        var stepExponent = Exponent(step);
        var top = Exponent(largest);
        if (top >= 6 || top < -3)
            return Scientific(value, top, Math.Max(0, top - stepExponent));
        return Fixed(value, Math.Max(0, -stepExponent));
    }

    /// <summary>10 to the n, as a label.</summary>
    public static string Decade(int exponent) =>
        exponent switch
        {
            >= 0 and <= 4 => PowerOfTen(exponent).ToString("F0", Invariant),
            < 0 and >= -3 => PowerOfTen(exponent).ToString($"F{-exponent}", Invariant),
            _ => "10" + Superscript(exponent),
        };

    /// <summary>For data files: the shortest text that reads back as the same number.</summary>
    public static string Exact(double value) => value.ToString("R", Invariant);

    /// <summary>The nearest double to 10 to the n (n from −307 to 308).</summary>
    public static double PowerOfTen(int exponent) => double.Parse($"1e{exponent}", Invariant);

    /// <summary>The largest n with 10ⁿ ≤ |value|, exact at powers of ten; 0 for 0.</summary>
    public static int Exponent(double value)
    {
        var size = Math.Abs(value);
        if (!(size > 0) || double.IsInfinity(size))
            return 0;
        var guess = Math.Clamp((int)Math.Floor(Elementary.Log(size) / Elementary.Log(10)), -307, 308);
        if (guess < 308 && PowerOfTen(guess + 1) <= size)
            guess++;
        else if (guess > -307 && PowerOfTen(guess) > size)
            guess--;
        return guess;
    }

    private static string Scientific(double value, int exponent, int decimals)
    {
        var scaled = exponent >= 0 ? value / PowerOfTen(exponent) : value * PowerOfTen(-exponent);
        return Fixed(scaled, Math.Min(decimals, 12)) + "×10" + Superscript(exponent);
    }

    private static string Superscript(int exponent)
    {
        const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        var builder = new StringBuilder();
        if (exponent < 0)
            builder.Append('⁻');
        foreach (var digit in Math.Abs(exponent).ToString(Invariant))
            builder.Append(Digits[digit - '0']);
        return builder.ToString();
    }

    private static string Minus(string text) => text.Replace('-', '−');
}
