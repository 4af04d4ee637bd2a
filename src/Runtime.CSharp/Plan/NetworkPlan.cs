using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Nano.Plan;

/// <summary>Layers in order of evaluation; the last one is the output. Inputs of a layer are indices of earlier ones.</summary>
public sealed record NetworkPlan(ImmutableArray<LayerPlan> Layers);

/// <summary>A layer: its name in the file (or one made from kind and index), its inputs, and the width of its output.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(InputPlan), "input")]
[JsonDerivedType(typeof(RescalePlan), "rescale")]
[JsonDerivedType(typeof(DnpuPlan), "dnpu")]
[JsonDerivedType(typeof(ConcatPlan), "concat")]
[JsonDerivedType(typeof(ActivationPlan), "activation")]
public abstract record LayerPlan(string Name, ImmutableArray<int> Inputs, int Width);

/// <summary>The columns of the data.</summary>
public sealed record InputPlan(string Name, int Width) : LayerPlan(Name, [], Width);

/// <summary>For each channel, the affine map of one interval onto another; values outside the first are clipped to it.</summary>
public sealed record RescalePlan(
    string Name,
    ImmutableArray<int> Inputs,
    int Width,
    ImmutableArray<Bounds> From,
    ImmutableArray<Bounds> To
) : LayerPlan(Name, Inputs, Width);

/// <summary>
/// Nodes of one device, time-multiplexed: each takes the device's inputs in volts and has controls of its own.
/// Shared: the signal is as wide as one node's inputs, every node gets all of it; else it is dealt out in order.
/// The output of a node is its current in nanoamperes.
/// </summary>
public sealed record DnpuPlan(string Name, ImmutableArray<int> Inputs, int Width, int Device, bool Shared)
    : LayerPlan(Name, Inputs, Width);

/// <summary>A formula of one argument, applied to every value.</summary>
public sealed record ActivationPlan(string Name, ImmutableArray<int> Inputs, int Width, LawPlan Law)
    : LayerPlan(Name, Inputs, Width);

/// <summary>Its inputs side by side.</summary>
public sealed record ConcatPlan(string Name, ImmutableArray<int> Inputs, int Width) : LayerPlan(Name, Inputs, Width);
