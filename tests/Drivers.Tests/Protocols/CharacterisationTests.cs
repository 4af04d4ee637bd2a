using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Hopping;
using Nano.Runtime.Protocols;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>Instruments of known laws: what the studies say must be what the laws say.</summary>
[Collection(ChipCollection.Name)]
public class CharacterisationTests(TrainedChip chip)
{
    private static readonly double[] Slopes = [4, -2, 0.5, 0, 7, -0.25, 1];

    private static double Linear(double[] volts, double[]? before) => volts.Zip(Slopes, (v, g) => v * g).Sum();

    /// <summary>The third electrode (number 3) falls between ∓√0.1 V; the others add nothing.</summary>
    private static double Bent(double[] volts, double[]? before) => volts[2] * volts[2] * volts[2] - 0.3 * volts[2];

    [Fact]
    public void A_linear_device_shows_its_conductances_everywhere()
    {
        var result = Run(Linear, Plan());
        Assert.Equal(0, result.Missing);
        Assert.Equal(Slopes, result.Curves.Select(curve => Math.Round(curve.ZeroBias.Slope!.Value, 9)));
        Assert.Equal(Slopes.Sum(), result.Output.Slope!.Value, 1e-9);
        Assert.Equal(1e9 / Slopes.Sum(), result.Output.Ohms!.Value, 1e-3);
        Assert.Equal(-4e9, result.Curves[5].ZeroBias.Ohms!.Value, 1);
        Assert.Null(result.Curves[3].ZeroBias.Ohms);
        for (var channel = 0; channel < 7; channel++)
        {
            var (curve, share) = (result.Curves[channel], result.Shares[channel]);
            Assert.Equal(Math.Abs(Slopes[channel]), curve.Largest!.Value, 1e-12);
            Assert.Equal(0, curve.Hysteresis!.Value, 1e-12);
            Assert.False(curve.HysteresisClear);
            Assert.Equal(Slopes[channel] < 0 ? 2 : 0, curve.Falls.Length);
            Assert.All(curve.Falls, fall => Assert.Equal(2 * Math.Abs(Slopes[channel]), fall.Depth, 1e-12));
            Assert.Equal(40, share.Settings);
            if (Slopes[channel] != 0)
                Assert.Equal(Slopes[channel] < 0 ? 1 : 0, share.Share);
        }
        var map = Assert.Single(result.Maps);
        Assert.Equal((3, 5, 81), (map.First, map.Second, map.Slopes.Length));
        Assert.All(map.Slopes, slope => Assert.Equal(0.5, slope!.Value, 1e-9));
        Assert.Equal(0, map.Share);
        Assert.Equal(0.5 * -0.75 + 7 * -1, map.Nanoamperes[1]!.Value, 1e-12);
    }

    [Fact]
    public void The_window_share_and_map_of_an_N_shaped_law_are_known()
    {
        var result = Run(Bent, Plan() with { Points = 201, Settings = 2000, Maps = [new VoltageMapPlan([2, 4], 101)] });
        var edge = Math.Sqrt(0.1);
        var falls = result.Curves[2].Falls;
        Assert.Equal([false, true], falls.Select(fall => fall.Back));
        foreach (var fall in falls)
        {
            Assert.Equal(-edge, fall.FromVolts, 0.01);
            Assert.Equal(edge, fall.ToVolts, 0.01);
            Assert.Equal(4 * Math.Pow(0.1, 1.5), fall.Depth, 1e-3);
            Assert.True(fall is { Clear: true, Repeated: true });
        }
        Assert.InRange(edge, result.Shares[2].Interval.Low, result.Shares[2].Interval.High);
        Assert.InRange(result.Shares[2].Interval.High - result.Shares[2].Interval.Low, 0.02, 0.05);
        Assert.Equal(edge, result.Maps[0].Share, 0.01);
        Assert.Equal(0, result.Shares[0].Negative);
    }

    [Fact]
    public void A_device_that_remembers_shows_hysteresis_of_its_size()
    {
        double Remembering(double[] volts, double[]? before) =>
            Linear(volts, null) + (before is not null && before[0] > volts[0] ? 0.3 : 0);

        var result = Run(Remembering, Plan());
        Assert.Equal(0.3, result.Curves[0].Hysteresis!.Value, 1e-9);
        Assert.True(result.Curves[0].HysteresisClear);
        Assert.Equal(0, result.Curves[4].Hysteresis!.Value, 1e-9);
        var up = Run(Remembering, Plan() with { Directions = Directions.Up });
        Assert.All(up.Curves, curve => Assert.True(curve is { Down.IsEmpty: true, Hysteresis: null }));
        Assert.All(up.Curves.SelectMany(curve => curve.Falls), fall => Assert.Null(fall.Repeated));
    }

    [Fact]
    public void On_a_noisy_instrument_only_what_is_clear_of_the_noise_counts()
    {
        var plan = Plan() with { Points = 101, Settings = 400, Step = 0.05 };
        var result = Run(Bent, plan, noise: 0.01);
        Assert.Equal(0.01, result.Noise, 0.003);
        Assert.Equal(3, result.Curves.Single(curve => curve.Falls.Any(fall => fall.Clear)).Electrode);
        Assert.All(result.Curves, curve => Assert.False(curve.HysteresisClear));
        // Electrode 1 does nothing: half of its slopes are negative as read, hardly any clear of the noise.
        Assert.InRange(result.Shares[0].Share, 0.4, 0.6);
        Assert.InRange(result.Shares[0].ClearShare, 0, 0.02);
        Assert.Null(result.Curves[0].ZeroBias.Ohms);
        Assert.Equal(0.01 / Math.Sqrt(2) / 0.05 / 8, result.Curves[0].ZeroBias.Error, 0.006);
        Assert.Equal(-0.3, result.Curves[2].ZeroBias.Slope!.Value, 0.1);
    }

    [Fact]
    public void The_last_digit_of_a_current_is_no_slope_and_no_fall()
    {
        static double Digits(double[] volts, double[]? before) =>
            1e-9
            * ((volts[0] > 0 ? 1 : 0) - (volts[2] > 0 ? 1 : 0) - (before is not null && before[3] > volts[3] ? 1 : 0));

        var result = Run(Digits, Plan());
        Assert.Equal(1e-9 / 0.02, result.Curves[0].ZeroBias.Slope!.Value, 1e-15);
        Assert.All(result.Curves, curve => Assert.Null(curve.ZeroBias.Ohms));
        Assert.Null(result.Output.Ohms);
        Assert.All(result.Curves, curve => Assert.False(curve.HysteresisClear));
        Assert.All(result.Curves, curve => Assert.Empty(curve.Falls));
        Assert.All(result.Shares, share => Assert.Equal(0, share.Clear));
        Assert.True(result.Maps[0].Share > 0);
        Assert.Equal(0, result.Maps[0].ClearShare);
    }

    [Fact]
    public void Hysteresis_shows_through_noise_and_is_not_made_by_it()
    {
        static double Remembering(double[] volts, double[]? before) =>
            before is not null && before[0] > volts[0] ? 0.3 : 0;

        var result = Run(Remembering, Plan(), noise: 0.01);
        Assert.Equal([1], result.Curves.Where(curve => curve.HysteresisClear).Select(curve => curve.Electrode));
        Assert.Equal(0.01, result.Noise, 0.003);
    }

    [Fact]
    public void Points_closer_than_ten_microvolts_are_evenly_spaced()
    {
        var device = SimulatedTests.Device() with
        {
            Electrodes = [.. Enumerable.Range(1, 7).Select(number => new ElectrodePlan(number, -5e-5, 5e-5))],
        };
        using var bench = chip.Bench(
            Plans.Experiment(
                device,
                Plan() with
                {
                    Points = 31,
                    Step = 1e-6,
                    Settings = 0,
                    Maps = [],
                    Temperatures = [],
                }
            ),
            open: LawInstrument.Opener(plan => new LawInstrument(plan, Linear))
        );
        var volts = bench.Run<CharacteriseResult>().Curves[0].Volts;
        for (var point = 1; point < 31; point++)
            Assert.Equal(1e-4 / 30, volts[point] - volts[point - 1], 1e-15);
    }

    [Fact]
    public void Electrodes_that_are_not_swept_rest_where_they_should()
    {
        var result = Run(Linear, Plan() with { Rest = [0.1, 0, 0, 0, 0, 0, -0.5] });
        Assert.Equal(0.4 - 0.5 + 2, result.Curves[1].Up[0]!.Value, 1e-12);
        Assert.Equal(-0.5 - 4, result.Curves[0].Up[0]!.Value, 1e-12);
        Assert.Equal(0.4 - 0.5 - 0.5 - 7, result.Maps[0].Nanoamperes[0]!.Value, 1e-12);
    }

    [Fact]
    public void A_point_without_a_steady_state_is_missing_and_counted()
    {
        var gap = new LawInstrument(SimulatedTests.Device(), Linear) { Fails = volts => volts[2] is > 0.55 and < 0.65 };
        using var bench = chip.Bench(
            Plans.Experiment(SimulatedTests.Device(), Plan() with { Settings = 0, Maps = [], Temperatures = [] }),
            open: LawInstrument.Opener(_ => gap)
        );
        var result = bench.Run<CharacteriseResult>();
        Assert.Equal(2, result.Missing);
        Assert.Empty(result.Shares);
        var curve = result.Curves[2];
        Assert.Equal(1, curve.Up.Count(current => current is null));
        Assert.Null(curve.Up[16]);
        Assert.Equal(0.5 * 0.5, curve.Up[15]!.Value, 1e-12);
        Assert.DoesNotContain(result.Curves[3].Up, current => current is null);
        // The sweep starts anew behind a gap, and what differs then is not judged.
        Assert.Equal((null, false), (curve.Hysteresis, curve.HysteresisClear));
        Assert.Equal(0, result.Curves[3].Hysteresis);
        Assert.Contains("\n3,up,0.6,,0.5", File.ReadAllText(bench.Context.Folder.Path("curves.csv")));
        Assert.DoesNotContain("NaN", Bench.Text(result));
    }

    [Fact]
    public void A_simulated_device_has_the_solvers_own_derivatives_at_zero_bias()
    {
        using var bench = chip.Bench(
            Plans.Experiment(SimulatedTests.Device(), Plan() with { Step = 1e-4 }),
            threads: 2
        );
        var result = bench.Run<CharacteriseResult>();
        var solver = new MeanFieldSolver(new HoppingDevice(HoppingPresets.Tiny));
        var (currents, exact) = (new double[8], new double[8]);
        Assert.True(solver.Solve(new double[8], currents).Ok);
        Assert.True(solver.Derivative(0, exact).Ok);
        foreach (var curve in result.Curves)
            Assert.Equal(exact[curve.Electrode], curve.ZeroBias.Slope!.Value, 1e-4 * exact[1..].Max(Math.Abs));
        // Raising all but the readout is lowering the readout.
        Assert.Equal(-exact[0], result.Output.Slope!.Value, 1e-4 * Math.Abs(exact[0]));
    }

    [Fact]
    public void Counted_slopes_have_the_signs_of_the_exact_ones()
    {
        var plan = Plan() with { Settings = 200, Step = 1e-4, Maps = [] };
        using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), plan), threads: 2);
        var result = bench.Run<CharacteriseResult>();
        var instrument = (Nano.Runtime.Devices.IDifferentiable)bench.Context.Laboratory.Instrument(0);
        var random = bench.Context.Seeds.For("characterise/settings");
        var volts = new double[200 * 7];
        for (var i = 0; i < volts.Length; i++)
            volts[i] = (1 - plan.Step) * (2 * random.UniformAt(i) - 1);
        var slopes = new double[200 * 7];
        instrument.Gradient(volts, new double[200], slopes);
        for (var channel = 0; channel < 7; channel++)
        {
            var exact = Enumerable.Range(0, 200).Count(setting => slopes[7 * setting + channel] < 0);
            Assert.InRange(result.Shares[channel].Negative, exact - 4, exact + 4);
        }
        Assert.Contains(result.Shares, share => share.Share > 0.05);
    }

    [Fact]
    public void Temperature_raises_the_conductance_and_the_curve_is_that_of_the_warmer_device()
    {
        using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), Plan() with { Settings = 0 }));
        var study = bench.Run<CharacteriseResult>().Temperatures!;
        Assert.Equal((3, 2), (study.Electrode, study.Curves.Length));
        Assert.True(study.Curves[1].Output.Slope > 2 * study.Curves[0].Output.Slope);
        Assert.Null(study.OutputFit);
        var solver = new MeanFieldSolver(new HoppingDevice(HoppingPresets.Tiny with { Temperature = 290 }));
        var (volts, currents) = (new double[8], new double[8]);
        volts[3] = study.Curves[1].Volts[^1];
        Assert.True(solver.Solve(volts, currents).Ok);
        Assert.Equal(currents[0], study.Curves[1].Nanoamperes[^1]!.Value, 1e-8);
        var lines = File.ReadAllLines(bench.Context.Folder.Path("temperatures.csv"));
        Assert.Equal("T_K,V3,I_nA", lines[0]);
        Assert.Equal(1 + 2 * 21, lines.Length);
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads_and_sessions_with_noise_and_traps()
    {
        var texts = new HashSet<string>();
        for (var threads = 1; threads <= 3; threads++)
        {
            var plan = Plans.Experiment(
                SimulatedTests.Device(),
                Plan() with
                {
                    Points = 9,
                    Maps = [new VoltageMapPlan([2, 4], 5)],
                },
                // Slow electrodes would only take their time.
                new SimulatedPlan(EffectsPlan.Realistic with { ElectrodeTime = 0 })
            );
            using var bench = chip.Bench(plan, threads);
            texts.Add(
                Bench.Text(bench.Run<CharacteriseResult>())
                    + File.ReadAllText(bench.Context.Folder.Path("curves.csv"))
                    + File.ReadAllText(bench.Context.Folder.Path("map-3-5.csv"))
            );
        }
        Assert.Single(texts);
        // Hardware has one session: everything in turn, and no reading but one at a time.
        using var single = chip.Bench(
            Plans.Experiment(SimulatedTests.Device(), Plan()),
            threads: 3,
            LawInstrument.Opener(device => new LawInstrument(device, Linear) { Sessions = 1 })
        );
        Assert.Equal(7, single.Run<CharacteriseResult>().Curves.Length);
    }

    [Fact]
    public void Nothing_leaves_the_limits()
    {
        var outside = Assert.Throws<NanoException>(() => Run(Linear, Plan() with { Rest = [1.2, 0, 0, 0, 0, 0, 0] }));
        Assert.Equal("N402", outside.Diagnostic.Code);
        var narrow = SimulatedTests.Device() with
        {
            Electrodes =
            [
                .. Enumerable.Range(1, 7).Select(k => new ElectrodePlan(k, k == 2 ? 0 : -0.3, k == 3 ? 0 : 0.4)),
            ],
        };
        // Slopes at the very edge of limits that end at 0 V: the guard would refuse a step beyond.
        using var bench = chip.Bench(
            Plans.Experiment(narrow, Plan() with { Settings = 300 }),
            open: LawInstrument.Opener(device => new LawInstrument(device, Linear))
        );
        var result = bench.Run<CharacteriseResult>();
        Assert.Equal(0.01, result.Curves[1].ZeroBias.Volts);
        Assert.Equal(-0.01, result.Curves[2].ZeroBias.Volts);
        Assert.Equal((0, 0.4), (result.Curves[1].Volts[0], result.Curves[1].Volts[^1]));
    }

    [Fact]
    public void A_stopped_study_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var bench = chip.Bench(Plans.Experiment(SimulatedTests.Device(), Plan()));
        Assert.ThrowsAny<OperationCanceledException>(() => ProtocolRun.Of(bench.Context with { Stop = source.Token }));
    }

    [Fact]
    public void Temperatures_of_what_is_not_simulated_are_refused()
    {
        using var bench = chip.Bench(
            Plans.Experiment(chip.Device, Plan(), new SurrogateInstrumentPlan(EffectsPlan.Off)),
            threads: 2
        );
        var failure = Assert.Throws<NanoException>(() => bench.Run<CharacteriseResult>());
        Assert.Equal("N401", failure.Diagnostic.Code);
    }

    private static CharacterisePlan Plan() => Plans.Characterise();

    private CharacteriseResult Run(Func<double[], double[]?, double> law, CharacterisePlan plan, double noise = 0)
    {
        using var bench = chip.Bench(
            Plans.Experiment(
                SimulatedTests.Device(),
                plan with
                {
                    Temperatures = [],
                },
                // The protocol measures the noise where the plan says that there may be some.
                new SimulatedPlan(EffectsPlan.Off with { WhiteNoise = noise })
            ),
            threads: 2,
            LawInstrument.Opener(device => new LawInstrument(device, law) { Noise = noise })
        );
        return bench.Run<CharacteriseResult>();
    }
}
