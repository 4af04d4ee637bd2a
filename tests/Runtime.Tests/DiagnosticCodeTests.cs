using System.Text.RegularExpressions;
using Nano.Runtime.Running;
using Xunit;

namespace Nano.Runtime.Tests;

public partial class DiagnosticCodeTests
{
    private static readonly string Page = File.ReadAllText(
        Path.Combine(SharedData.RepositoryRoot(), "docs", "diagnostics.md")
    );

    [Fact]
    public void Every_code_of_the_sources_is_listed_and_every_listed_one_is_used()
    {
        var used = LayeringTests
            .SourceFiles()
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        var listed = Row().Matches(Page).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
        Assert.Equal(listed.Length, listed.Distinct().Count());
        Assert.Empty(used.Except(listed));
        Assert.Empty(listed.Except(used));
    }

    [Fact]
    public void The_page_says_the_exit_status_that_the_program_has()
    {
        var headings = Heading().Matches(Page);
        Assert.Equal(6, headings.Count);
        foreach (Match heading in headings)
            Assert.Equal(int.Parse(heading.Groups[2].Value), ExitStatus.OfCode($"N{heading.Groups[1].Value}00"));
    }

    [GeneratedRegex("\"(N\\d{3})\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\| (N\d{3}) \| [^|]{8,} \| [^|]{8,} \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^## .*: N(\d)xx, exit status (\d)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
