using System.Text.RegularExpressions;
using Nano.Plan;
using Nano.Runtime.Reporting;
using Nano.Runtime.Tests.Learning;
using Nano.Runtime.Tests.Plans;
using Xunit;

namespace Nano.Runtime.Tests.Reporting;

public partial class PlanGraphTests
{
    private static readonly ExperimentPlan Capacity = Samples.VcDimension().Plan;

    private static ExperimentPlan With(NetworkPlan network)
    {
        var protocol = (VcDimensionPlan)Capacity.Protocol;
        return Capacity with { Protocol = protocol with { Search = protocol.Search with { Network = network } } };
    }

    [Fact]
    public void Layers_are_nodes_and_their_inputs_edges_with_widths()
    {
        var network = Toys.Branched;
        var plan = With(network);
        plan = plan with
        {
            Devices = [.. Enumerable.Range(0, 9).Select(i => Capacity.Devices[0] with { Name = $"chip{i}" })],
        };
        var text = PlanGraph.Write(plan);
        var nodes = Node().Matches(text).Select(match => match.Groups[1].Value).ToArray();
        var layers = nodes.Where(node => node.StartsWith("layer", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, network.Layers.Length).Select(i => $"layer{i}"), layers);
        Assert.Equal(nodes.Length, nodes.Distinct().Count());
        var wanted = network.Layers.SelectMany(
            (layer, to) =>
                layer.Inputs.Select(from => $"layer{from} -> layer{to} [label=\"{network.Layers[from].Width}\"]")
        );
        Assert.Equal(wanted, Flow().Matches(text).Select(match => match.Value));
        var dotted = Dotted().Matches(text).Select(match => match.Value);
        Assert.Equal(
            network.Layers.SelectMany(
                (layer, i) => layer is DnpuPlan it ? [$"layer{i} -> device{it.Device} "] : Array.Empty<string>()
            ),
            dotted
        );
        foreach (var layer in network.Layers)
            Assert.Contains($"\"{layer.Name}\\n", text);
        Assert.Equal(text, PlanGraph.Write(plan));
    }

    [Fact]
    public void A_device_alone_is_drawn_with_every_electrode()
    {
        var plan = Samples.Acquire().Plan;
        var device = plan.Devices[0];
        var text = PlanGraph.Write(plan);
        foreach (var electrode in device.Electrodes)
            Assert.Contains($"electrode0_{electrode.Number} -> device0\n", text);
        Assert.Contains($"device0 -> electrode0_{device.Readout}\n", text);
        Assert.Equal(device.Electrodes.Length + 2, Node().Count(text));
        Assert.Equal(device.Inputs.Length, Regex.Count(text, "\\\\ninput\\\\n"));
        Assert.Equal(device.Controls.Length, Regex.Count(text, "\\\\ncontrol\\\\n"));
    }

    [Fact]
    public void Names_cannot_break_out_of_their_quotes()
    {
        var text = PlanGraph.Write(Capacity with { Name = "a\"b\\c\nd" });
        Assert.StartsWith("digraph \"a\\\"b\\\\c\\nd\" {\n", text);
    }

    [Fact]
    public void Every_protocol_has_a_graph()
    {
        ReportInput[] samples =
        [
            Samples.VcDimension(),
            Samples.Boolean(),
            Samples.Abundance(),
            Samples.Acquire(),
            Samples.Surrogate(),
            Characterised.Input(),
        ];
        Assert.Equal(
            Families.Of<ProtocolPlan>().Select(type => type.Name).Order(StringComparer.Ordinal),
            samples.Select(sample => sample.Plan.Protocol.GetType().Name).Order(StringComparer.Ordinal)
        );
        foreach (var sample in samples)
        {
            var text = PlanGraph.Write(sample.Plan);
            Assert.True(Node().Count(text) > 1, text);
            Assert.Equal(text.Count(sign => sign == '{'), text.Count(sign => sign == '}'));
        }
    }

    [GeneratedRegex(@"^  (\w+) \[(?:shape=\w+, )?label=", RegexOptions.Multiline)]
    private static partial Regex Node();

    [GeneratedRegex(@"layer\d+ -> layer\d+ \[label=""\d+""\]")]
    private static partial Regex Flow();

    [GeneratedRegex(@"layer\d+ -> device\d+ ")]
    private static partial Regex Dotted();
}
