using System.Text.Json;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Learning;
using Nano.Runtime.Protocols;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

[Collection(ChipCollection.Name)]
public class VcDimensionTests(TrainedChip chip)
{
    private static readonly VcDimensionPlan Capacity = new(Plans.Search(Plans.Single), 2, 4, Plans.Corners, 0.5);

    private ExperimentPlan Plan => Plans.Experiment(chip.Device, Capacity);

    [Fact]
    public void Every_labelling_but_the_constant_ones_is_searched_and_counted()
    {
        using var bench = chip.Bench(Plan);
        var result = bench.Run<VcDimensionResult>();
        Assert.Equal([2, 3, 4], result.Levels.Select(level => level.Points));
        foreach (var level in result.Levels)
        {
            var points = level.Points;
            Assert.Equal((1 << points) - 2, level.Labellings);
            Assert.Equal(level.Labellings, level.Findings.Length);
            Assert.Equal(level.Labellings, level.Findings.Select(finding => finding.Name).Distinct().Count());
            Assert.Equal(100 * (1 - 0.5 / points), level.RequiredAccuracy);
            Assert.Equal(level.Findings.Count(finding => finding.Found), level.Found);
            Assert.Equal((double)level.Found / level.Labellings, level.Capacity);
            var held = level.Findings.Count(finding => finding.Replay is { Agrees: true });
            Assert.Equal((double)held / level.Labellings, level.ValidatedCapacity);
            foreach (var finding in level.Findings)
            {
                Assert.Equal(finding.Name, string.Concat(finding.Targets.Select(label => label ? '1' : '0')));
                Assert.Contains(true, finding.Targets);
                Assert.Contains(false, finding.Targets);
                // At most p/N = 1/8 of four points may be wrong: none.
                Assert.Equal(finding.InsideLimits && finding.Accuracy >= 100, finding.Found);
            }
        }
        Assert.True(result.Levels[0].Capacity > 0);
        Assert.Equal("chip", result.Device.Name);
        Assert.Equal(7, result.Device.Curves.Length);
        Assert.NotNull(result.Device.Surrogate);
    }

    [Fact]
    public void A_looser_threshold_lets_a_point_be_wrong()
    {
        // 1 − 2/4 of the points: two of four may be wrong, and so every labelling is found at once.
        var loose = Capacity with
        {
            From = 4,
            Threshold = 2,
        };
        using var bench = chip.Bench(Plans.Experiment(chip.Device, loose with { Search = Quick(loose.Search) }));
        var level = Assert.Single(bench.Run<VcDimensionResult>().Levels);
        Assert.Equal(50, level.RequiredAccuracy);
        Assert.Equal(14, level.Found);
        Assert.Contains(level.Findings, finding => finding.Accuracy < 100);

        static SearchPlan Quick(SearchPlan search) =>
            search with
            {
                Rule = Plans.Genetic with { Generations = 1 },
                Attempts = 1,
            };
    }

    [Fact]
    public void Outputs_and_replays_are_those_of_the_same_voltages()
    {
        using var bench = chip.Bench(Plan);
        var result = bench.Run<VcDimensionResult>();
        foreach (var level in result.Levels)
        foreach (var finding in level.Findings)
        {
            var data = Plans.Corners.Take(level.Points).SelectMany(point => point).ToArray();
            Assert.Equal(
                finding.Outputs.ToArray(),
                bench.Outputs(Capacity.Search, SearchPlace.Surrogate, "", data, finding.Controls)
            );
            bool[] targets = [.. finding.Targets];
            Assert.Equal(ThresholdAccuracy.Rising([.. finding.Outputs], targets).Percent, finding.Accuracy);
            if (finding.Replay is not { } replay)
                continue;
            var purpose = $"replay/{level.Points}/{finding.Name}/{finding.Attempts}";
            var replayed = bench.Outputs(Capacity.Search, SearchPlace.Instrument, purpose, data, finding.Controls);
            Assert.Equal(replay.Outputs.ToArray(), replayed);
            Assert.Equal(ThresholdAccuracy.Rising(replayed, targets).Percent, replay.Accuracy);
            Assert.Equal(replay.Accuracy >= level.RequiredAccuracy - 1e-9, replay.Agrees);
            var error = Math.Sqrt(replayed.Zip(finding.Outputs, (a, b) => (a - b) * (a - b)).Average());
            Assert.Equal(error, replay.Error, 1e-9);
        }
        Assert.Contains(result.Levels, level => level.Findings.Any(finding => finding.Replay is not null));
    }

    [Fact]
    public void Voltages_stay_inside_their_limits()
    {
        var narrow = chip.Device with
        {
            Electrodes =
            [
                .. chip.Device.Electrodes.Select(electrode => electrode with { LowVolts = -0.3, HighVolts = 0.4 }),
            ],
        };
        var search = Capacity.Search with { Network = Narrowed() };
        using var bench = chip.Bench(Plans.Experiment(narrow, Capacity with { Search = search, From = 3, To = 3 }));
        foreach (var finding in bench.Run<VcDimensionResult>().Levels[0].Findings)
        {
            Assert.True(finding.InsideLimits);
            Assert.Equal(5, finding.Controls.Length);
            Assert.All(finding.Controls, volts => Assert.InRange(volts, -0.3, 0.4));
        }

        static NetworkPlan Narrowed() =>
            new([
                Plans.Single.Layers[0],
                (RescalePlan)Plans.Single.Layers[1] with
                {
                    To = [new(-0.3, 0.4), new(-0.3, 0.4)],
                },
                Plans.Single.Layers[2],
            ]);
    }

    [Fact]
    public void Results_do_not_depend_on_threads_nor_on_noise_of_other_sessions()
    {
        var noisy = Plan with { Instrument = new SimulatedPlan(EffectsPlan.Realistic) };
        var texts = new HashSet<string>();
        for (var threads = 1; threads <= 3; threads++)
        {
            using var bench = chip.Bench(noisy, threads);
            texts.Add(Bench.Text(bench.Run<VcDimensionResult>()));
        }
        Assert.Single(texts);
        using var other = chip.Bench(noisy with { Seed = 43 });
        Assert.DoesNotContain(Bench.Text(other.Run<VcDimensionResult>()), texts);
    }

    [Fact]
    public void An_interrupted_run_goes_on_where_it_was()
    {
        using var bench = chip.Bench(Plan);
        var whole = Bench.Text(bench.Run<VcDimensionResult>());
        var log = bench.Context.Folder.Path("checkpoint/findings.jsonl");
        var lines = File.ReadAllLines(log);
        Assert.Equal(2 + 6 + 14, lines.Length);
        // Half of the lines and a torn one; one of them is changed, to see that it is kept and not searched again.
        var marked = lines[0].Replace("\"steps\":", "\"steps\":1", StringComparison.Ordinal);
        File.WriteAllText(log, marked + "\n" + string.Join('\n', lines[1..11]) + "\n" + lines[11][..40]);
        var result = bench.Run<VcDimensionResult>();
        var key = JsonDocument.Parse(lines[0]).RootElement.GetProperty("key").GetString()!;
        var kept = result.Levels.SelectMany(level => level.Findings).Single(f => key == $"{f.Targets.Length}/{f.Name}");
        Assert.Equal(
            JsonDocument.Parse(marked).RootElement.GetProperty("found").GetProperty("steps").GetInt32(),
            kept.Steps
        );
        File.WriteAllLines(log, lines[..11]);
        Assert.Equal(whole, Bench.Text(bench.Run<VcDimensionResult>()));
        Assert.Equal(22, File.ReadAllLines(log).Length);
    }

    [Fact]
    public void Without_replay_there_is_no_validated_capacity()
    {
        var plan = Capacity with { Search = Capacity.Search with { Validate = false }, To = 2 };
        using var bench = chip.Bench(Plans.Experiment(chip.Device, plan));
        var level = Assert.Single(bench.Run<VcDimensionResult>().Levels);
        Assert.Null(level.ValidatedCapacity);
        Assert.All(level.Findings, finding => Assert.Null(finding.Replay));
    }

    [Fact]
    public void A_network_without_nodes_is_refused()
    {
        var search = Capacity.Search with { Network = new NetworkPlan([new InputPlan("input", 2)]) };
        using var bench = chip.Bench(Plans.Experiment(chip.Device, Capacity with { Search = search }));
        Assert.Equal("N260", Assert.Throws<NanoException>(() => bench.Run<VcDimensionResult>()).Diagnostic.Code);
    }
}
