using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Running;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

[Collection(ChipCollection.Name)]
public sealed class RunnerTests(TrainedChip chip) : IDisposable
{
    private readonly string output = Directory.CreateTempSubdirectory("nano-runs-").FullName;

    public void Dispose() => Directory.Delete(output, recursive: true);

    public static TheoryData<string> Protocols =>
        ["vc-dimension", "boolean", "abundance", "acquire", "surrogate", "characterise"];

    [Fact]
    public void The_protocols_below_are_all_there_are()
    {
        var listed = typeof(ProtocolPlan)
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Select(attribute => (string)attribute.TypeDiscriminator!);
        Assert.Equal(listed.Order(), ((IEnumerable<object[]>)Protocols).Select(row => (string)row[0]).Order());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_run_leaves_the_same_files_for_any_number_of_threads(string protocol)
    {
        var first = Run(Plan(protocol), "one", threads: 1);
        var second = Run(Plan(protocol), "three", threads: 3);
        Assert.Equal(first.Identity, second.Identity);
        var names = Files(first);
        Assert.Equal(names, Files(second));
        Assert.Contains("result.json", names);
        Assert.Contains("metrics.csv", names);
        Assert.Contains("report.html", names);
        Assert.Contains(names, name => name.StartsWith("figures", StringComparison.Ordinal));
        foreach (var name in names)
            if (name is not ("run.json" or "log.txt" or "report.html" or "checkpoint/findings.jsonl"))
                Assert.True(
                    File.ReadAllBytes(first.Path(name)).AsSpan().SequenceEqual(File.ReadAllBytes(second.Path(name))),
                    name
                );
        var record = Record(first);
        Assert.Equal(0, record.Exit);
        Assert.Equal("", record.Failure);
        Assert.Equal((1, 42UL, "simulated"), (record.Threads, record.Seed, record.Instrument));
        Assert.NotNull(record.End);
        var (plan, _) = first.Read();
        Assert.Equal(PlanJson.Write(Plan(protocol)), PlanJson.Write(plan));
    }

    [Fact]
    public void A_finished_run_is_not_run_again_unless_asked()
    {
        var folder = Run(Plan("boolean"), "out");
        var before = File.ReadAllBytes(folder.Path("result.json"));
        var time = File.GetLastWriteTimeUtc(folder.Path("run.json"));
        var (again, was) = Runner().Run(Request(Plan("boolean"), "out"), new Unwatched(), default);
        Assert.True(was);
        Assert.Equal(folder.Location, again.Location);
        Assert.Equal(time, File.GetLastWriteTimeUtc(folder.Path("run.json")));
        File.WriteAllText(folder.Path("result.json"), "spoilt");
        (_, was) = Runner().Run(Request(Plan("boolean"), "out") with { Again = true }, new Unwatched(), default);
        Assert.False(was);
        Assert.Equal(before, File.ReadAllBytes(folder.Path("result.json")));
    }

    [Fact]
    public void A_run_can_be_repeated_from_its_folder_alone()
    {
        var folder = Run(Plan("boolean"), "out");
        var plan = PlanJson.Read(File.ReadAllText(folder.Path("plan.json")));
        var request = Request(plan, "elsewhere") with { Files = PlanFiles.Beside(folder.Location) };
        var (copy, _) = Runner().Run(request, new Unwatched(), default);
        Assert.Equal(File.ReadAllBytes(folder.Path("result.json")), File.ReadAllBytes(copy.Path("result.json")));
        Assert.Equal("name: test\n", File.ReadAllText(copy.Path("source.yaml")));
        Assert.Equal("seed=42\n", File.ReadAllText(copy.Path("overrides.txt")));
    }

    [Fact]
    public void A_failure_leaves_its_exit_status_and_sentence_and_no_result()
    {
        var request = Request(Plan("boolean"), "out") with
        {
            Files = file => throw new NanoException("N207", $"'{file.Name}' is gone"),
        };
        var failure = Assert.Throws<NanoException>(() => Runner().Run(request, new Unwatched(), default));
        Assert.Equal("N207", failure.Diagnostic.Code);
        using var folder = RunFolder.Of(request.Output, request.Plan);
        Assert.False(folder.IsFinished);
        var record = Record(folder);
        Assert.Equal((3, "'chip.safetensors' is gone"), (record.Exit, record.Failure));
        Assert.NotNull(record.End);
        // The hold is gone with the failure: the same command goes on.
        Assert.True(Run(Plan("boolean"), "out").IsFinished);
        Assert.Equal(0, Record(folder).Exit);
    }

    [Fact]
    public void A_failure_of_the_instrument_has_the_status_of_instruments()
    {
        var plan = Plan("boolean") with { Devices = [chip.Device with { Physics = new UnmodelledPlan() }] };
        var failure = Assert.Throws<NanoException>(() => Run(plan, "out"));
        Assert.Equal("N401", failure.Diagnostic.Code);
        using var folder = RunFolder.Of(Path.Combine(output, "out"), plan);
        Assert.Equal(4, Record(folder).Exit);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    public void An_interrupted_run_goes_on_to_the_same_result(int steps)
    {
        var whole = Run(Plan("vc-dimension"), "whole");
        using var source = new CancellationTokenSource();
        var request = Request(Plan("vc-dimension"), "cut");
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Runner().Run(request, new Stopper(steps, source), source.Token)
        );
        using var folder = RunFolder.Of(request.Output, request.Plan);
        Assert.Equal(130, Record(folder).Exit);
        Assert.False(folder.IsFinished);
        Assert.NotEmpty(File.ReadAllLines(folder.Path("checkpoint/findings.jsonl")));
        Assert.Equal(
            File.ReadAllBytes(whole.Path("result.json")),
            File.ReadAllBytes(Run(Plan("vc-dimension"), "cut").Path("result.json"))
        );
    }

    [Fact]
    public void The_catalogue_knows_every_instrument()
    {
        var kinds = typeof(InstrumentPlan).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType);
        foreach (var kind in kinds)
        {
            var instrument = (InstrumentPlan)Activator.CreateInstance(kind, EffectsPlan.Off)!;
            var folder = Run(Plan("acquire") with { Instrument = instrument, Name = kind.Name }, "out");
            Assert.Contains(Record(folder).Instrument, (string[])["simulated", "surrogate"]);
        }
    }

    [Fact]
    public void A_case_that_nobody_knows_is_called_by_its_name()
    {
        using var bench = chip.Bench(Plan("acquire"));
        var strange = bench.Context with { Plan = Plan("acquire") with { Protocol = new StrangeProtocol() } };
        var failure = Assert.Throws<InvalidOperationException>(() => ProtocolRun.Of(strange));
        Assert.Contains(nameof(StrangeProtocol), failure.Message);
        var refused = Assert.Throws<NanoException>(() =>
            Catalog.Open(chip.Device, new StrangeInstrument(), chip.Model, new SeedTree(1), 5000)
        );
        Assert.Equal("N401", refused.Diagnostic.Code);
        Assert.Contains(nameof(StrangeInstrument), refused.Message);
    }

    private ExperimentPlan Plan(string protocol)
    {
        var search = Plans.Search(Plans.Single) with { Rule = Plans.Genetic with { Generations = 6 } };
        return Plans.Experiment(
            chip.Device,
            protocol switch
            {
                "vc-dimension" => new VcDimensionPlan(search, 2, 3, Plans.Corners, 0.5),
                "boolean" => Plans.Gates(search),
                "abundance" => new AbundancePlan(
                    Plans.Single,
                    20,
                    Plans.Corners,
                    Plans.Gates(search).Gates,
                    0.9,
                    0.1,
                    1
                ),
                "acquire" => new AcquirePlan(Plans.Sampling(2, 60)),
                "characterise" => Plans.Characterise(),
                _ => Plans.Training() with { Data = new SampledPlan(Plans.Sampling(2, 60)), Hidden = [8], Epochs = 3 },
            }
        );
    }

    private RunRequest Request(ExperimentPlan plan, string place, int threads = 1) =>
        new(
            plan,
            "name: test\n",
            "source.yaml",
            ["seed=42"],
            ImmutableArray<string>.Empty,
            output,
            chip.Find,
            Path.Combine(output, place),
            "nano run test.yaml",
            threads,
            Again: false
        );

    private static Runner Runner() => new(Catalog.Open, TimeProvider.System);

    private RunFolder Run(ExperimentPlan plan, string place, int threads = 1) =>
        Runner().Run(Request(plan, place, threads), new Unwatched(), default).Folder;

    private static RunRecord Record(RunFolder folder) =>
        JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(folder.Path("run.json")), PlanJson.Options)!;

    private static string[] Files(RunFolder folder) =>
        [
            .. Directory
                .GetFiles(folder.Location, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder.Location, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    private sealed record StrangeProtocol : ProtocolPlan;

    private sealed record StrangeInstrument() : InstrumentPlan(EffectsPlan.Off);

    /// <summary>Stops the run after so many steps.</summary>
    private sealed class Stopper(int steps, CancellationTokenSource source) : IRunMonitor
    {
        private int left = steps;

        public void Stage(string name, int steps) { }

        public void Step()
        {
            if (Interlocked.Decrement(ref left) == 0)
                source.Cancel();
        }

        public void Say(string line) { }
    }
}
