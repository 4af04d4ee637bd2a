using Nano.Plan;

namespace Nano.Runtime.Formats;

/// <summary>Codes of complaints about files, and the one way to raise them.</summary>
internal static class BadFile
{
    public const string Unreadable = "N109";
    public const string Pickle = "N110";
    public const string PickleUnsupported = "N111";
    public const string PickleLimit = "N112";
    public const string Zip = "N113";
    public const string Torch = "N114";
    public const string Numpy = "N115";
    public const string Safetensors = "N116";
    public const string NoSurrogate = "N117";
    public const string Surrogate = "N118";
    public const string Csv = "N119";

    public static NanoException Because(string code, string file, string message, string hint = "") =>
        new(Diagnostic.Error(code, message, hint).At(Place.Of(file)));

    /// <summary>A name from a hostile file, fit to be quoted in a sentence: short and printable.</summary>
    public static string Quote(string name)
    {
        const int longest = 60;
        var characters = new char[Math.Min(name.Length, longest)];
        for (var i = 0; i < characters.Length; i++)
            characters[i] = char.IsControl(name[i]) || char.IsSurrogate(name[i]) ? '?' : name[i];
        return $"'{new string(characters)}{(name.Length > longest ? "…" : "")}'";
    }
}
