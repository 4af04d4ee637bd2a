using Nano.Plan;
using Nano.Runtime.Formats;

namespace Nano.Runtime.Running;

/// <summary>The files that a plan names by hash.</summary>
public static class PlanFiles
{
    public static IEnumerable<FilePlan> Of(ExperimentPlan plan)
    {
        foreach (var device in plan.Devices)
            if (device.Surrogate is SurrogateFilePlan surrogate)
                yield return surrogate.File;
        if (plan.Protocol is SurrogateTrainingPlan { Data: RecordedPlan recorded })
            yield return recorded.File;
    }

    /// <summary>Its name inside a run folder.</summary>
    /// <exception cref="NanoException">N107: no base name, or no SHA-256; such a name could lead out of the folder.</exception>
    public static string KeptName(FilePlan file)
    {
        if (file.Name.Length == 0 || file.Name.IndexOfAny(['/', '\\', ':', '\0']) >= 0)
            throw new NanoException(
                "N107",
                $"the plan names a file '{file.Name}'; a base name without folders was expected"
            );
        if (file.Sha256.Length != 64 || !file.Sha256.All(char.IsAsciiHexDigitLower))
            throw new NanoException(
                "N107",
                $"the plan names '{file.Name}' by '{file.Sha256}'; the 64 small hex digits of a SHA-256 were expected"
            );
        return $"inputs/{file.Sha256[..16]}-{file.Name}";
    }

    /// <summary>Where a file is; null where it is not at hand, which whoever needs it will say.</summary>
    /// <exception cref="NanoException">N107: not a name of a file, which no later step would accept either.</exception>
    public static string? Find(Func<FilePlan, string> files, FilePlan file)
    {
        KeptName(file);
        try
        {
            return files(file) is var path && File.Exists(path) ? path : null;
        }
        catch (NanoException)
        {
            return null;
        }
    }

    /// <summary>Finds a plan's files beside it: in its inputs folder, its own folder, or below the current one.</summary>
    /// <exception cref="NanoException">N207: none of these has the right content. N107: not a name of a file.</exception>
    public static Func<FilePlan, string> Beside(string planFolder) =>
        file =>
        {
            string[] places =
            [
                Path.Combine(planFolder, KeptName(file)),
                Path.Combine(planFolder, file.Name),
                file.Name,
                Path.Combine("models", file.Name),
            ];
            return places.FirstOrDefault(place => File.Exists(place) && FileHash.Sha256(place) == file.Sha256)
                ?? throw new NanoException(
                    "N207",
                    $"the plan needs a file '{file.Name}' with SHA-256 {file.Sha256[..16]}…, which was not found",
                    "put it beside the plan, into its inputs folder, or into models/"
                );
        };
}
