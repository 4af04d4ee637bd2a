using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Formats;

namespace Nano.Runtime.Surrogates;

/// <summary>Fields of the metadata of Nano's own surrogates, each read strictly.</summary>
internal sealed class SurrogateMetadata(ImmutableSortedDictionary<string, string> metadata, string file)
{
    public string Text(string key) =>
        metadata.TryGetValue(key, out var text) ? text : throw Fail(file, $"its metadata lack '{key}'");

    /// <summary>Parts without blanks around; none of an empty text.</summary>
    public string[] List(string key, char separator) =>
        Text(key) is { Length: > 0 } text ? text.Split(separator, StringSplitOptions.TrimEntries) : [];

    public double Number(string key) => Number(key, Text(key));

    public Bounds Pair(string key) => Pair(key, Text(key));

    public Bounds Pair(string key, string text) =>
        text.Split(':') is [var low, var high]
            ? new Bounds(Number(key, low), Number(key, high))
            : throw Wrong(key, "low:high");

    public int Whole(string key, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(key, "a whole number");

    public long Long(string key) =>
        long.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(key, "a whole number");

    public NanoException Wrong(string key, string expected) =>
        Fail(file, $"'{key}' in its metadata is {BadFile.Quote(Text(key))}, where {expected} was expected");

    public static NanoException Fail(string file, string sentence) =>
        BadFile.Because(BadFile.Surrogate, file, $"this surrogate cannot be used: {sentence}");

    private double Number(string key, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(key, "a number");
}
