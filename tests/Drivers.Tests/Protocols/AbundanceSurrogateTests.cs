using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Protocols;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>Abundance on a real device and its model: confusion, bits, interruptions.</summary>
[Collection(ChipCollection.Name)]
public class AbundanceSurrogateTests(TrainedChip chip)
{
    private static readonly AbundancePlan Plan = new(
        Plans.Single,
        400,
        Plans.Corners,
        Plans.Gates(Plans.Search(Plans.Single)).Gates,
        0.8,
        0.1,
        1
    );

    private ExperimentPlan Experiment => Plans.Experiment(chip.Device, Plan);

    [Fact]
    public void Every_setting_is_in_one_cell_of_the_confusion()
    {
        using var bench = chip.Bench(Experiment);
        var result = bench.Run<AbundanceResult>();
        Assert.InRange(result.Surrogate!.Compared, 1, result.Readable);
        Assert.InRange(result.Surrogate.Error, 0.01, 5);
        foreach (var gate in result.Gates)
        {
            var word = gate.Confusion!;
            Assert.Equal(result.Surrogate.Compared, word.Both + word.DeviceOnly + word.SurrogateOnly + word.Neither);
            if (result.Surrogate.Compared == result.Readable)
                Assert.Equal(gate.Present.Count, word.Both + word.DeviceOnly);
            Assert.Equal(
                (word.SurrogateOnly, word.Both + word.SurrogateOnly),
                (word.FalsePositives.Count, word.FalsePositives.Of)
            );
            Assert.Equal(
                (word.DeviceOnly, word.Both + word.DeviceOnly),
                (word.FalseNegatives.Count, word.FalseNegatives.Of)
            );
            Assert.Equal(4, gate.Best!.Predicted.Length);
        }
        Assert.Equal(result.Gates.Sum(gate => gate.Confusion!.Both), result.Surrogate.All.Both);
        // A model of 1 to 2 nA error agrees often, not always.
        Assert.True(result.Gates[0].Confusion!.Both > 0);
        Assert.True(result.Surrogate.All.DeviceOnly + result.Surrogate.All.SurrogateOnly > 0);
    }

    [Fact]
    public void The_counts_are_those_of_the_settings_that_the_run_leaves()
    {
        using var bench = chip.Bench(Experiment);
        var result = bench.Run<AbundanceResult>();
        var rows = File.ReadAllLines(bench.Context.Folder.Path(Abundance.SettingsFile))
            .Skip(1)
            .Select(line => line.Split(',').Select(double.Parse).ToArray())
            .ToArray();
        Assert.Equal(400, rows.Length);
        Assert.All(rows, row => Assert.All(row[1..6], volts => Assert.InRange(volts, -1, 1)));
        foreach (var gate in result.Gates)
            Assert.Equal(rows.Count(row => IsThere(row[6..10], gate)), gate.Present.Count);
        // The best setting, applied anew.
        var best = result.Gates[1].Best!;
        Assert.Equal(best.Controls.ToArray(), rows[best.Setting][1..6]);
        Assert.Equal(best.Outputs.ToArray(), rows[best.Setting][6..10]);
        Assert.Equal(best.Predicted.ToArray(), rows[best.Setting][10..14]);
        double[] data = [.. Plans.Corners.SelectMany(point => point)];
        Assert.Equal(
            best.Outputs.ToArray(),
            bench.Outputs(
                Plans.Search(Plans.Single) with
                {
                    Plateau = 1,
                },
                SearchPlace.Instrument,
                "x",
                data,
                best.Controls
            )
        );
    }

    // The definition, written down once more: Pearson by its textbook formula.
    private static bool IsThere(double[] currents, GateAbundance gate)
    {
        var wanted = gate.Targets.Select(label => label ? 1.0 : 0.0).ToArray();
        double n = currents.Length,
            x = currents.Sum(),
            y = wanted.Sum(),
            xy = currents.Zip(wanted, (a, b) => a * b).Sum(),
            xx = currents.Sum(a => a * a),
            yy = wanted.Sum(b => b * b);
        var correlation = (n * xy - x * y) / Math.Sqrt((n * xx - x * x) * (n * yy - y * y));
        var contrast = (currents.Max() - currents.Min()) / currents.Max(Math.Abs);
        return correlation > 0.8 && contrast > 0.1;
    }

    [Fact]
    public void A_device_that_is_its_model_is_never_contradicted()
    {
        using var bench = chip.Bench(
            Experiment,
            open: (device, _, model, seeds, rate) =>
                new SurrogateInstrument(device, model!, EffectsPlan.Off, seeds, rate)
        );
        var result = bench.Run<AbundanceResult>();
        Assert.Equal((0, 0), (result.Surrogate!.All.DeviceOnly, result.Surrogate.All.SurrogateOnly));
        Assert.True(result.Surrogate.All.Both > 0);
        Assert.InRange(result.Surrogate.Error, 0, 1e-4);
    }

    [Fact]
    public void The_model_taken_as_the_instrument_is_not_compared_with_itself()
    {
        using var bench = chip.Bench(Experiment with { Instrument = new SurrogateInstrumentPlan(EffectsPlan.Off) });
        var result = bench.Run<AbundanceResult>();
        Assert.Null(result.Surrogate);
        Assert.All(result.Gates, gate => Assert.Null(gate.Confusion));
        Assert.All(result.Gates, gate => Assert.True(gate.Best is null || gate.Best.Predicted.Length == 0));
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var noisy = Plans.Experiment(
            chip.Device,
            Plan with
            {
                Samples = 200,
                Plateau = 2,
            },
            new SimulatedPlan(EffectsPlan.Quiet)
        );
        var texts = new HashSet<string>();
        for (var threads = 1; threads <= 3; threads++)
        {
            using var bench = chip.Bench(noisy, threads);
            texts.Add(
                Bench.Text(bench.Run<AbundanceResult>())
                    + File.ReadAllText(bench.Context.Folder.Path(Abundance.SettingsFile))
            );
        }
        Assert.Single(texts);
        using var other = chip.Bench(noisy with { Seed = 43 });
        Assert.DoesNotContain(Bench.Text(other.Run<AbundanceResult>()), texts);
    }

    [Fact]
    public void An_interrupted_run_goes_on_where_it_was()
    {
        using var bench = chip.Bench(Experiment, threads: 2);
        var whole = Bench.Text(bench.Run<AbundanceResult>());
        var log = bench.Context.Folder.Path("checkpoint/findings.jsonl");
        var lines = File.ReadAllLines(log);
        Assert.Equal(7, lines.Length); // 400 settings in blocks of 64
        File.WriteAllText(log, string.Join('\n', lines[..3]) + "\n" + lines[3][..50]);
        Assert.Equal(whole, Bench.Text(bench.Run<AbundanceResult>()));
        Assert.Equal(7, File.ReadAllLines(log).Length);
        // What was kept is not read again: with every line there the instrument is not asked for a setting.
        var asked = 0;
        using var spied = chip.Bench(
            Experiment,
            open: (device, instrument, model, seeds, rate) =>
                new Spy(Catalog.Open(device, instrument, model, seeds, rate))
                {
                    Fails = volts =>
                    {
                        asked++;
                        return false;
                    },
                }
        );
        Directory.CreateDirectory(spied.Context.Folder.Path("checkpoint"));
        File.WriteAllLines(spied.Context.Folder.Path("checkpoint/findings.jsonl"), lines);
        Assert.Equal(whole, Bench.Text(spied.Run<AbundanceResult>()));
        Assert.True(asked < 4 * 400);
    }

    [Fact]
    public void A_run_that_is_stopped_keeps_its_blocks()
    {
        using var stop = new CancellationTokenSource();
        var asked = 0;
        using var bench = chip.Bench(
            Experiment,
            open: (device, instrument, model, seeds, rate) =>
                new Spy(Catalog.Open(device, instrument, model, seeds, rate))
                {
                    Fails = _ =>
                    {
                        if (++asked == 512 + 7 * 41 + 4 * 200)
                            stop.Cancel();
                        return false;
                    },
                }
        );
        Assert.ThrowsAny<OperationCanceledException>(() => ProtocolRun.Of(bench.Context with { Stop = stop.Token }));
        Assert.InRange(File.ReadAllLines(bench.Context.Folder.Path("checkpoint/findings.jsonl")).Length, 1, 6);
        using var undisturbed = chip.Bench(Experiment);
        var whole = Bench.Text(undisturbed.Run<AbundanceResult>());
        Assert.Equal(whole, Bench.Text(bench.Run<AbundanceResult>()));
    }
}
