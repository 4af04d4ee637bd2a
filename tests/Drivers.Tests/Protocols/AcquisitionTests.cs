using System.Globalization;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Data;
using Nano.Runtime.Formats;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

[Collection(ChipCollection.Name)]
public class AcquisitionTests(TrainedChip chip)
{
    private static readonly AcquirePlan Scan = new(Plans.Sampling(3, 100));

    [Fact]
    public void The_files_hold_every_sample_and_every_phase_exactly()
    {
        var plan = Plans.Experiment(SimulatedTests.Device(), Scan, new SimulatedPlan(EffectsPlan.Realistic));
        using var bench = chip.Bench(plan, threads: 2);
        var result = bench.Run<AcquireResult>();
        var data = new Sampling(Scan.Sampling, bench.Context.Laboratory.Instrument(0), bench.Context.Seeds).Run(
            1,
            () => { },
            default
        );

        var lines = File.ReadAllText(bench.Context.Folder.Path("data.csv")).Split('\n');
        Assert.Equal("V1,V2,V3,V4,V5,V6,V7,I_nA", lines[0]);
        Assert.Equal(300 + 2, lines.Length);
        for (var row = 0; row < 300; row++)
        {
            var cells = Numbers(lines[row + 1]);
            Assert.Equal(data.Volts[(7 * row)..(7 * row + 7)], cells[..7]);
            Assert.Equal(data.Nanoamperes[row], cells[7]);
        }
        var phases = File.ReadAllText(bench.Context.Folder.Path("phases.csv")).Split('\n');
        Assert.Equal(string.Join(',', Enumerable.Range(1, 7).Select(k => $"phase{k}_turns")), phases[0]);
        Assert.Equal(data.Phases, phases[1..^1].SelectMany(Numbers));

        Assert.Equal(300, result.Rows);
        Assert.Equal(3, result.Batches);
        Assert.Equal(new Bounds(data.Nanoamperes.Min(), data.Nanoamperes.Max()), result.OutputRange);
        Assert.Equal(data.Nanoamperes.Average(), result.Mean, 1e-9);
        Assert.Equal(300, result.Histogram.Sum());
        Assert.True(result.Histogram[0] >= 1 && result.Histogram[^1] >= 1);
    }

    [Fact]
    public void The_files_do_not_depend_on_threads()
    {
        var files = new HashSet<string>();
        for (var threads = 1; threads <= 3; threads++)
        {
            var plan = Plans.Experiment(SimulatedTests.Device(), Scan, new SimulatedPlan(EffectsPlan.Realistic));
            using var bench = chip.Bench(plan, threads);
            var text = Bench.Text(bench.Run<AcquireResult>());
            files.Add(
                text
                    + File.ReadAllText(bench.Context.Folder.Path("data.csv"))
                    + File.ReadAllText(bench.Context.Folder.Path("phases.csv"))
            );
        }
        Assert.Single(files);
    }

    [Fact]
    public void A_surrogate_is_left_with_all_that_is_known_of_it()
    {
        var files = new HashSet<string>();
        for (var threads = 1; threads <= 3; threads++)
        {
            using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), Quick()), threads);
            var result = bench.Run<SurrogateResult>();
            var path = bench.Context.Folder.Path(SurrogateRun.ModelFile);
            files.Add(FileHash.Sha256(path) + Bench.Text(result));
            var model = SurrogateFile.Read(path);
            Assert.Equal([7, 16, 1], model.Network.Widths.ToArray());
            Assert.Equal(10, model.Amplification);
            Assert.Equal(new Bounds(double.NegativeInfinity, double.PositiveInfinity), model.Clip);
            Assert.All(model.Ranges, range => Assert.Equal(new Bounds(-1, 1), range));
            Assert.Equal(SimulatedTests.Device().Inputs.ToArray(), model.DataInputs.ToArray());
            Assert.Equal(PlanJson.Fingerprint(SimulatedTests.Device().Physics), model.Origin.Device);
            Assert.Equal(bench.Context.Folder.Identity, model.Origin.Plan);
            Assert.Equal(result.TestError!.Value, model.Origin.TestError);
            Assert.Equal(320, result.TrainingRows);
            Assert.Equal((40, 40), (result.ValidationRows, result.TestRows));
            Assert.Equal(10, result.Profile.Length);
            Assert.Equal(result.Profile.MinBy(epoch => epoch.Validation)!.Epoch, result.BestEpoch);
            Assert.Equal(40, result.Test.Measured.Length);
            Assert.Equal(result.TestError!.Value, result.Test.Error, 1e-4);
            Assert.True(result.TestError < result.Test.Spread);
        }
        Assert.Single(files);
    }

    [Fact]
    public void Recorded_data_train_the_same_network_as_those_just_sampled()
    {
        using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), Quick()));
        var sampled = bench.Run<SurrogateResult>();
        var file = new FilePlan("data.csv", FileHash.Sha256(bench.Context.Folder.Path("data.csv")));
        var bare = SimulatedTests.Device() with { Physics = new UnmodelledPlan() };
        foreach (var device in (DevicePlan[])[SimulatedTests.Device(), bare])
        {
            using var again = new Bench(
                Plans.Experiment(device, Quick() with { Data = new RecordedPlan(0, file) }),
                wanted => bench.Context.Folder.Path(wanted.Name),
                Path.Combine(chip.Folder, Guid.NewGuid().ToString("N")),
                1,
                Catalog.Open
            );
            var recorded = again.Run<SurrogateResult>();
            // Nobody knows where a table of numbers was taken.
            Assert.Equal("", SurrogateFile.Read(again.Context.Folder.Path(SurrogateRun.ModelFile)).Origin.Device);
            Assert.Equal(sampled.TestError, recorded.TestError);
            Assert.Equal(sampled.Profile.ToArray(), recorded.Profile.ToArray());
            Assert.Equal(device == bare ? 0 : 7, recorded.Device.Curves.Length);
            Assert.False(File.Exists(again.Context.Folder.Path("data.csv")));
        }
    }

    [Fact]
    public void Rows_outside_the_clip_are_left_out_and_the_model_clips_there()
    {
        var clip = new Bounds(-2, 2);
        using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), Quick() with { Clip = clip }));
        var result = bench.Run<SurrogateResult>();
        Assert.True(result.TrainingRows + result.ValidationRows + result.TestRows < 400);
        Assert.InRange(result.OutputRange.Low, -2, 2);
        Assert.InRange(result.OutputRange.High, -2, 2);
        Assert.Equal(clip, SurrogateFile.Read(bench.Context.Folder.Path(SurrogateRun.ModelFile)).Clip);
    }

    [Fact]
    public void The_sample_rate_of_the_plan_is_that_of_the_electronics()
    {
        var texts = ((double[])[5_000, 500_000]).Select(rate =>
        {
            // The same voltages row by row: frequencies scale with the rate. Only RC electrodes see the difference.
            var sampling = Plans.Sampling(1, 50, ramp: 0) with
            {
                SampleRate = rate,
                Frequencies = [.. Plans.Sampling(1, 50).Frequencies.Select(hertz => hertz * rate / 5_000)],
            };
            var effects = EffectsPlan.Off with { ElectrodeTime = 2e-4 };
            var plan = Plans.Experiment(SimulatedTests.Device(), new AcquirePlan(sampling)) with
            {
                Instrument = new SimulatedPlan(effects),
            };
            using var bench = chip.Bench(plan);
            bench.Run<AcquireResult>();
            return File.ReadAllText(bench.Context.Folder.Path("data.csv"));
        });
        Assert.Equal(2, texts.Distinct().Count());
    }

    [Fact]
    public void Without_test_rows_the_validation_rows_judge()
    {
        var plan = Quick() with { Splits = [0.9, 0.1, 0] };
        using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), plan));
        var result = bench.Run<SurrogateResult>();
        Assert.Equal(0, result.TestRows);
        Assert.Null(result.TestError);
        Assert.Equal(result.ValidationError, result.Test.Error, 1e-4);
        Assert.Equal(40, result.Test.Measured.Length);
    }

    [Fact]
    public void A_table_of_another_device_is_refused()
    {
        File.WriteAllText(Path.Combine(chip.Folder, "narrow.csv"), "V1,V2,I_nA\n0.1,0.2,3\n");
        var data = new RecordedPlan(0, new FilePlan("narrow.csv", new string('a', 64)));
        using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), Quick() with { Data = data }));
        var failure = Assert.Throws<NanoException>(() => bench.Run<SurrogateResult>());
        Assert.Equal("N236", failure.Diagnostic.Code);
        Assert.Contains("has 3 columns", failure.Message);
    }

    private static SurrogateTrainingPlan Quick() =>
        Plans.Training() with
        {
            Data = new SampledPlan(Plans.Sampling(4, 100)),
            Hidden = [16],
            Epochs = 10,
            Batch = 16,
        };

    private static double[] Numbers(string line) =>
        [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
}
