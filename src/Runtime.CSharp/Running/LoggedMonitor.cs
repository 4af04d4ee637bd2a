using System.Globalization;

namespace Nano.Runtime.Running;

/// <summary>Passes everything on, and keeps stages and lines in log.txt with the time.</summary>
public sealed class LoggedMonitor : IRunMonitor, IDisposable
{
    private readonly IRunMonitor inner;
    private readonly TimeProvider clock;
    private readonly StreamWriter log;
    private readonly Lock gate = new();

    public LoggedMonitor(IRunMonitor inner, string path, TimeProvider clock)
    {
        this.inner = inner;
        this.clock = clock;
        log = Disk.Guard(path, () => new StreamWriter(path, append: true) { AutoFlush = true, NewLine = "\n" });
    }

    public void Stage(string name, int steps)
    {
        Note($"{name} ({steps})");
        inner.Stage(name, steps);
    }

    public void Step() => inner.Step();

    public void Say(string line)
    {
        Note(line);
        inner.Say(line);
    }

    public void Dispose()
    {
        try
        {
            log.Dispose();
        }
        catch (IOException)
        {
            // A full disk must not hide how the run ended.
        }
    }

    private void Note(string line)
    {
        var time = clock.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);
        lock (gate)
            Disk.Guard("log.txt", () => log.WriteLine($"{time} {line}"));
    }
}
