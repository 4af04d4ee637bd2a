using System.Collections.Immutable;
using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Protocols;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>Abundance on devices in closed form, whose shares are known areas.</summary>
[Collection(ChipCollection.Name)]
public class AbundanceTests(TrainedChip chip)
{
    private static readonly ImmutableArray<GatePlan> Six =
    [
        new("and", [false, false, false, true]),
        new("or", [false, true, true, true]),
        new("nand", [true, true, true, false]),
        new("nor", [true, false, false, false]),
        new("xor", [false, true, true, false]),
        new("xnor", [true, false, false, true]),
    ];

    // Inputs at ±1 V on the first two electrodes, controls on the last two.
    private static readonly DevicePlan Device = new(
        "product",
        new UnmodelledPlan(),
        [.. Enumerable.Range(1, 4).Select(number => new ElectrodePlan(number, -1, 1))],
        [0, 1],
        [2, 3],
        0,
        new NoSurrogatePlan()
    );

    private static readonly AbundancePlan Plan = new(Plans.Single, 20_000, Plans.Corners, Six, 0.5, 0.1, 1);

    // I = u₁x₁ + u₂x₂: each control is the weight of an input.
    private static double Weights(double[] volts) => volts[2] * volts[0] + volts[3] * volts[1];

    [Fact]
    public void Shares_of_a_bilinear_device_are_areas_of_its_square_of_weights()
    {
        var result = Run(Plan, Weights);
        Assert.Equal((20_000, 20_000), (result.Samples, result.Readable));
        // Correlation with AND is cos(θ − 45°)·√(2/3), θ the angle of the weights: above 0.5 for |θ − 45°| < 52.24°,
        // which is the first quadrant and a strip of 7.24° on either side; contrast is always 2.
        var angle = Math.Acos(0.5 * Math.Sqrt(1.5)) - Math.PI / 4;
        var share = (1 + Math.Tan(angle)) / 4;
        foreach (var gate in result.Gates)
        {
            var isXor = gate.Name is "xor" or "xnor";
            Near(isXor ? 0 : share, gate.Present);
            Near(isXor ? 0 : 0.25, gate.Separable);
            Assert.Equal(20_000, gate.Fitness.Sum());
            Assert.Null(gate.Confusion);
        }
        Assert.Null(result.Surrogate);
        Assert.All(result.Responses, part => Near(0.5, part));
        Near(0.75, result.AnyResponse);
    }

    [Fact]
    public void Contrast_decides_where_an_offset_drowns_the_signal()
    {
        // I = x₁ + x₂ + 8u: steps of 2 nA on an offset. Correlation with AND and OR is √(2/3) everywhere; the contrast
        // 4/(2 + 8|u|) is above 0.8 for |u| < 3/8.
        var result = Run(Plan with { Contrast = 0.8 }, volts => volts[0] + volts[1] + 8 * volts[2]);
        foreach (var gate in result.Gates)
            Near(gate.Name is "and" or "or" ? 0.375 : 0, gate.Present);
        Near(1, result.Gates[0].Separable);
        Near(0, result.AnyResponse);
        var best = result.Gates[0].Best!;
        Assert.InRange(best.Contrast, 0.8, 2);
        // Currents scaled to 0, ½, ½, 1 against 0, 0, 0, 1.
        Assert.Equal(0.75, best.Fitness, 1e-9);
        Assert.Equal(Math.Sqrt(2.0 / 3), best.Correlation, 1e-9);
        Assert.True(best.Separable);
        Assert.Equal(2 + 8 * best.Controls[0], best.Outputs[3], 1e-9);
    }

    [Fact]
    public void Where_nothing_has_contrast_nothing_is_best()
    {
        var result = Run(Plan with { Samples = 70, Contrast = 1.9 }, volts => volts[0] + 100);
        Assert.All(result.Gates, gate => Assert.Null(gate.Best));
        Assert.All(result.Gates, gate => Assert.Equal(0, gate.Present.Count));
    }

    [Fact]
    public void Points_of_ones_own_and_three_inputs_are_counted_alike()
    {
        var device = Device with { Inputs = [0, 1, 2], Controls = [3] };
        var network = new NetworkPlan([new InputPlan("input", 3), new DnpuPlan("node", [0], 1, 0, Shared: true)]);
        // I = x₁ + x₂ + x₃ + 4u·x₁x₂x₃ is the majority of the three, or the parity: |4u| against the sums.
        var plan = Plan with
        {
            Network = network,
            Points = [.. Enumerable.Range(0, 8).Select(n => Corner(n))],
            Gates =
            [
                new("majority", [.. Enumerable.Range(0, 8).Select(n => int.PopCount(n) >= 2)]),
                new("parity", [.. Enumerable.Range(0, 8).Select(n => int.PopCount(n) % 2 == 1)]),
            ],
        };
        var result = Run(plan, v => v[0] + v[1] + v[2] + 4 * v[3] * v[0] * v[1] * v[2], device);
        // Majority: 1 − 4u (two ones) and 3 + 4u above 0 and their mirror images: −3/4 < u < 1/4.
        Near(0.5, result.Gates[0].Separable);
        // Parity: 3 + 4u and −1 + 4u above −3 − 4u and 1 − 4u: u > 1/4 … and u > −3/4 and u > −1/2 at the edges.
        Near(0.375, result.Gates[1].Separable);
        Assert.Equal(3, result.Responses.Length);

        static ImmutableArray<double> Corner(int n) => [n / 4 * 2 - 1, n / 2 % 2 * 2 - 1, n % 2 * 2 - 1];
    }

    [Fact]
    public void A_device_without_a_steady_state_somewhere_is_studied_around_it()
    {
        using var bench = chip.Bench(
            Plans.Experiment(chip.Device, Plan with { Samples = 70 }),
            open: LawInstrument.Opener(device => new LawInstrument(device, (volts, _) => volts.Sum())
            {
                Fails = volts => volts[0] > 0.8,
            })
        );
        var result = bench.Run<AbundanceResult>();
        var missing = result
            .Device.Curves.Select(curve => curve.Nanoamperes.Count(current => current is null))
            .ToArray();
        Assert.InRange(missing[0], 1, 40);
        Assert.Equal(missing[0], missing.Sum());
        var compared = result.Device.Surrogate!;
        Assert.InRange(compared.Measured.Length, 400, 500);
        Assert.Equal(compared.Measured.Length, compared.Predicted.Length);
        Assert.True(double.IsFinite(compared.Error) && compared.Measured.All(double.IsFinite));
        Assert.Equal(missing[0] + 512 - compared.Measured.Length, result.Device.Missing);
        Assert.InRange(result.Readable, 1, 69);
        Assert.DoesNotContain("NaN", Protocols.Bench.Text(result));
    }

    [Fact]
    public void What_cannot_be_read_counts_nowhere()
    {
        // No steady state at the points where the first control is above ½: a quarter of the settings.
        using var bench = Bench(
            Plan with
            {
                Samples = 2000,
            },
            Device,
            device => new Spy(new ProductInstrument(device, Weights))
            {
                Fails = volts => volts[2] > 0.5 && Math.Abs(volts[0]) == 1,
            }
        );
        var result = bench.Run<AbundanceResult>();
        var rows = File.ReadAllLines(bench.Context.Folder.Path(Abundance.SettingsFile)).Skip(1).ToArray();
        var unread = rows.Where(row => row.EndsWith(",,,,", StringComparison.Ordinal)).ToArray();
        Assert.Equal(rows.Count(row => double.Parse(row.Split(',')[1]) > 0.5), unread.Length);
        Assert.Equal(2000 - unread.Length, result.Readable);
        Assert.InRange(unread.Length, 400, 600);
        Assert.All(result.Gates, gate => Assert.Equal(result.Readable, gate.Present.Of));
        // A current at the end of the reading's range is not known either: |I| at all corners below 1 only in a diamond.
        using var narrow = Bench(
            Plan,
            Device,
            device =>
            {
                var open = new ProductInstrument(device, Weights);
                return new ProductInstrument(device, Weights)
                {
                    Facts = open.Facts with { Saturation = new Bounds(-1, 1) },
                };
            }
        );
        var half = narrow.Run<AbundanceResult>();
        Assert.InRange(half.Readable / 20_000.0, 0.48, 0.52);
    }

    [Fact]
    public void More_samples_begin_with_the_same_settings_and_currents()
    {
        var noisy = new SimulatedPlan(EffectsPlan.Quiet);
        var lines = new List<string[]>();
        foreach (var samples in (int[])[70, 150])
        {
            var plan = Plan with { Samples = samples, Plateau = 2 };
            using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), plan, noisy), threads: 2);
            bench.Run<AbundanceResult>();
            lines.Add(File.ReadAllLines(bench.Context.Folder.Path(Abundance.SettingsFile)));
        }
        Assert.Equal(71, lines[0].Length);
        Assert.Equal(lines[0], lines[1][..71]);
        Assert.Equal(151, lines[1].Distinct().Count());
    }

    private AbundanceResult Run(AbundancePlan plan, Func<double[], double> current, DevicePlan? device = null)
    {
        using var bench = Bench(plan, device ?? Device, one => new ProductInstrument(one, current));
        return bench.Run<AbundanceResult>();
    }

    private Bench Bench(AbundancePlan plan, DevicePlan device, Func<DevicePlan, IInstrument> open) =>
        chip.Bench(
            Plans.Experiment(device, plan),
            threads: 2,
            (one, _, _, _, _) => GuardedInstrument.Around(open(one))
        );

    /// <summary>Within five standard deviations of the share that is expected.</summary>
    private static void Near(double expected, Fraction part)
    {
        var width = 5 * Math.Sqrt(expected * (1 - expected) / part.Of) + 1e-12;
        Assert.InRange(part.Share!.Value, expected - width, expected + width);
        Assert.InRange(part.Share.Value, part.Low, part.High);
    }
}
