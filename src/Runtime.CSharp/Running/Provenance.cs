using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nano.Runtime.Running;

/// <summary>The circumstances of a run: what a number must not travel without.</summary>
/// <param name="Commit">Commit of the work tree that holds the experiment, or "" where there is none.</param>
/// <param name="Dirty">The work tree had changes; they are in git.diff.</param>
/// <param name="Settings">DOTNET_* variables that can change how the program runs.</param>
public sealed record Provenance(
    string Nano,
    string Commit,
    bool Dirty,
    string Runtime,
    string OperatingSystem,
    string Architecture,
    string Processor,
    int Cores,
    int VectorBits,
    ImmutableSortedDictionary<string, string> Settings
)
{
    private const int LargestDifference = 4_000_000;

    /// <param name="folder">The folder of the experiment, whose work tree is described.</param>
    /// <param name="difference">Uncommitted changes as text; "" where there are none.</param>
    public static Provenance Collect(string folder, out string difference)
    {
        var commit = Git(folder, "rev-parse", "HEAD").Trim();
        var status = commit.Length > 0 ? Git(folder, "status", "--porcelain") : "";
        difference = "";
        if (status.Length > 0)
            difference = Shortened($"{status}\n{Git(folder, "diff", "HEAD")}");
        return new Provenance(
            Version(),
            commit,
            status.Length > 0,
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            ProcessorName(),
            Environment.ProcessorCount,
            Vector512.IsHardwareAccelerated ? 512
                : Vector256.IsHardwareAccelerated ? 256
                : Vector128.IsHardwareAccelerated ? 128
                : 64,
            RuntimeSettings()
        );
    }

    // A forgotten data file in the work tree must not land in every run.
    private static string Shortened(string text) =>
        text.Length <= LargestDifference
            ? text
            : $"{text[..LargestDifference]}\n… cut here: the whole has {text.Length} characters\n";

    public static string Version() =>
        typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    private static ImmutableSortedDictionary<string, string> RuntimeSettings()
    {
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (variable.Key is string name && name.StartsWith("DOTNET_Enable", StringComparison.Ordinal))
                settings[name] = variable.Value?.ToString() ?? "";
        return settings.ToImmutable();
    }

    private static string ProcessorName()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/cpuinfo"))
                if (line.StartsWith("model name", StringComparison.Ordinal))
                    return line[(line.IndexOf(':') + 1)..].Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not Linux: the environment tells less, but something.
        }
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }

    /// <summary>What git says, or "" where there is no git or no work tree.</summary>
    private static string Git(string folder, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", ["-C", folder, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start);
            if (git is null)
                return "";
            var errors = git.StandardError.ReadToEndAsync();
            var text = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            errors.Wait();
            return git.ExitCode == 0 ? text : "";
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return "";
        }
    }
}
