using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting;
using Nano.Runtime.Reporting.Pages;
using Nano.Runtime.Running;
using Nano.Runtime.Tests.Learning;
using Nano.Runtime.Tests.Reporting;
using Xunit;

namespace Nano.Runtime.Tests.Plans;

/// <summary>C# does not check that a switch knows every case of a family, so every consumer is asked for every one.</summary>
public class ConsumerTests
{
    private static readonly ImmutableArray<ReportInput> Inputs =
    [
        Samples.VcDimension(2, 3),
        Samples.Boolean(),
        Samples.Abundance(),
        Samples.Acquire(),
        Samples.Surrogate(),
        Characterised.Input(),
    ];

    [Fact]
    public void Report_figures_and_metrics_know_every_result_and_protocol()
    {
        Assert.Equal(Sorted(Families.Of<ProtocolResult>()), Sorted(Inputs.Select(input => input.Result.GetType())));
        Assert.Equal(
            Sorted(Families.Of<ProtocolPlan>()),
            Sorted(Inputs.Select(input => input.Plan.Protocol.GetType()))
        );
        foreach (var input in Inputs)
        {
            Assert.NotEmpty(HtmlReport.PageOf(input).Sections);
            Assert.NotEmpty(ReportFigures.Of(input));
            var lines = Metrics.Of(input.Plan, input.Result).TrimEnd('\n').Split('\n');
            Assert.True(lines.Length > 1, input.Result.GetType().Name);
            Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
        }
    }

    [Fact]
    public void The_words_of_a_report_know_every_case_and_say_different_ones()
    {
        var plan = Samples.VcDimension().Plan;
        var search = Samples.Search;
        Distinct<InstrumentPlan>(one => plan with { Instrument = one });
        Distinct<PhysicsPlan>(one => plan with { Devices = [plan.Devices[0] with { Physics = one }] });
        Distinct<SurrogatePlan>(one => plan with { Devices = [plan.Devices[0] with { Surrogate = one }] });
        Distinct<RulePlan>(one =>
            plan with
            {
                Protocol = (VcDimensionPlan)plan.Protocol with { Search = search with { Rule = one } },
            }
        );
        var training = Samples.Surrogate().Plan;
        Distinct<TrainingDataPlan>(one =>
            training with
            {
                Protocol = (SurrogateTrainingPlan)training.Protocol with { Data = one },
            }
        );
        Distinct<TrainingLossPlan>(one =>
            training with
            {
                Protocol = (SurrogateTrainingPlan)training.Protocol with { Loss = one },
            }
        );
        var genetic = new GeneticPlan(Criterion.Fisher, 0.9, 2, 6, 3, 0.6, 0.4);
        Distinct<CriterionPlan>(one =>
            plan with
            {
                Protocol = (VcDimensionPlan)plan.Protocol with
                {
                    Search = search with { Rule = genetic with { Criterion = one } },
                },
            }
        );
        Distinct<ProtocolPlan>(one => plan with { Protocol = one });
    }

    [Fact]
    public void Networks_know_every_layer()
    {
        Assert.Equal(
            Sorted(Families.Of<LayerPlan>()),
            Sorted(Toys.Branched.Layers.Select(layer => layer.GetType()).Distinct())
        );
        var network = Toys.Network(Toys.Branched);
        var controls = new double[network.ControlLimits.Length];
        var outputs = network.Forward([0.1, 0.2], 1, controls).ToArray();
        var slopes = new double[controls.Length];
        network.Backward(outputs, 1, slopes);
        Assert.Contains(slopes, slope => slope != 0);
        Assert.Equal(outputs, network.Evaluate([0.1, 0.2], 1, controls, 1).ToArray());
    }

    [Fact]
    public void The_search_knows_every_rule()
    {
        ImmutableArray<RulePlan> rules =
        [
            new GeneticPlan(Criterion.Correlation, 0.9, 2, 6, 3, 0.6, 0.4),
            new GradientPlan(Criterion.Correlation, 0.9, 3, 0.05, 0.9, 0.999, 1e-8, RangeRule.Clip, 1),
        ];
        Assert.Equal(Sorted(Families.Of<RulePlan>()), Sorted(rules.Select(rule => rule.GetType())));
        foreach (var rule in rules)
        {
            var task = new SearchTask(Toys.Network(Toys.Single), [-1, -1, 1, 1], [false, true]);
            var result = ControlSearch.Run(rule, task, new SeedTree(1).For("rule"), default);
            Assert.InRange(result.Steps, 1, 3);
            Assert.Equal(2, result.Outputs.Length);
        }
    }

    [Fact]
    public void A_case_that_nobody_knows_is_called_by_its_name()
    {
        var layers = new NetworkPlan([new InputPlan("input", 2), new StrangeLayer("odd", [0], 2)]);
        Named(() => Toys.Network(layers).Evaluate([0.0, 0.0], 1, [], 1).ToArray(), nameof(StrangeLayer));
        var task = new SearchTask(Toys.Network(Toys.Single), [0, 0], [true]);
        Named(() => ControlSearch.Run(new StrangeRule(), task, new SeedTree(1).For("a"), default), nameof(StrangeRule));
        Named(() => Metrics.Of(Samples.Acquire().Plan, new StrangeResult()), nameof(StrangeResult));
        Named(() => HtmlReport.Of(Samples.Acquire() with { Result = new StrangeResult() }), nameof(StrangeResult));
        var plan = Samples.Acquire().Plan;
        Named(() => Words(plan with { Protocol = new StrangeProtocol() }), nameof(StrangeProtocol));
        Named(() => Words(plan with { Instrument = new StrangeInstrument() }), nameof(StrangeInstrument));
        Named(
            () => Words(plan with { Devices = [plan.Devices[0] with { Physics = new StrangePhysics() }] }),
            nameof(StrangePhysics)
        );
        Named(
            () => Words(plan with { Devices = [plan.Devices[0] with { Surrogate = new StrangeSurrogate() }] }),
            nameof(StrangeSurrogate)
        );
    }

    private static void Distinct<T>(Func<T, ExperimentPlan> place)
        where T : class
    {
        var texts = new HashSet<string>();
        foreach (var one in Families.Of<T>())
            texts.Add(Words(place((T)new Specimen(new SeedTree(4).For("words"), one).Make(one))));
        Assert.Equal(Families.Of<T>().Length, texts.Count);
        Assert.True(texts.Count > 1);
    }

    // Devices of a random protocol are of the sample; only the words are asked for, nothing is run.
    private static string Words(ExperimentPlan plan)
    {
        var input = Samples.VcDimension(2, 2) with { Plan = plan };
        var page = new ReportPage("", "", [], [], [], [.. PlanWords.Sections(input)]);
        return HtmlReport.Write(page);
    }

    private static void Named(Action act, string name)
    {
        var failure = Record.Exception(act);
        Assert.True(failure is InvalidOperationException or NotSupportedException, $"{failure}");
        Assert.Contains(name, failure.Message);
    }

    private static IEnumerable<string> Sorted(IEnumerable<Type> types) =>
        types.Select(type => type.Name).Order(StringComparer.Ordinal);

    private sealed record StrangeLayer(string Name, ImmutableArray<int> Inputs, int Width)
        : LayerPlan(Name, Inputs, Width);

    private sealed record StrangeRule() : RulePlan(Plan.Criterion.Fisher, 1);

    private sealed record StrangeResult : ProtocolResult;

    private sealed record StrangeProtocol : ProtocolPlan;

    private sealed record StrangeInstrument() : InstrumentPlan(EffectsPlan.Off);

    private sealed record StrangePhysics : PhysicsPlan;

    private sealed record StrangeSurrogate : SurrogatePlan;
}
