using Nano.Plan;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;

namespace Nano.Bench;

/// <summary>
/// Time of a mean-field point in a stream: seven sines of ±1 V at √prime·5 Hz, read at 5 kS/s, each point started from
/// the ones before (the acquisition of training data).
/// </summary>
public static class HoppingBenchmarks
{
    private const int Points = 500;

    public static IEnumerable<Benchmark> All() =>
        [
            Warm("tiny", HoppingPresets.Tiny, null),
            Warm("small", HoppingPresets.Small, 0.2),
            Warm("standard", HoppingPresets.Standard, 0.5),
            Warm("reference", HoppingPresets.Reference, null),
        ];

    private static Benchmark Warm(string name, HoppingPlan plan, double? floor) =>
        new(
            $"hopping/warm/{name}-{plan.Acceptors}",
            "ms/point",
            floor,
            measure =>
            {
                var solver = new MeanFieldSolver(new HoppingDevice(plan));
                var volts = new double[8];
                var currents = new double[8];
                var sample = 0;
                Stream(sample, volts);
                Demand(solver.Solve(volts, currents).Ok);
                var seconds = measure.Seconds(() =>
                {
                    for (var i = 0; i < Points; i++)
                    {
                        Stream(++sample, volts);
                        Demand(solver.Follow(volts, currents).Ok);
                    }
                });
                return seconds / Points * 1e3;
            }
        )
        {
            HigherIsBetter = false,
        };

    private static void Demand(bool solved)
    {
        if (!solved)
            throw new InvalidOperationException("a point of the stream has no steady state");
    }

    private static void Stream(int sample, Span<double> volts)
    {
        ReadOnlySpan<int> primes = [2, 3, 5, 7, 11, 13, 17];
        volts[0] = 0;
        for (var k = 0; k < primes.Length; k++)
            volts[k + 1] = Elementary.SinTurns(Math.Sqrt(primes[k]) * 0.001 * sample);
    }
}
