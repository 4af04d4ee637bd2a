using Nano.Plan;
using Nano.Runtime.Networks;

namespace Nano.Runtime.Tests.Learning;

/// <summary>A smooth device in closed form, for tests of what stands above devices.</summary>
internal sealed class ToyEvaluator : IDeviceEvaluator
{
    public int Rows { get; private set; }

    public Bounds Clip { get; init; } = new(double.NegativeInfinity, double.PositiveInfinity);

    // I = 3·tanh(v0 + v2·v1) − 2·v1² + sin(v3)·v0
    public void Evaluate(ReadOnlySpan<double> volts, Span<double> nanoamperes, int rows)
    {
        Rows += rows;
        for (var row = 0; row < rows; row++)
        {
            var v = volts.Slice(row * 4, 4);
            nanoamperes[row] = 3 * Math.Tanh(v[0] + v[2] * v[1]) - 2 * v[1] * v[1] + Math.Sin(v[3]) * v[0];
        }
    }

    public void Gradient(
        ReadOnlySpan<double> volts,
        Span<double> nanoamperes,
        Span<double> nanoamperesPerVolt,
        int rows
    )
    {
        Evaluate(volts, nanoamperes, rows);
        for (var row = 0; row < rows; row++)
        {
            var v = volts.Slice(row * 4, 4);
            var slope = 3 * (1 - Math.Pow(Math.Tanh(v[0] + v[2] * v[1]), 2));
            var target = nanoamperesPerVolt.Slice(row * 4, 4);
            target[0] = slope + Math.Sin(v[3]);
            target[1] = slope * v[2] - 4 * v[1];
            target[2] = slope * v[1];
            target[3] = Math.Cos(v[3]) * v[0];
        }
    }

    public void Dispose() { }
}

internal static class Toys
{
    /// <summary>Four electrodes: inputs 0 and 1, controls 2 and 3.</summary>
    public static DevicePlan Device { get; } =
        new(
            "toy",
            new UnmodelledPlan(),
            [
                new ElectrodePlan(1, -0.5, 0.5),
                new ElectrodePlan(2, -0.5, 0.5),
                new ElectrodePlan(3, -1, 1),
                new ElectrodePlan(4, -0.8, 1.2),
            ],
            [0, 1],
            [2, 3],
            0,
            new NoSurrogatePlan()
        );

    /// <summary>input 2 → rescale onto the limits → one node.</summary>
    public static NetworkPlan Single { get; } =
        new([
            new InputPlan("input", 2),
            new RescalePlan("rescale", [0], 2, [new(-1, 1), new(-1, 1)], [new(-0.5, 0.5), new(-0.5, 0.5)]),
            new DnpuPlan("dnpu", [1], 1, 0, Shared: true),
        ]);

    /// <summary>x/(1 + |x|/i0), i0 = 5.</summary>
    public static LawPlan Soft { get; } =
        new(
            ["x"],
            [new LawParameterPlan("i0", 5)],
            "x 1 x abs i0 / + /",
            ["1 1 x abs i0 / + / x 1 x abs i0 / + / x sign i0 / * 1 x abs i0 / + / -"],
            ["x 1 x abs i0 / + / x abs i0 / i0 / * 1 x abs i0 / + /"]
        );

    /// <summary>log(1 + exp((1 − 2t)·y)).</summary>
    public static LawPlan Logistic { get; } =
        new(
            ["y", "t"],
            [],
            "1 1 2 t * - y * exp + log",
            [
                "1 2 t * - 1 2 t * - y * exp * 1 1 2 t * - y * exp + /",
                "2 neg y * 1 2 t * - y * exp * 1 1 2 t * - y * exp + /",
            ],
            []
        );

    /// <summary>Two branches, a dealt-out layer and a concatenation: every kind of layer.</summary>
    public static NetworkPlan Branched { get; } =
        new([
            new InputPlan("input", 2),
            new RescalePlan("in", [0], 2, [new(-1, 1), new(-1, 1)], [new(-0.5, 0.5), new(-0.4, 0.5)]),
            new DnpuPlan("first", [1], 3, 0, Shared: true),
            new ActivationPlan("soft", [2], 3, Soft),
            new ConcatPlan("all", [3, 0], 5),
            new RescalePlan(
                "mid",
                [4],
                5,
                [new(-6, 6), new(-6, 6), new(-6, 6), new(-1, 1), new(-1, 1)],
                [new(-0.5, 0.5), new(-0.5, 0.5), new(-0.5, 0.5), new(-0.5, 0.5), new(-0.5, 0.5)]
            ),
            new DnpuPlan("again", [1], 1, 0, Shared: true),
            new ConcatPlan("six", [5, 6], 6),
            new DnpuPlan("second", [7], 3, 0, Shared: false),
            new RescalePlan("scale", [8], 3, [new(-9, 9), new(-9, 9), new(-9, 9)], [new(-1, 1), new(0, 1), new(2, -2)]),
        ]);

    public static DnpuNetwork Network(NetworkPlan plan, ToyEvaluator? evaluator = null) =>
        new(plan, [Device], [evaluator ?? new ToyEvaluator()]);
}
