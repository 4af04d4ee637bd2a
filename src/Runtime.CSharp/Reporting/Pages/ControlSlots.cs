using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>A control voltage of the network: which node and electrode, and its limits in volts.</summary>
public sealed record ControlSlot(string Name, double LowVolts, double HighVolts)
{
    /// <summary>A last-bit difference is not a violation.</summary>
    public bool Allows(double volts) => volts >= LowVolts - 1e-9 && volts <= HighVolts + 1e-9;
}

/// <summary>The control voltages of a network in the order in which findings list them.</summary>
public static class ControlSlots
{
    /// <summary>Nodes in order of their layers, controls of each in the device's order; "e3", or "n2 e3" for the second of many nodes.</summary>
    public static ImmutableArray<ControlSlot> Of(ExperimentPlan plan, NetworkPlan network)
    {
        var nodes = network.Layers.OfType<DnpuPlan>().Sum(layer => layer.Width);
        var slots = ImmutableArray.CreateBuilder<ControlSlot>();
        var node = 0;
        foreach (var layer in network.Layers.OfType<DnpuPlan>())
            for (var index = 0; index < layer.Width; index++)
            {
                node++;
                var device = plan.Devices[layer.Device];
                foreach (var channel in device.Controls)
                {
                    var electrode = device.Electrodes[channel];
                    var name = nodes > 1 ? $"n{node} e{electrode.Number}" : $"e{electrode.Number}";
                    slots.Add(new ControlSlot(name, electrode.LowVolts, electrode.HighVolts));
                }
            }
        return slots.ToImmutable();
    }

    /// <summary>Found labellings with a control voltage outside its limits, each with the voltages in words.</summary>
    public static ImmutableArray<(Finding Finding, string Words)> Outside(
        ImmutableArray<ControlSlot> slots,
        IEnumerable<Finding> findings
    )
    {
        var outside = ImmutableArray.CreateBuilder<(Finding, string)>();
        foreach (var finding in findings)
        {
            var words = new List<string>();
            for (var index = 0; index < Math.Min(slots.Length, finding.Controls.Length); index++)
                if (!slots[index].Allows(finding.Controls[index]))
                    words.Add($"{slots[index].Name} at {Plots.NumberText.Fixed(finding.Controls[index], 3)} V");
            if (words.Count > 0)
                outside.Add((finding, string.Join(", ", words)));
            else if (!finding.InsideLimits)
                outside.Add((finding, "marked so by the search"));
        }
        return outside.ToImmutable();
    }

    /// <summary>The voltages of a finding as text; those outside their limits say so.</summary>
    public static TableCell Cell(ImmutableArray<ControlSlot> slots, Finding finding)
    {
        var words = new List<string>();
        var flagged = !finding.InsideLimits;
        for (var index = 0; index < finding.Controls.Length; index++)
        {
            var inside = index >= slots.Length || slots[index].Allows(finding.Controls[index]);
            flagged |= !inside;
            words.Add(Plots.NumberText.Fixed(finding.Controls[index], 3) + (inside ? "" : " (outside)"));
        }
        return new TableCell(string.Join("\u2002", words), flagged);
    }
}
