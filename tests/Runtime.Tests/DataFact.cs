using System.Runtime.CompilerServices;
using Xunit;

namespace Nano.Runtime.Tests;

/// <summary>Where the shared data lies: NANO_DATA, or ../shared/data beside the checkout.</summary>
public static class SharedData
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("NANO_DATA") is { Length: > 0 } named
            ? named
            : Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "data"));

    public static bool Present => Directory.Exists(Folder);

    public static string File(params string[] parts) => Path.Combine([Folder, .. parts]);

    public static string RepositoryRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    private static string Here([CallerFilePath] string here = "") => here;
}

/// <summary>A test that needs the shared data; skipped with a sentence where they are absent.</summary>
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute()
    {
        if (!SharedData.Present)
            Skip = $"the shared data are not at {SharedData.Folder}; set NANO_DATA to their folder";
    }
}

/// <summary>The same for a theory.</summary>
public sealed class DataTheoryAttribute : TheoryAttribute
{
    public DataTheoryAttribute()
    {
        if (!SharedData.Present)
            Skip = $"the shared data are not at {SharedData.Folder}; set NANO_DATA to their folder";
    }
}
