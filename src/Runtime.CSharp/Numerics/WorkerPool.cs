using System.Runtime.ExceptionServices;

namespace Nano.Runtime.Numerics;

/// <summary>
/// A few threads that wait, first awake and then asleep, for work cut into numbered tasks. Handing out a task costs
/// about a microsecond, so that a training step of a few hundred microseconds can be shared. The caller works too, and
/// does everything itself if no thread comes to help. One caller at a time; <see cref="Dispose"/> ends the threads.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    // Less than 100 microseconds of waiting awake before a thread goes to sleep.
    private const int SpinsBeforeSleep = 1500;

    private readonly Thread[] helpers;
    private readonly Lock callers = new();
    private readonly object gate = new();

    // Number of the run in the upper half, tasks still to be taken in the lower: one atomic word, so that a thread that
    // comes late can never take a task of another run than the one it looked at.
    private long state;
    private int pending;
    private int sleepers;
    private volatile bool stopping;
    private Action<int, int>? body;
    private Exception? failure;

    /// <param name="threads">At least 1, the caller included.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        helpers = new Thread[threads - 1];
        for (var i = 0; i < helpers.Length; i++)
        {
            var worker = i + 1;
            helpers[i] = new Thread(() => Help(worker)) { IsBackground = true, Name = $"nano worker {worker}" };
            helpers[i].Start();
        }
    }

    public int Threads => helpers.Length + 1;

    /// <summary>
    /// Calls work(worker, task) for each task 0..tasks−1, in any order, each once; worker is 0..Threads−1 and no two
    /// calls of the same worker overlap. Throws what the first failing task threw, after all have ended.
    /// </summary>
    public void Run(int tasks, Action<int, int> work)
    {
        lock (callers)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            if (helpers.Length == 0 || tasks <= 1)
            {
                for (var task = 0; task < tasks; task++)
                    work(0, task);
                return;
            }
            body = work;
            failure = null;
            Volatile.Write(ref pending, tasks);
            var run = (state >> 32) + 1;
            Interlocked.Exchange(ref state, (run << 32) | (uint)tasks);
            if (Volatile.Read(ref sleepers) > 0)
                lock (gate)
                    Monitor.PulseAll(gate);
            while (TakeOne(0)) { }
            var wait = new SpinWait();
            while (Volatile.Read(ref pending) > 0)
                wait.SpinOnce(sleep1Threshold: -1);
            body = null;
            if (failure is { } problem)
                ExceptionDispatchInfo.Throw(problem);
        }
    }

    public void Dispose()
    {
        lock (callers)
        {
            stopping = true;
            lock (gate)
                Monitor.PulseAll(gate);
            foreach (var helper in helpers)
                helper.Join();
        }
    }

    private void Help(int worker)
    {
        var idle = 0;
        while (!stopping)
        {
            if (TakeOne(worker))
                idle = 0;
            else if (++idle < SpinsBeforeSleep)
                Thread.SpinWait(1);
            else
            {
                Sleep();
                idle = 0;
            }
        }
    }

    private void Sleep()
    {
        lock (gate)
        {
            // A full fence: either the caller sees this sleeper, or the sleeper sees the caller's tasks.
            Interlocked.Increment(ref sleepers);
            while (!stopping && (int)Volatile.Read(ref state) == 0)
                Monitor.Wait(gate);
            Interlocked.Decrement(ref sleepers);
        }
    }

    private bool TakeOne(int worker)
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);
            var left = (int)seen;
            if (left == 0)
                return false;
            if (Interlocked.CompareExchange(ref state, seen - 1, seen) != seen)
                continue;
            try
            {
                body!(worker, left - 1);
            }
            catch (Exception problem)
            {
                Interlocked.CompareExchange(ref failure, problem, null);
            }
            Interlocked.Decrement(ref pending);
            return true;
        }
    }
}
