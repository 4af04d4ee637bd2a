using System.Runtime.ExceptionServices;

namespace Nano.Runtime.Numerics;

/// <summary>Independent items over several threads; a failure arrives as itself, not inside an aggregate.</summary>
internal static class Unwrapped
{
    public static void For(int count, ParallelOptions options, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException several)
        {
            var first = several.Flatten().InnerExceptions.OrderBy(e => e is OperationCanceledException).First();
            ExceptionDispatchInfo.Capture(first).Throw();
        }
    }
}
