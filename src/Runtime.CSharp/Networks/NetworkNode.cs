using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Networks;

/// <summary>A layer in its place: a planned one, or one of a program's own.</summary>
/// <param name="Inputs">Indices of nodes before it.</param>
/// <param name="FirstControl">Where its searched numbers begin among all.</param>
internal sealed record NetworkNode(
    string Name,
    int[] Inputs,
    int Width,
    LayerPlan? Plan,
    ILayer? Own,
    int FirstControl,
    ImmutableArray<LayerParameter> Controls
)
{
    /// <summary>The planned layers in order, each with the own ones that stand behind it.</summary>
    /// <exception cref="NanoException">N221: an own layer stands behind none, or shares its name.</exception>
    public static NetworkNode[] All(NetworkPlan plan, ImmutableArray<DevicePlan> devices, IReadOnlyList<OwnLayer> own)
    {
        var nodes = new List<NetworkNode>();
        var outputs = new int[plan.Layers.Length]; // the node that carries a planned layer's values
        var first = 0;
        Check(plan, own);
        for (var i = 0; i < plan.Layers.Length; i++)
        {
            var layer = plan.Layers[i];
            var inputs = layer.Inputs.Select(input => outputs[input]).ToArray();
            Add(layer.Name, inputs, layer.Width, layer, null, ControlsOf(layer, devices));
            var last = layer.Name;
            for (var next = Behind(own, last); next is not null; next = Behind(own, last))
            {
                Add(next.Name, [nodes.Count - 1], next.Layer.Width, null, next.Layer, next.Layer.Parameters);
                last = next.Name;
            }
            outputs[i] = nodes.Count - 1;
            var width = nodes[^1].Width;
            if (width != layer.Width && plan.Layers.Any(later => later.Inputs.Contains(i)))
                throw new NanoException(
                    "N221",
                    $"'{last}' gives {width} values, but what follows '{layer.Name}' takes {layer.Width}",
                    "an own layer between two others keeps the width; only at the end may it change"
                );
        }
        return [.. nodes];

        void Add(
            string name,
            int[] inputs,
            int width,
            LayerPlan? planned,
            ILayer? layer,
            ImmutableArray<LayerParameter> controls
        )
        {
            var prefixed = controls.Select(it => it with { Name = $"{name}.{it.Name}" });
            nodes.Add(new NetworkNode(name, inputs, width, planned, layer, first, [.. prefixed]));
            first += controls.Length;
        }
    }

    private static OwnLayer? Behind(IReadOnlyList<OwnLayer> own, string name) =>
        own.FirstOrDefault(layer => layer.After == name);

    private static void Check(NetworkPlan plan, IReadOnlyList<OwnLayer> own)
    {
        var known = plan.Layers.Select(layer => layer.Name).ToHashSet(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var layer in own)
        {
            if (!known.Contains(layer.After))
                throw new NanoException(
                    "N221",
                    $"no earlier layer is called '{layer.After}'",
                    $"one of {string.Join(", ", known.Order(StringComparer.Ordinal))}"
                );
            if (!used.Add(layer.After))
                throw new NanoException(
                    "N221",
                    $"two layers stand behind '{layer.After}'",
                    "put the second one behind the first"
                );
            if (!known.Add(layer.Name))
                throw new NanoException("N221", $"two layers are called '{layer.Name}'");
        }
    }

    private static ImmutableArray<LayerParameter> ControlsOf(LayerPlan layer, ImmutableArray<DevicePlan> devices)
    {
        if (layer is not DnpuPlan nodes)
            return [];
        var device = devices[nodes.Device];
        var controls = ImmutableArray.CreateBuilder<LayerParameter>();
        for (var node = 0; node < nodes.Width; node++)
            foreach (var channel in device.Controls)
            {
                var electrode = device.Electrodes[channel];
                controls.Add(
                    new LayerParameter(
                        $"node{node}.electrode{electrode.Number}",
                        new Bounds(electrode.LowVolts, electrode.HighVolts)
                    )
                );
            }
        return controls.ToImmutable();
    }
}
