using System.Globalization;
using System.Text;
using Nano.Plan;
using Nano.Runtime.Reporting.Pages;

namespace Nano.Runtime.Reporting;

/// <summary>
/// A plan as a graph in Graphviz' language: the layers of its network and the devices that they run on, or, where there
/// is no network, the devices with their electrodes.
/// </summary>
public static class PlanGraph
{
    public static string Write(ExperimentPlan plan)
    {
        var text = new StringBuilder();
        text.Append($"digraph {Quoted(plan.Name)} {{\n");
        text.Append("  rankdir=LR\n");
        text.Append("  node [shape=box, fontname=\"sans-serif\"]\n");
        if (NetworkOf(plan.Protocol) is { } network)
            Network(text, plan, network);
        else
            for (var device = 0; device < plan.Devices.Length; device++)
                Electrodes(text, plan.Devices[device], device);
        return text.Append("}\n").ToString();
    }

    /// <summary>The network of a protocol; null for one that works on a device alone.</summary>
    private static NetworkPlan? NetworkOf(ProtocolPlan protocol) =>
        protocol switch
        {
            VcDimensionPlan capacity => capacity.Search.Network,
            BooleanPlan boolean => boolean.Search.Network,
            AbundancePlan abundance => abundance.Network,
            AcquirePlan or SurrogateTrainingPlan or CharacterisePlan => null,
            _ => throw new InvalidOperationException($"no graph of a protocol of type {protocol.GetType().Name}"),
        };

    private static void Network(StringBuilder text, ExperimentPlan plan, NetworkPlan network)
    {
        for (var layer = 0; layer < network.Layers.Length; layer++)
            text.Append($"  layer{layer} [label={Quoted(Label(plan, network.Layers[layer]))}]\n");
        for (var layer = 0; layer < network.Layers.Length; layer++)
            foreach (var input in network.Layers[layer].Inputs)
                text.Append($"  layer{input} -> layer{layer} [label=\"{network.Layers[input].Width}\"]\n");
        for (var device = 0; device < plan.Devices.Length; device++)
            text.Append($"  device{device} [shape=ellipse, label={Quoted(plan.Devices[device].Name)}]\n");
        for (var layer = 0; layer < network.Layers.Length; layer++)
            if (network.Layers[layer] is DnpuPlan dnpu)
                text.Append($"  layer{layer} -> device{dnpu.Device} [style=dotted, arrowhead=none]\n");
    }

    private static string Label(ExperimentPlan plan, LayerPlan layer)
    {
        var name = layer.Name;
        return layer switch
        {
            InputPlan input => $"{name}\ninput of {input.Width}",
            RescalePlan rescale => $"{name}\nrescale {Ranges(rescale)}",
            DnpuPlan dnpu => $"{name}\n{dnpu.Width} × dnpu of {plan.Devices[dnpu.Device].Name}",
            ActivationPlan activation => $"{name}\n{LawWords.Of(activation.Law)}",
            ConcatPlan concat => $"{name}\nconcat to {concat.Width}",
            _ => throw new InvalidOperationException($"no graph of a layer of type {layer.GetType().Name}"),
        };
    }

    /// <summary>One pair of ranges where all channels share it; else as many as there are channels.</summary>
    private static string Ranges(RescalePlan rescale)
    {
        var pairs = rescale.From.Zip(rescale.To, (from, to) => $"{Range(from)} to {Range(to)} V");
        return string.Join("\n", pairs.Distinct());
    }

    private static void Electrodes(StringBuilder text, DevicePlan device, int index)
    {
        text.Append($"  device{index} [shape=ellipse, label={Quoted(device.Name)}]\n");
        for (var channel = 0; channel < device.Electrodes.Length; channel++)
        {
            var electrode = device.Electrodes[channel];
            var use =
                device.Inputs.Contains(channel) ? "input"
                : device.Controls.Contains(channel) ? "control"
                : "at rest";
            var limits = $"{Range(new Bounds(electrode.LowVolts, electrode.HighVolts))} V";
            text.Append($"  electrode{index}_{electrode.Number} ");
            text.Append($"[label={Quoted($"electrode {electrode.Number}\n{use}\n{limits}")}]\n");
            text.Append($"  electrode{index}_{electrode.Number} -> device{index}\n");
        }
        text.Append($"  electrode{index}_{device.Readout} ");
        text.Append($"[label={Quoted($"electrode {device.Readout}\nreadout\nnA")}]\n");
        text.Append($"  device{index} -> electrode{index}_{device.Readout}\n");
    }

    private static string Range(Bounds range) =>
        string.Create(CultureInfo.InvariantCulture, $"[{range.Low}, {range.High}]");

    private static string Quoted(string text) =>
        '"'
        + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
        + '"';
}
