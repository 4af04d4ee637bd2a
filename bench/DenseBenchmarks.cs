using Nano.Plan;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;

namespace Nano.Bench;

/// <summary>The network of interest, 7-90-90-90-90-90-1: training, frozen evaluation, gradient to the inputs.</summary>
public static class DenseBenchmarks
{
    private const int Electrodes = 7;

    public static IEnumerable<Benchmark> All() =>
        [
            Train(256, 1, 0.5e6),
            Train(256, 2, 0.9e6),
            Train(2048, 1, null),
            Train(2048, 2, null),
            Forward("frozen", 65536, 1, 2e6),
            Forward("frozen", 65536, 2, null),
            Forward("44-rows", 44, 1, null),
            Forward("220-rows", 220, 1, null),
            InputGradient("", 2560, 1, 0.9e6),
            InputGradient("", 65536, 2, null),
            InputGradient("2-rows/", 2, 1, null),
            InputGradient("10-rows/", 10, 1, null),
        ];

    private static string Cores(int threads) => threads == 1 ? "1-core" : $"{threads}-cores";

    private static DenseNetwork Network() =>
        DenseInitialiser.Uniform(
            [Electrodes, 90, 90, 90, 90, 90, 1],
            Activation.Relu,
            new SeedTree(1).For("bench/weights")
        );

    private static float[] Table(int count, string purpose)
    {
        var stream = new SeedTree(1).For(purpose);
        var table = new float[count];
        for (var i = 0; i < count; i++)
            table[i] = (float)stream.Uniform(-1, 1);
        return table;
    }

    private static Benchmark Train(int batch, int threads, double? floor) =>
        new(
            $"train/{batch}/{Cores(threads)}",
            "samples/s",
            floor,
            measure =>
            {
                const int rows = 1 << 18;
                var inputs = Table(rows * Electrodes, "bench/inputs");
                var targets = Table(rows, "bench/targets");
                var order = new int[rows];
                for (var row = 0; row < rows; row++)
                    order[row] = row;
                new SeedTree(1).For("bench/order").Shuffle(order.AsSpan());
                using var trainer = new DenseTrainer(Network(), new AdamSettings(4e-4), threads);
                var at = 0;
                return measure.Rate(
                    batch,
                    () =>
                    {
                        trainer.Step(inputs, targets, order.AsSpan(at, batch));
                        at = at + 2 * batch > rows ? 0 : at + batch;
                    }
                );
            }
        )
        {
            Cores = threads,
        };

    private static Benchmark Forward(string name, int rows, int threads, double? floor) =>
        new(
            $"forward/{name}/{Cores(threads)}",
            "evaluations/s",
            floor,
            measure =>
            {
                var evaluator = new DenseEvaluator(Network());
                var inputs = Table(rows * Electrodes, "bench/inputs");
                var outputs = new float[rows];
                return measure.Rate(rows, () => evaluator.Forward(inputs, outputs, rows, threads));
            }
        )
        {
            Cores = threads,
        };

    private static Benchmark InputGradient(string name, int rows, int threads, double? floor) =>
        new(
            $"input-gradient/{name}{Cores(threads)}",
            "evaluations/s",
            floor,
            measure =>
            {
                var evaluator = new DenseEvaluator(Network());
                var inputs = Table(rows * Electrodes, "bench/inputs");
                var outputs = new float[rows];
                var gradients = new float[rows * Electrodes];
                return measure.Rate(rows, () => evaluator.InputGradient(inputs, [], outputs, gradients, rows, threads));
            }
        )
        {
            Cores = threads,
        };
}
