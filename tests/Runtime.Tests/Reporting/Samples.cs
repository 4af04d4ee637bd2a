using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting;

namespace Nano.Runtime.Tests.Reporting;

/// <summary>Plausible inputs for reports, made from a seed: a device with a smooth non-linear response.</summary>
public static class Samples
{
    public static ReportInput VcDimension(int from = 2, int to = 6, ulong seed = 42, string name = "capacity of chip 7")
    {
        var random = new SeedTree(seed).For("vc");
        var plan = Plan(name, new VcDimensionPlan(Search, from, to, Points(random, to), 0.5));
        ImmutableArray<CapacityLevel> levels = [.. Enumerable.Range(from, to - from + 1).Select(n => Level(random, n))];
        return new ReportInput(plan, new VcDimensionResult(Device(random), levels), Facts);
    }

    public static ReportInput Boolean(string name = "six gates")
    {
        var random = new SeedTree(5).For("boolean");
        ImmutableArray<ImmutableArray<double>> points =
        [
            [-1, -1],
            [-1, 1],
            [1, -1],
            [1, 1],
        ];
        ImmutableArray<(string Name, int Code)> gates =
        [
            ("and", 0b1000),
            ("nand", 0b0111),
            ("or", 0b1110),
            ("nor", 0b0001),
            ("xor", 0b0110),
            ("xnor", 0b1001),
        ];
        ImmutableArray<Finding> findings = [.. gates.Select(gate => Find(random, gate.Name, gate.Code, 4, 0.25))];
        var plan = new BooleanPlan(
            Search,
            points,
            [.. findings.Select(finding => new GatePlan(finding.Name, finding.Targets))],
            1
        );
        return new ReportInput(Plan(name, plan), new BooleanResult(Device(random), findings), Facts);
    }

    /// <summary>Six gates of three settings, one never there; with a surrogate to compare, or without.</summary>
    public static ReportInput Abundance(bool isCompared = true)
    {
        var boolean = Boolean();
        var plan = (BooleanPlan)boolean.Plan.Protocol;
        var random = new SeedTree(8).For("abundance");
        ImmutableArray<GateAbundance> gates =
        [
            .. plan.Gates.Select(
                (gate, index) =>
                {
                    var present = index == 5 ? 0 : 900 >> index;
                    ImmutableArray<double> outputs =
                    [
                        .. gate.Targets.Select(label => (label ? 2.0 : 1) + random.Normal() / 9),
                    ];
                    return new GateAbundance(
                        gate.Name,
                        gate.Targets,
                        Fraction.Make(present, 9990),
                        Fraction.Make(present * 3, 9990),
                        [.. Enumerable.Range(0, 50).Select(_ => random.Below(400))],
                        index == 5
                            ? null
                            : new BestSetting(
                                17 + index,
                                0.97,
                                0.99,
                                0.5,
                                index != 4,
                                [0.1, -0.2, 0.3, -0.4, 0.2],
                                outputs,
                                isCompared ? [.. outputs.Select(value => value + 0.1)] : []
                            ),
                        isCompared ? Confusion.Make(present / 2, present - present / 2, 7, 9000 - present) : null
                    );
                }
            ),
        ];
        return new ReportInput(
            Plan(
                "abundance of gates",
                new AbundancePlan(plan.Search.Network, 10_000, plan.Points, plan.Gates, 0.9, 0.1, 4)
            ),
            new AbundanceResult(
                Device(random),
                10_000,
                9990,
                gates,
                [Fraction.Make(4000, 9990), Fraction.Make(3000, 9990)],
                Fraction.Make(5000, 9990),
                isCompared ? new SurrogateAbundance(9980, 0.05, Confusion.Make(800, 900, 42, 50_000)) : null
            ),
            Facts
        );
    }

    public static ReportInput Acquire()
    {
        var random = new SeedTree(6).For("acquire");
        var counts = new double[60];
        for (var row = 0; row < 20000; row++)
            counts[(int)Math.Clamp(20 + 9 * random.Normal() + 6 * random.Uniform(), 0, 59)]++;
        return new ReportInput(
            Plan("scan of chip 7", new AcquirePlan(Sampling)),
            new AcquireResult(Device(random), 1_200_000, 12, new Bounds(-60, 118), -3.217, 21.4, [.. counts]),
            Facts
        );
    }

    public static ReportInput Surrogate()
    {
        var random = new SeedTree(7).For("surrogate");
        var plan = new SurrogateTrainingPlan(
            new SampledPlan(Sampling),
            [90, 90, 90],
            Activation.Relu,
            300,
            256,
            1e-3,
            0.9,
            0.999,
            1e-8,
            100,
            new Bounds(-1e300, 1e300),
            [0.8, 0.1, 0.1],
            new MeanSquareLossPlan()
        );
        ImmutableArray<EpochErrors> profile =
        [
            .. Enumerable
                .Range(0, 301)
                .Select(epoch => new EpochErrors(
                    epoch,
                    0.35 + 20 * Math.Exp(-epoch / 25.0) + 0.03 * random.Normal(),
                    0.62 + 20 * Math.Exp(-epoch / 25.0) + 0.06 * random.Normal()
                )),
        ];
        return new ReportInput(
            Plan("surrogate of chip 7", plan),
            new SurrogateResult(
                Device(random),
                960_000,
                120_000,
                120_000,
                271,
                0.31,
                0.58,
                0.604,
                new Bounds(-60, 118),
                profile,
                Study(random, 2000, 0.6)
            ),
            Facts
        );
    }

    public static RunFacts Facts { get; } =
        new("3f9a1c2e5b7708d1", [("version", "0.1.0"), ("commit", "be75e76"), ("machine", "bench 2")], 73.4, []);

    public static SearchPlan Search { get; } =
        new(
            new NetworkPlan([new InputPlan("input", 2), new DnpuPlan("chip", [0], 1, 0, true)]),
            new GeneticPlan(Criterion.CorrelationSigmoid, 0.98, 5, 20, 200, 0.2, 0.6),
            5,
            0.2,
            SearchPlace.Surrogate,
            true,
            50
        );

    public static ExperimentPlan Plan(string name, ProtocolPlan protocol) =>
        new(
            ExperimentPlan.CurrentVersion,
            name,
            42,
            [
                new DevicePlan(
                    "chip",
                    new UnmodelledPlan(),
                    [
                        .. Enumerable
                            .Range(1, 7)
                            .Select(number => new ElectrodePlan(
                                number,
                                number > 5 ? -0.7 : -1.2,
                                number > 5 ? 0.3 : 0.6
                            )),
                    ],
                    [2, 4],
                    [0, 1, 3, 5, 6],
                    0,
                    new SurrogateFilePlan(new FilePlan("chip-7.safetensors", new string('a', 64)))
                ),
            ],
            new SimulatedPlan(EffectsPlan.Quiet),
            protocol
        );

    private static SamplingPlan Sampling { get; } =
        new(0, Waveform.Sine, [0.6, 2.9, 5.3, 7.1, 11.7, 13.1, 17.9], 100_000, 12, 100_000, 0.05);

    public static DeviceStudy Device(RandomStream random)
    {
        var curves = ImmutableArray.CreateBuilder<CurrentVoltageCurve>();
        for (var electrode = 1; electrode <= 7; electrode++)
        {
            var (slope, bend, low, high) = (random.Uniform(-20, 60), random.Uniform(2, 9), -1.2, 0.6);
            ImmutableArray<double> volts = [.. Enumerable.Range(0, 101).Select(i => low + (high - low) * i / 100)];
            curves.Add(
                new(electrode, volts, [.. volts.Select(v => (double?)(slope * Math.Tanh(bend * v) * v + 6 * v))])
            );
        }
        return new DeviceStudy("chip", "the simulated device", curves.ToImmutable(), Study(random, 600, 0.8), 0);
    }

    public static SurrogateStudy Study(RandomStream random, int rows, double error)
    {
        ImmutableArray<double> measured = [.. Enumerable.Range(0, rows).Select(_ => 21 * random.Normal() - 3)];
        return new(error, 21, 0.9993, measured, [.. measured.Select(value => value + error * random.Normal())]);
    }

    private static CapacityLevel Level(RandomStream random, int points)
    {
        ImmutableArray<Finding> findings =
        [
            .. Enumerable
                .Range(1, (1 << points) - 2)
                .Select(code => Find(random, Name(code, points), code, points, 0.06 * Math.Max(0, points - 3))),
        ];
        var found = findings.Count(finding => finding.Found);
        var held = findings.Count(finding => finding.Found && finding.Replay!.Agrees);
        return new CapacityLevel(
            points,
            findings.Length,
            found,
            found / (double)findings.Length,
            held / (double)findings.Length,
            100 * (1 - 0.5 / points),
            findings
        );
    }

    private static string Name(int code, int points) =>
        string.Concat(Enumerable.Range(0, points).Select(bit => (code >> bit & 1) == 1 ? '1' : '0'));

    private static Finding Find(RandomStream random, string name, int code, int points, double difficulty)
    {
        ImmutableArray<bool> targets = [.. Enumerable.Range(0, points).Select(bit => (code >> bit & 1) == 1)];
        var found = random.Uniform() >= difficulty;
        var centre = random.Uniform(-30, 30);
        var gap = random.Uniform(2, 9);
        var outputs = new double[points];
        for (var point = 0; point < points; point++)
            outputs[point] = centre + (targets[point] ? gap : -gap) + 0.35 * gap * random.Normal();
        var slipped = found ? -1 : random.Below(points);
        if (slipped >= 0)
            outputs[slipped] = centre + (targets[slipped] ? -gap : gap);
        var holds = random.Uniform() >= difficulty / 2;
        var controls = new double[5];
        for (var index = 0; index < 5; index++)
            controls[index] = index > 2 ? random.Uniform(-0.7, 0.3) : random.Uniform(-1.2, 0.6);
        var outside = random.Uniform() < 0.02;
        if (outside)
            controls[1] = 0.65;
        var accuracy = found ? 100.0 : 100.0 * (points - 1) / points;
        return new Finding(
            name,
            targets,
            found,
            found ? 1 + random.Below(3) : 5,
            found ? 10 + random.Below(600) : 1000,
            found ? random.Below(2) : 0,
            accuracy,
            accuracy,
            found ? random.Uniform(0.78, 0.99) : random.Uniform(0.3, 0.8),
            centre,
            [.. controls],
            !outside,
            [.. outputs],
            found
                ? new Replay(
                    holds ? 100 : 100.0 * (points - 1) / points,
                    0.9,
                    0.8,
                    holds,
                    [.. outputs.Select(value => value + 0.8 * random.Normal())]
                )
                : null
        );
    }

    private static ImmutableArray<ImmutableArray<double>> Points(RandomStream random, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => ImmutableArray.Create(random.Uniform(-1, 1), random.Uniform(-1, 1))),
        ];
}
