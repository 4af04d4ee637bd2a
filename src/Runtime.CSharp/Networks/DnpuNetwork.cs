using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Formulas;

namespace Nano.Runtime.Networks;

/// <summary>
/// A network of device nodes, evaluated for many sets of control voltages ("genomes") at once; layers of one's own may
/// stand between the planned ones, and their parameters count as further controls. Not thread-safe: one for each worker.
/// </summary>
public sealed class DnpuNetwork
{
    private readonly NetworkNode[] nodes;
    private readonly ImmutableArray<DevicePlan> devices;
    private readonly ImmutableArray<IDeviceEvaluator?> evaluators;
    private readonly ActivationLayer?[] activations;
    private readonly double[][] values;
    private readonly double[][] volts;
    private readonly double[][] slopes;
    private readonly double[][] gradients;

    // Of the last forward pass with slopes: own layers are asked for theirs at these.
    private readonly double[] controls;

    /// <param name="evaluators">One for each device of the plan, or null where no layer uses it.</param>
    /// <param name="own">Layers of one's own, each behind the layer that it names.</param>
    /// <exception cref="NanoException">N221: an own layer has no place, or a name that is taken.</exception>
    public DnpuNetwork(
        NetworkPlan plan,
        ImmutableArray<DevicePlan> devices,
        ImmutableArray<IDeviceEvaluator?> evaluators,
        IReadOnlyList<OwnLayer>? own = null
    )
    {
        nodes = NetworkNode.All(plan, devices, own ?? []);
        (this.devices, this.evaluators) = (devices, evaluators);
        activations = Array.ConvertAll(
            nodes,
            node => node.Plan is ActivationPlan layer ? new ActivationLayer(new LawTapes(layer.Law)) : null
        );
        (values, volts) = (new double[nodes.Length][], new double[nodes.Length][]);
        (slopes, gradients) = (new double[nodes.Length][], new double[nodes.Length][]);
        ControlLimits = [.. nodes.SelectMany(node => node.Controls).Select(control => control.Limits)];
        ControlNames = [.. nodes.SelectMany(node => node.Controls).Select(control => control.Name)];
        controls = new double[ControlLimits.Length];
    }

    /// <summary>Columns of the data.</summary>
    public int InputWidth => nodes[0].Width;

    /// <summary>Values that come out.</summary>
    public int OutputWidth => nodes[^1].Width;

    /// <summary>Limits of every control voltage: layers in order, nodes in order, controls in the device's order.</summary>
    public ImmutableArray<Bounds> ControlLimits { get; }

    /// <summary>Names such as "dnpu1.node0.electrode3".</summary>
    public ImmutableArray<string> ControlNames { get; }

    /// <summary>Where the output saturates.</summary>
    public Bounds OutputClip => ClipOf(nodes.Length - 1);

    private Bounds ClipOf(int node)
    {
        var nowhere = new Bounds(double.NegativeInfinity, double.PositiveInfinity);
        return nodes[node].Plan switch
        {
            DnpuPlan last => evaluators[last.Device]!.Clip,
            ActivationPlan when activations[node]!.Image(ClipOf(nodes[node].Inputs[0])) is { } image => image,
            _ => nowhere,
        };
    }

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
        controls[..ControlLimits.Length].CopyTo(this.controls);
        return values[^1].AsSpan(0, rows * OutputWidth);
    }

    /// <summary>dL/dcontrols from dL/doutputs, after <see cref="Forward(ReadOnlySpan{double}, int, ReadOnlySpan{double})"/>.</summary>
    public void Backward(ReadOnlySpan<double> outputGradient, int rows, Span<double> controlGradient)
    {
        controlGradient.Clear();
        for (var i = 0; i < nodes.Length; i++)
        {
            Grow(ref gradients[i], rows * nodes[i].Width);
            gradients[i].AsSpan().Clear();
        }
        outputGradient.CopyTo(gradients[^1]);
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            var node = nodes[i];
            var dy = gradients[i].AsSpan(0, rows * node.Width);
            if (node.Own is { } own)
                BackwardOwn(node, own, dy, rows, controlGradient);
            else
                BackwardPlanned(i, dy, rows, controlGradient);
        }
    }

    private void BackwardOwn(NetworkNode node, ILayer own, ReadOnlySpan<double> dy, int rows, Span<double> gradient)
    {
        var source = node.Inputs[0];
        var size = rows * nodes[source].Width;
        own.Backward(
            values[source].AsSpan(0, size),
            rows,
            controls.AsSpan(node.FirstControl, node.Controls.Length),
            dy,
            gradients[source].AsSpan(0, size),
            gradient.Slice(node.FirstControl, node.Controls.Length)
        );
    }

    private void BackwardPlanned(int index, ReadOnlySpan<double> dy, int rows, Span<double> controlGradient)
    {
        var inputs = nodes[index].Inputs;
        switch (nodes[index].Plan)
        {
            case InputPlan:
                break;
            case RescalePlan layer:
                RescaleLayer.Backward(layer, values[inputs[0]], dy, gradients[inputs[0]], rows);
                break;
            case ActivationPlan:
                activations[index]!.Backward(values[inputs[0]], dy, gradients[inputs[0]]);
                break;
            case ConcatPlan layer:
                var offset = 0;
                foreach (var input in inputs)
                {
                    ConcatLayer.Backward(dy, offset, layer.Width, gradients[input], nodes[input].Width, rows);
                    offset += nodes[input].Width;
                }
                break;
            case DnpuPlan layer:
                DnpuLayer.Backward(
                    layer,
                    devices[layer.Device],
                    dy,
                    slopes[index],
                    gradients[inputs[0]],
                    nodes[inputs[0]].Width,
                    controlGradient,
                    nodes[index].FirstControl,
                    rows
                );
                break;
            default:
                throw Unknown(nodes[index]);
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
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = nodes[i];
            var inputs = node.Inputs;
            Grow(ref values[i], rows * node.Width);
            var y = values[i].AsSpan(0, rows * node.Width);
            if (node.Own is { } own)
            {
                ForwardOwn(node, own, controls, rowsPerGenome, genomes, y);
                continue;
            }
            switch (node.Plan)
            {
                case InputPlan:
                    for (var genome = 0; genome < genomes; genome++)
                        data[..(rowsPerGenome * InputWidth)].CopyTo(y[(genome * rowsPerGenome * InputWidth)..]);
                    break;
                case RescalePlan layer:
                    RescaleLayer.Forward(layer, values[inputs[0]], y, rows);
                    break;
                case ActivationPlan:
                    activations[i]!.Forward(values[inputs[0]], y);
                    break;
                case ConcatPlan layer:
                    var offset = 0;
                    foreach (var input in inputs)
                    {
                        ConcatLayer.Forward(values[input], nodes[input].Width, y, offset, layer.Width, rows);
                        offset += nodes[input].Width;
                    }
                    break;
                case DnpuPlan layer:
                    ForwardNodes(i, layer, controls, rowsPerGenome, rows, y, withSlopes);
                    break;
                default:
                    throw Unknown(node);
            }
        }
    }

    private void ForwardOwn(
        NetworkNode node,
        ILayer own,
        ReadOnlySpan<double> controls,
        int rows,
        int genomes,
        Span<double> y
    )
    {
        var x = values[node.Inputs[0]];
        var width = nodes[node.Inputs[0]].Width;
        for (var genome = 0; genome < genomes; genome++)
        {
            var parameters = controls.Slice(genome * ControlLimits.Length + node.FirstControl, node.Controls.Length);
            var outputs = y.Slice(genome * rows * node.Width, rows * node.Width);
            own.Forward(x.AsSpan(genome * rows * width, rows * width), rows, parameters, outputs);
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
        var source = nodes[index].Inputs[0];
        var count = rows * layer.Width;
        var size = count * device.Electrodes.Length;
        Grow(ref volts[index], size);
        DnpuLayer.Volts(
            layer,
            device,
            values[source],
            nodes[source].Width,
            controls,
            ControlLimits.Length,
            nodes[index].FirstControl,
            rowsPerGenome,
            rows,
            volts[index]
        );
        var evaluator = evaluators[layer.Device]!;
        if (!withSlopes)
        {
            evaluator.Evaluate(volts[index].AsSpan(0, size), y, count);
            return;
        }
        Grow(ref slopes[index], size);
        evaluator.Gradient(volts[index].AsSpan(0, size), y, slopes[index].AsSpan(0, size), count);
    }

    private static void Grow(ref double[] buffer, int size)
    {
        if (buffer is null || buffer.Length < size)
            buffer = new double[size];
    }

    private static InvalidOperationException Unknown(NetworkNode node) =>
        new($"the network has no evaluation for a layer of type {node.Plan?.GetType().Name}");

    /// <summary>The limits of a planned network's control voltages.</summary>
    public static ImmutableArray<Bounds> Limits(NetworkPlan plan, ImmutableArray<DevicePlan> devices) =>
        [.. NetworkNode.All(plan, devices, []).SelectMany(node => node.Controls).Select(control => control.Limits)];

    /// <summary>The names of a planned network's control voltages.</summary>
    public static ImmutableArray<string> Names(NetworkPlan plan, ImmutableArray<DevicePlan> devices) =>
        [.. NetworkNode.All(plan, devices, []).SelectMany(node => node.Controls).Select(control => control.Name)];
}
