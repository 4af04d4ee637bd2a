using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Numerics;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void Every_task_is_done_once_run_after_run(int threads)
    {
        using var pool = new WorkerPool(threads);
        var done = new int[37];
        var busy = new int[threads];
        for (var run = 1; run <= 2000; run++)
        {
            pool.Run(
                done.Length,
                (worker, task) =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref busy[worker]));
                    Interlocked.Increment(ref done[task]);
                    Interlocked.Decrement(ref busy[worker]);
                }
            );
            Assert.All(done, count => Assert.Equal(run, count));
            // Long enough for the helpers to fall asleep now and then.
            if (run % 500 == 0)
                Thread.Sleep(5);
        }
    }

    [Fact]
    public void What_a_task_throws_reaches_the_caller_and_the_pool_lives_on()
    {
        using var pool = new WorkerPool(3);
        var sum = 0;
        var problem = Assert.Throws<InvalidOperationException>(() =>
            pool.Run(
                20,
                (_, task) =>
                {
                    if (task == 7)
                        throw new InvalidOperationException("seven");
                    Interlocked.Add(ref sum, task);
                }
            )
        );
        Assert.Equal("seven", problem.Message);
        Assert.Equal(190 - 7, sum);
        pool.Run(20, (_, task) => Interlocked.Add(ref sum, task));
        Assert.Equal(190 - 7 + 190, sum);
    }

    [Fact]
    public void Disposing_ends_the_threads()
    {
        var pool = new WorkerPool(4);
        var workers = new System.Collections.Concurrent.ConcurrentDictionary<Thread, bool>();
        for (var run = 0; run < 200; run++)
            pool.Run(
                16,
                (_, _) =>
                {
                    workers[Thread.CurrentThread] = true;
                    Thread.SpinWait(200);
                }
            );
        pool.Dispose();
        Assert.All(workers.Keys, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => pool.Run(5, (_, _) => { }));
    }
}
