using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Networks;

/// <summary>
/// A network of device nodes, evaluated for many sets of control voltages ("genomes") at once. Not thread-safe: one
/// for each worker.
/// </summary>
/// <param name="evaluators">One for each device of the plan, or null where no layer uses it.</param>
public sealed class DnpuNetwork(
    NetworkPlan plan,
    ImmutableArray<DevicePlan> devices,
    ImmutableArray<IDeviceEvaluator?> evaluators
)
{
    private readonly double[][] values = new double[plan.Layers.Length][];
    private readonly double[][] volts = new double[plan.Layers.Length][];
    private readonly double[][] slopes = new double[plan.Layers.Length][];
    private readonly double[][] gradients = new double[plan.Layers.Length][];

    public int InputWidth => plan.Layers[0].Width;

    public int OutputWidth => plan.Layers[^1].Width;

    /// <summary>Limits of every control voltage: layers in order, nodes in order, controls in the device's order.</summary>
    public ImmutableArray<Bounds> ControlLimits { get; } = Limits(plan, devices);

    /// <summary>Names such as "dnpu1.node0.electrode3".</summary>
    public ImmutableArray<string> ControlNames { get; } = Names(plan, devices);

    /// <summary>Where the output saturates.</summary>
    public Bounds OutputClip =>
        plan.Layers[^1] is DnpuPlan last
            ? evaluators[last.Device]!.Clip
            : new Bounds(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Outputs for every genome at every row of data: [genome][row][output].</summary>
    /// <param name="data">Row-major, rows × <see cref="InputWidth"/>.</param>
    /// <param name="controls">Row-major, genomes × controls.</param>
    public ReadOnlySpan<double> Evaluate(
        ReadOnlySpan<double> data,
        int rows,
        ReadOnlySpan<double> controls,
        int genomes
    )
    {
        Forward(data, rows, controls, genomes, withSlopes: false);
        return values[^1].AsSpan(0, genomes * rows * OutputWidth);
    }

    /// <summary>Outputs of one genome, keeping what <see cref="Backward"/> needs.</summary>
    public ReadOnlySpan<double> Forward(ReadOnlySpan<double> data, int rows, ReadOnlySpan<double> controls)
    {
        Forward(data, rows, controls, 1, withSlopes: true);
        return values[^1].AsSpan(0, rows * OutputWidth);
    }

    /// <summary>dL/dcontrols from dL/doutputs, after <see cref="Forward(ReadOnlySpan{double}, int, ReadOnlySpan{double})"/>.</summary>
    public void Backward(ReadOnlySpan<double> outputGradient, int rows, Span<double> controlGradient)
    {
        controlGradient.Clear();
        for (var i = 0; i < plan.Layers.Length; i++)
        {
            Grow(ref gradients[i], rows * plan.Layers[i].Width);
            gradients[i].AsSpan().Clear();
        }
        outputGradient.CopyTo(gradients[^1]);
        for (var i = plan.Layers.Length - 1; i >= 0; i--)
        {
            var dy = gradients[i].AsSpan(0, rows * plan.Layers[i].Width);
            switch (plan.Layers[i])
            {
                case InputPlan:
                    break;
                case RescalePlan layer:
                    RescaleLayer.Backward(layer, values[layer.Inputs[0]], dy, gradients[layer.Inputs[0]], rows);
                    break;
                case ConcatPlan layer:
                    var offset = 0;
                    foreach (var input in layer.Inputs)
                    {
                        var width = plan.Layers[input].Width;
                        ConcatLayer.Backward(dy, offset, layer.Width, gradients[input], width, rows);
                        offset += width;
                    }
                    break;
                case DnpuPlan layer:
                    var source = layer.Inputs[0];
                    DnpuLayer.Backward(
                        layer,
                        devices[layer.Device],
                        dy,
                        slopes[i],
                        gradients[source],
                        plan.Layers[source].Width,
                        controlGradient,
                        FirstControl(i),
                        rows
                    );
                    break;
                default:
                    throw Unknown(plan.Layers[i]);
            }
        }
    }

    private void Forward(
        ReadOnlySpan<double> data,
        int rowsPerGenome,
        ReadOnlySpan<double> controls,
        int genomes,
        bool withSlopes
    )
    {
        var rows = genomes * rowsPerGenome;
        for (var i = 0; i < plan.Layers.Length; i++)
        {
            Grow(ref values[i], rows * plan.Layers[i].Width);
            var y = values[i].AsSpan(0, rows * plan.Layers[i].Width);
            switch (plan.Layers[i])
            {
                case InputPlan:
                    for (var genome = 0; genome < genomes; genome++)
                        data[..(rowsPerGenome * InputWidth)].CopyTo(y[(genome * rowsPerGenome * InputWidth)..]);
                    break;
                case RescalePlan layer:
                    RescaleLayer.Forward(layer, values[layer.Inputs[0]], y, rows);
                    break;
                case ConcatPlan layer:
                    var offset = 0;
                    foreach (var input in layer.Inputs)
                    {
                        var width = plan.Layers[input].Width;
                        ConcatLayer.Forward(values[input], width, y, offset, layer.Width, rows);
                        offset += width;
                    }
                    break;
                case DnpuPlan layer:
                    ForwardNodes(i, layer, controls, rowsPerGenome, rows, y, withSlopes);
                    break;
                default:
                    throw Unknown(plan.Layers[i]);
            }
        }
    }

    private void ForwardNodes(
        int index,
        DnpuPlan layer,
        ReadOnlySpan<double> controls,
        int rowsPerGenome,
        int rows,
        Span<double> y,
        bool withSlopes
    )
    {
        var device = devices[layer.Device];
        var nodes = rows * layer.Width;
        var size = nodes * device.Electrodes.Length;
        Grow(ref volts[index], size);
        DnpuLayer.Volts(
            layer,
            device,
            values[layer.Inputs[0]],
            plan.Layers[layer.Inputs[0]].Width,
            controls,
            ControlLimits.Length,
            FirstControl(index),
            rowsPerGenome,
            rows,
            volts[index]
        );
        var evaluator = evaluators[layer.Device]!;
        if (!withSlopes)
        {
            evaluator.Evaluate(volts[index].AsSpan(0, size), y, nodes);
            return;
        }
        Grow(ref slopes[index], size);
        evaluator.Gradient(volts[index].AsSpan(0, size), y, slopes[index].AsSpan(0, size), nodes);
    }

    private int FirstControl(int layer)
    {
        var first = 0;
        for (var i = 0; i < layer; i++)
            if (plan.Layers[i] is DnpuPlan earlier)
                first += earlier.Width * devices[earlier.Device].Controls.Length;
        return first;
    }

    private static void Grow(ref double[] buffer, int size)
    {
        if (buffer is null || buffer.Length < size)
            buffer = new double[size];
    }

    private static InvalidOperationException Unknown(LayerPlan layer) =>
        new($"the network has no evaluation for a layer of type {layer.GetType().Name}");

    public static ImmutableArray<Bounds> Limits(NetworkPlan plan, ImmutableArray<DevicePlan> devices)
    {
        var limits = ImmutableArray.CreateBuilder<Bounds>();
        foreach (var layer in plan.Layers)
            if (layer is DnpuPlan nodes)
                for (var node = 0; node < nodes.Width; node++)
                    foreach (var channel in devices[nodes.Device].Controls)
                    {
                        var electrode = devices[nodes.Device].Electrodes[channel];
                        limits.Add(new Bounds(electrode.LowVolts, electrode.HighVolts));
                    }
        return limits.ToImmutable();
    }

    public static ImmutableArray<string> Names(NetworkPlan plan, ImmutableArray<DevicePlan> devices)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var layer in plan.Layers)
            if (layer is DnpuPlan nodes)
                for (var node = 0; node < nodes.Width; node++)
                    foreach (var channel in devices[nodes.Device].Controls)
                        names.Add(
                            $"{nodes.Name}.node{node}.electrode{devices[nodes.Device].Electrodes[channel].Number}"
                        );
        return names.ToImmutable();
    }
}
