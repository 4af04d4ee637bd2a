namespace Nano.Runtime.Running;

/// <summary>Turns what goes wrong with files into one sentence: a full disk, a read-only folder, no permission.</summary>
public static class Disk
{
    public static void Guard(string path, Action work) =>
        Guard(
            path,
            () =>
            {
                work();
                return true;
            }
        );

    /// <exception cref="NanoException">N601, with the path and the system's own words.</exception>
    public static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NanoException(
                "N601",
                $"'{path}' cannot be written or read: {e.Message.TrimEnd('.')}",
                "free some space or choose another folder with --out; what was finished is kept, and the same command goes on",
                e
            );
        }
    }
}
