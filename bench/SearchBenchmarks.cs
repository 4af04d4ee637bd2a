using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;

namespace Nano.Bench;

/// <summary>Genetic search on a surrogate: 26 genomes (4 elites, 22 new ones each generation) at 40 points.</summary>
public static class SearchBenchmarks
{
    private const int Points = 40;
    private const int Generations = 200;

    public static IEnumerable<Benchmark> All() =>
        [
            new(
                "genetic/26x40/1-core",
                "generations/s",
                1500,
                measure =>
                {
                    var model = Model();
                    var kernel = new DenseEvaluator(model.Network);
                    var network = new DnpuNetwork(Network, [Device], [new SurrogateEvaluator(model, kernel)]);
                    var random = new SeedTree(1).For("bench/points");
                    var data = new double[2 * Points];
                    var targets = new bool[Points];
                    for (var i = 0; i < data.Length; i++)
                        data[i] = random.Uniform(-1, 1);
                    for (var i = 0; i < Points; i++)
                        targets[i] = random.Below(2) == 0;
                    var task = new SearchTask(network, data, targets);
                    var rule = new GeneticPlan(Criterion.CorrelationSigmoid, 2, 4, 22, Generations, 0.6, 0.4);
                    return measure.Rate(
                        Generations,
                        () => new GeneticSearch(rule, task, new SeedTree(1).For("bench/search")).Run(default)
                    );
                }
            ),
        ];

    private static DevicePlan Device { get; } =
        new(
            "bench",
            new UnmodelledPlan(),
            [.. Enumerable.Range(1, 7).Select(number => new ElectrodePlan(number, -1, 1))],
            [2, 4],
            [0, 1, 3, 5, 6],
            0,
            new NoSurrogatePlan()
        );

    private static NetworkPlan Network { get; } =
        new([
            new InputPlan("input", 2),
            new RescalePlan("volts", [0], 2, [new(-1, 1), new(-1, 1)], [new(-0.5, 0.5), new(-0.5, 0.5)]),
            new DnpuPlan("dnpu", [1], 1, 0, Shared: true),
        ]);

    private static SurrogateModel Model() =>
        new(
            DenseInitialiser.Uniform([7, 90, 90, 90, 90, 90, 1], Activation.Relu, new SeedTree(1).For("bench/weights")),
            [.. Enumerable.Repeat(new Bounds(-1, 1), 7)],
            100,
            new Bounds(double.NegativeInfinity, double.PositiveInfinity),
            ImmutableArray<int>.Empty,
            SurrogateOrigin.Unknown("bench")
        );
}
