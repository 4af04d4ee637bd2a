using System.Text.RegularExpressions;

namespace Nano.Bench;

/// <summary>The command line: --only PATTERN, --quick, --json.</summary>
public sealed record Options(string Only, bool Quick, bool Json)
{
    public const string Usage = """
        usage: Nano.Bench [--only PATTERN] [--quick] [--json]
          --only PATTERN   names that contain the pattern; with * anywhere in it, names that match it whole
          --quick          fewer and shorter runs
          --json           nothing but one JSON object a line
        """;

    /// <summary>The options, or null where the words make no sense.</summary>
    public static Options? Read(string[] words)
    {
        var options = new Options("", false, false);
        for (var i = 0; i < words.Length; i++)
            switch (words[i])
            {
                case "--only" when i + 1 < words.Length:
                    options = options with { Only = words[++i] };
                    break;
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--json":
                    options = options with { Json = true };
                    break;
                default:
                    return null;
            }
        return options;
    }

    public bool Wants(string name) =>
        Only.Contains('*')
            ? Regex.IsMatch(name, "^" + Regex.Escape(Only).Replace("\\*", ".*") + "$")
            : name.Contains(Only, StringComparison.OrdinalIgnoreCase);
}
