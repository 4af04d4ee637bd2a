using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Surrogates;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

[Collection(ChipCollection.Name)]
public class BooleanTests(TrainedChip chip)
{
    private static readonly SearchPlan Search = Plans.Search(Plans.Single);

    [Fact]
    public void Gates_are_found_on_the_surrogate_and_hold_on_the_device()
    {
        using var bench = chip.Bench(Plans.Experiment(chip.Device, Plans.Gates(Search with { MarginNanoamperes = 1 })));
        var gates = bench.Run<BooleanResult>().Gates;
        Assert.Equal(["and", "or", "xor"], gates.Select(gate => gate.Name));
        foreach (var easy in gates.Where(gate => gate.Name != "xor"))
        {
            Assert.True(easy.Found, easy.Name);
            Assert.True(easy.Replay!.Agrees, easy.Name);
            Assert.True(easy.Correlation > 0.5);
            Assert.InRange(easy.ThresholdNanoamperes, easy.Outputs.Min(), easy.Outputs.Max());
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Both_rules_search_on_both_instruments(bool isGradient, bool isModel)
    {
        var search = Search with
        {
            Rule = isGradient ? Plans.Gradient with { Epochs = 25 } : Plans.Genetic with { Generations = 8 },
            SearchOn = SearchPlace.Instrument,
        };
        var off = EffectsPlan.Off;
        InstrumentPlan instrument = isModel ? new SurrogateInstrumentPlan(off) : new SimulatedPlan(off);
        var device = isModel ? chip.Device : SimulatedTests.Device();
        using var bench = chip.Bench(Plans.Experiment(device, Plans.Gates(search), instrument), threads: 2);
        var data = Plans.Corners.SelectMany(point => point).ToArray();
        foreach (var gate in bench.Run<BooleanResult>().Gates)
        {
            Assert.InRange(gate.Steps, 1, 2 * (isGradient ? 25 : 8));
            // An ideal instrument answers the same again, but for the path on which its solution was reached.
            var again = bench.Outputs(search, SearchPlace.Instrument, "again", data, gate.Controls);
            for (var i = 0; i < 4; i++)
                Assert.Equal(gate.Outputs[i], again[i], 1e-3);
            Assert.Equal(gate.Found, gate.Replay is not null);
        }
    }

    [Fact]
    public void A_gradient_search_on_an_instrument_without_derivatives_is_refused()
    {
        var search = Search with { Rule = Plans.Gradient, SearchOn = SearchPlace.Instrument };
        using var bench = chip.Bench(
            Plans.Experiment(chip.Device, Plans.Gates(search)),
            open: (device, instrument, model, seeds, rate) =>
                new Spy(Catalog.Open(device, instrument, model, seeds, rate))
        );
        var failure = Assert.Throws<NanoException>(() => bench.Run<BooleanResult>());
        Assert.Equal("N404", failure.Diagnostic.Code);
    }

    [Fact]
    public void The_instrument_may_be_the_noisy_model_itself()
    {
        var plan = Plans.Experiment(
            chip.Device,
            Plans.Gates(Search),
            new SurrogateInstrumentPlan(EffectsPlan.Quiet with { WhiteNoise = 0.005 })
        );
        using var bench = chip.Bench(plan);
        var result = bench.Run<BooleanResult>();
        Assert.Null(result.Device.Surrogate);
        foreach (var gate in result.Gates.Where(gate => gate.Replay is not null))
            Assert.InRange(gate.Replay!.Error, 1e-6, 0.2);
        Assert.Contains(result.Gates, gate => gate.Replay is { Agrees: true });
    }

    [Fact]
    public void Nodes_may_be_joined_to_a_network()
    {
        var search = Plans.Search(Plans.Joined);
        foreach (var rule in (RulePlan[])[Plans.Genetic, Plans.Gradient])
        {
            var texts = new HashSet<string>();
            for (var threads = 1; threads <= 3; threads++)
            {
                using var bench = chip.Bench(
                    Plans.Experiment(chip.Device, Plans.Gates(search with { Rule = rule })),
                    threads
                );
                var result = bench.Run<BooleanResult>();
                texts.Add(Bench.Text(result));
                Assert.All(result.Gates, gate => Assert.Equal(15, gate.Controls.Length));
                Assert.Contains(result.Gates, gate => gate.Found);
                foreach (var gate in result.Gates.Where(gate => gate.Replay is not null))
                    Assert.Equal(
                        gate.Replay!.Outputs.ToArray(),
                        bench.Outputs(
                            search,
                            SearchPlace.Instrument,
                            $"replay/gate/{gate.Name}/{gate.Attempts}",
                            [.. Plans.Corners.SelectMany(point => point)],
                            gate.Controls
                        )
                    );
            }
            Assert.Single(texts);
        }
    }

    [Fact]
    public void What_the_instrument_refutes_is_tried_again_and_counted()
    {
        // A model that knows nothing of the device: most of what it finds does not hold.
        var wrong = chip.Model with
        {
            Network = DenseInitialiser.Uniform([7, 32, 1], Activation.Relu, new SeedTree(77).For("wrong")),
        };
        var device = chip.Device with { Surrogate = new SurrogateFilePlan(chip.Keep(wrong, "wrong.safetensors")) };
        var search = Search with { Attempts = 4, MarginNanoamperes = 0 };
        using var bench = chip.Bench(Plans.Experiment(device, Plans.Gates(search)));
        var gates = bench.Run<BooleanResult>().Gates;
        Assert.Contains(gates, gate => gate.Refuted > 0);
        foreach (var gate in gates)
        {
            Assert.InRange(gate.Attempts, 1, 4);
            if (gate.Replay is { Agrees: true })
            {
                Assert.True(gate.Found);
                Assert.InRange(gate.Refuted, 0, gate.Attempts - 1);
            }
            else
            {
                Assert.Equal(4, gate.Attempts);
                // The finding that is shown was refuted, too, but is not one of those before it.
                Assert.InRange(gate.Refuted, 0, gate.Replay is null ? 4 : 3);
            }
            if (gate.Attempts > 1 && gate.Found)
                Assert.True(gate.Steps > gate.Attempts);
        }
    }

    [Fact]
    public void Without_replay_the_first_finding_ends_the_attempts()
    {
        var search = Search with { Attempts = 5, Validate = false };
        using var bench = chip.Bench(Plans.Experiment(chip.Device, Plans.Gates(search)));
        foreach (var gate in bench.Run<BooleanResult>().Gates)
        {
            Assert.Null(gate.Replay);
            Assert.Equal(0, gate.Refuted);
            Assert.True(gate.Found || gate.Attempts == 5);
        }
    }

    [Fact]
    public void A_threshold_below_one_lets_points_be_wrong()
    {
        var plan = Plans.Gates(Search with { Attempts = 1, Rule = Plans.Genetic with { Generations = 1 } });
        ImmutableArray<GatePlan> gates = [new("xor", [false, true, true, false])];
        using var strict = chip.Bench(Plans.Experiment(chip.Device, plan with { Gates = gates }));
        using var loose = chip.Bench(Plans.Experiment(chip.Device, plan with { Gates = gates, Threshold = 0.5 }));
        var first = strict.Run<BooleanResult>().Gates.Single();
        var second = loose.Run<BooleanResult>().Gates.Single();
        Assert.Equal(first.Controls.ToArray(), second.Controls.ToArray());
        Assert.True(second.Found);
        Assert.Equal(first.Accuracy >= 100, first.Found);
    }
}
