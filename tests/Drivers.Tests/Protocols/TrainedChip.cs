using System.Collections.Immutable;
using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Formats;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>
/// A tiny simulated device and a real surrogate of it, sampled and trained in about a second, and a folder for what
/// runs leave behind.
/// </summary>
public sealed class TrainedChip : IDisposable
{
    public TrainedChip()
    {
        Folder = Directory.CreateTempSubdirectory("nano-chip-").FullName;
        using var instrument = new HoppingInstrument(SimulatedTests.Device(), EffectsPlan.Off, new SeedTree(1));
        var sampled = new Sampling(Plans.Sampling(batches: 4, samples: 500), instrument, new SeedTree(2)).Run(
            2,
            () => { },
            default
        );
        var data = new SurrogateData(7, Single(sampled.Volts), Single(sampled.Nanoamperes));
        var trained = SurrogateTrainer.Train(data, Plans.Training(), new SeedTree(3), threads: 2);
        Error = trained.ValidationError;
        Model = new SurrogateModel(
            trained.Network,
            [.. Enumerable.Repeat(new Bounds(-1, 1), 7)],
            Plans.Training().Amplification,
            new Bounds(double.NegativeInfinity, double.PositiveInfinity),
            [2, 4],
            SurrogateOrigin.Unknown("test")
        );
        File = Keep(Model, "chip.safetensors");
    }

    public string Folder { get; }

    public SurrogateModel Model { get; }

    /// <summary>Root-mean-square error of the model, nanoamperes.</summary>
    public double Error { get; }

    public FilePlan File { get; }

    /// <summary>The tiny device with its surrogate.</summary>
    public DevicePlan Device => SimulatedTests.Device() with { Surrogate = new SurrogateFilePlan(File) };

    /// <summary>Writes a model where <see cref="Find"/> looks.</summary>
    public FilePlan Keep(SurrogateModel model, string name)
    {
        var path = Path.Combine(Folder, name);
        SurrogateFile.Write(model, path);
        return new FilePlan(name, FileHash.Sha256(path));
    }

    public string Find(FilePlan file) => Path.Combine(Folder, file.Name);

    /// <summary>A bench in a folder of its own.</summary>
    public Bench Bench(ExperimentPlan plan, int threads = 1, InstrumentOpener? open = null) =>
        new(plan, Find, Path.Combine(Folder, Guid.NewGuid().ToString("N")), threads, open ?? Catalog.Open);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);
}

/// <summary>Classes of this collection share the trained device.</summary>
[CollectionDefinition(Name)]
public sealed class ChipCollection : ICollectionFixture<TrainedChip>
{
    public const string Name = "trained chip";
}

/// <summary>Small plans, made in code.</summary>
internal static class Plans
{
    public static readonly ImmutableArray<ImmutableArray<double>> Corners =
    [
        [-1, -1],
        [-1, 1],
        [1, -1],
        [1, 1],
    ];

    public static readonly GeneticPlan Genetic = new(Criterion.CorrelationSigmoid, 0.9, 4, 20, 25, 0.6, 0.4);

    public static readonly GradientPlan Gradient = new(
        Criterion.CorrelationSigmoid,
        0.9,
        60,
        0.03,
        0.9,
        0.999,
        1e-8,
        RangeRule.Smooth,
        1
    );

    /// <summary>input 2 → rescale onto the limits → one node.</summary>
    public static readonly NetworkPlan Single = new([
        new InputPlan("input", 2),
        new RescalePlan("volts", [0], 2, [new(-1, 1), new(-1, 1)], [new(-1, 1), new(-1, 1)]),
        new DnpuPlan("node", [1], 1, 0, Shared: true),
    ]);

    /// <summary>Two nodes side by side, joined, into a third.</summary>
    public static readonly NetworkPlan Joined = new([
        new InputPlan("input", 2),
        new RescalePlan("volts", [0], 2, [new(-1, 1), new(-1, 1)], [new(-1, 1), new(-1, 1)]),
        new DnpuPlan("left", [1], 1, 0, Shared: true),
        new DnpuPlan("right", [1], 1, 0, Shared: true),
        new ConcatPlan("both", [2, 3], 2),
        new RescalePlan("again", [4], 2, [new(-10, 10), new(-10, 10)], [new(-1, 1), new(-1, 1)]),
        new DnpuPlan("last", [5], 1, 0, Shared: true),
    ]);

    public static SamplingPlan Sampling(int batches, int samples, double ramp = 0.004) =>
        new(0, Waveform.Sine, [1.3, 2.1, 3.7, 4.9, 6.1, 7.3, 8.9], 5000, batches, samples, ramp);

    public static SurrogateTrainingPlan Training() =>
        new(
            new SampledPlan(Sampling(4, 500)),
            [32, 32],
            Activation.Relu,
            40,
            64,
            3e-3,
            0.9,
            0.999,
            1e-8,
            10,
            new Bounds(-1e300, 1e300),
            [0.8, 0.1, 0.1],
            new MeanSquareLossPlan()
        );

    /// <summary>Curves up and back, 40 random settings, a map of electrodes 3 and 5, two temperatures.</summary>
    public static CharacterisePlan Characterise() =>
        new(0, 21, Directions.Both, [0, 0, 0, 0, 0, 0, 0], 1, 40, 0.01, [new VoltageMapPlan([2, 4], 9)], 2, [77, 290]);

    public static SearchPlan Search(NetworkPlan network) =>
        new(network, Genetic, 2, 0.1, SearchPlace.Surrogate, Validate: true, Plateau: 3);

    public static BooleanPlan Gates(SearchPlan search) =>
        new(
            search,
            Corners,
            [
                new GatePlan("and", [false, false, false, true]),
                new GatePlan("or", [false, true, true, true]),
                new GatePlan("xor", [false, true, true, false]),
            ],
            1
        );

    public static ExperimentPlan Experiment(
        DevicePlan device,
        ProtocolPlan protocol,
        InstrumentPlan? instrument = null
    ) =>
        new(
            ExperimentPlan.CurrentVersion,
            "test",
            42,
            [device],
            instrument ?? new SimulatedPlan(EffectsPlan.Off),
            protocol
        );
}
