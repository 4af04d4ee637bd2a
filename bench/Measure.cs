using System.Diagnostics;

namespace Nano.Bench;

/// <summary>Measures work: warm-up, then the median of several runs.</summary>
public sealed class Measure(bool quick)
{
    public bool Quick => quick;

    private readonly double warmUp = quick ? 0.25 : 0.5;
    private readonly double span = quick ? 0.1 : 0.4;
    private readonly int runs = quick ? 5 : 9;

    /// <summary>Items per second, where one call of the work handles this many items.</summary>
    public double Rate(double items, Action work) => items / Seconds(work);

    /// <summary>Seconds for one call of the work.</summary>
    public double Seconds(Action work)
    {
        var calls = 0L;
        var start = Stopwatch.GetTimestamp();
        do
        {
            work();
            calls++;
        } while (Stopwatch.GetElapsedTime(start).TotalSeconds < warmUp);
        var repeats = Math.Max(1, (long)(span / (Stopwatch.GetElapsedTime(start).TotalSeconds / calls)));
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            start = Stopwatch.GetTimestamp();
            for (var call = 0L; call < repeats; call++)
                work();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
        }
        Array.Sort(times);
        return times[runs / 2];
    }
}
