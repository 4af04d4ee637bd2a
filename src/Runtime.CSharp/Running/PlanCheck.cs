using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Formulas;

namespace Nano.Runtime.Running;

/// <summary>
/// Whether a plan that comes from a file can be run at all: indices that point at something, widths that fit, counts
/// in range. What the compiler makes always passes; a plan that was changed by hand may not.
/// </summary>
public static class PlanCheck
{
    private const int MostPoints = 20;

    /// <returns>Every problem, N209, its path in the sentence; empty where all is well.</returns>
    public static ImmutableArray<Diagnostic> Of(ExperimentPlan plan)
    {
        var check = new Checker(plan.Devices);
        check.Whole("devices (their number)", plan.Devices.Length, 1, 1000);
        foreach (var device in plan.Devices)
            Device(check, device);
        switch (plan.Protocol)
        {
            case VcDimensionPlan vc:
                check.Whole("from", vc.From, 2, MostPoints);
                check.Whole("to", vc.To, vc.From, MostPoints);
                check.Whole("points (their number)", vc.Points.Length, vc.To, int.MaxValue);
                check.Real("threshold", vc.Threshold, 0, MostPoints);
                Search(check, vc.Search, vc.Points, vc.To);
                break;
            case BooleanPlan gates:
                check.Real("threshold", gates.Threshold, 0, 1);
                Gates(check, gates.Gates, gates.Points);
                Search(check, gates.Search, gates.Points, gates.Points.Length);
                break;
            case AbundancePlan abundance:
                check.Whole("samples", abundance.Samples, 1, 1_000_000);
                check.Real("correlation", abundance.Correlation, -1, 1);
                check.Real("contrast", abundance.Contrast, 0, 2);
                check.Whole("plateau", abundance.Plateau, 1, 1_000_000);
                Gates(check, abundance.Gates, abundance.Points);
                Network(check, abundance.Network, abundance.Points);
                check.Real("currents (samples × points)", (double)abundance.Samples * abundance.Points.Length, 1, 5e7);
                break;
            case AcquirePlan acquire:
                Sampling(check, acquire.Sampling);
                break;
            case SurrogateTrainingPlan training:
                Training(check, training);
                break;
            case CharacterisePlan characterise:
                CharacteriseCheck.Add(check, characterise, plan.Instrument);
                break;
            default:
                throw new InvalidOperationException($"no check for a protocol of type {plan.Protocol.GetType().Name}");
        }
        return check.Problems;
    }

    private static void Device(Checker check, DevicePlan device)
    {
        var count = device.Electrodes.Length;
        check.Whole($"electrodes of '{device.Name}' (their number)", count, 1, 1000);
        foreach (var electrode in device.Electrodes)
        {
            // What the language allows a simulated device; a real one's limits are its instrument's business, too.
            var most = device.Physics is HoppingPlan ? 2 : 1e6;
            check.Real($"low-volts of electrode {electrode.Number}", electrode.LowVolts, -most, most);
            check.Real($"high-volts of electrode {electrode.Number}", electrode.HighVolts, electrode.LowVolts, most);
        }
        foreach (var channel in device.Inputs.Concat(device.Controls))
            check.Index($"a channel of '{device.Name}'", channel, count);
        if (device.Physics is HoppingPlan physics)
        {
            check.Whole("acceptors", physics.Acceptors, 2, 2000);
            check.Whole("donors", physics.Donors, 0, physics.Acceptors);
        }
    }

    private static void Criterion(Checker check, CriterionPlan criterion)
    {
        switch (criterion)
        {
            case NamedCriterionPlan:
                break;
            case LossCriterionPlan loss:
                check.Law("loss of the search", loss.Law, 2);
                break;
            default:
                throw new InvalidOperationException($"no check for a criterion of type {criterion.GetType().Name}");
        }
    }

    private static void Search(
        Checker check,
        SearchPlan search,
        ImmutableArray<ImmutableArray<double>> points,
        int used
    )
    {
        check.Whole("attempts", search.Attempts, 1, 100_000);
        check.Whole("plateau", search.Plateau, 1, 1_000_000);
        check.Real("margin-nanoamperes", search.MarginNanoamperes, 0, double.MaxValue);
        switch (search.Rule)
        {
            case GeneticPlan genetic:
                check.Whole("elite", genetic.Elite, 1, 10_000);
                check.Whole("offspring", genetic.Offspring, 2, 10_000);
                check.Whole("generations", genetic.Generations, 1, 1_000_000);
                break;
            case GradientPlan gradient:
                check.Whole("epochs", gradient.Epochs, 1, 10_000_000);
                break;
            default:
                throw new InvalidOperationException($"no check for a rule of type {search.Rule.GetType().Name}");
        }
        Criterion(check, search.Rule.Criterion);
        Network(check, search.Network, points);
        if (check.Problems.IsEmpty)
            Size(check, search, used);
    }

    private static void Gates(
        Checker check,
        ImmutableArray<GatePlan> gates,
        ImmutableArray<ImmutableArray<double>> points
    )
    {
        check.Whole("gates (their number)", gates.Length, 1, int.MaxValue);
        check.Whole("points (their number)", points.Length, 1, 1 << MostPoints);
        foreach (var gate in gates)
            check.Whole($"targets of '{gate.Name}'", gate.Targets.Length, points.Length, points.Length);
    }

    private static void Network(Checker check, NetworkPlan network, ImmutableArray<ImmutableArray<double>> points)
    {
        var layers = network.Layers;
        check.Whole("layers (their number)", layers.Length, 2, 100_000);
        for (var index = 0; index < layers.Length; index++)
            Layer(check, layers, index);
        if (layers.Length > 0)
            check.Whole("width of the last layer", layers[^1].Width, 1, 1);
        if (layers is [InputPlan input, ..])
            foreach (var point in points)
                check.Whole("width of a point", point.Length, input.Width, input.Width);
    }

    /// <summary>Voltages that are put on an instrument, or into a model, in one go; as the compiler bounds them.</summary>
    private static void Size(Checker check, SearchPlan search, int points)
    {
        var onInstrument = search.SearchOn == SearchPlace.Instrument;
        var candidates = search.Rule is GeneticPlan genetic ? genetic.Elite + genetic.Offspring : 1;
        foreach (var layer in search.Network.Layers.OfType<DnpuPlan>())
        {
            var voltages = (double)points * layer.Width * check.Devices[layer.Device].Electrodes.Length;
            check.Real(
                "voltages of a search at once",
                voltages * candidates * (onInstrument ? search.Plateau : 1),
                0,
                2e8
            );
            check.Real("voltages of a replay at once", search.Validate ? voltages * search.Plateau : 0, 0, 2e8);
        }
    }

    private static void Layer(Checker check, ImmutableArray<LayerPlan> layers, int index)
    {
        var layer = layers[index];
        check.Whole($"width of layer '{layer.Name}'", layer.Width, 1, 100_000);
        if (!layer.Inputs.All(input => check.Index($"an input of layer '{layer.Name}'", input, index)))
            return; // widths cannot be followed through indices that point nowhere
        if (layer is ActivationPlan or RescalePlan or DnpuPlan)
            check.Whole($"inputs of layer '{layer.Name}' (their number)", layer.Inputs.Length, 1, 1);
        var width = layer.Inputs.Sum(input => layers[input].Width);
        switch (layer)
        {
            case InputPlan:
                check.Whole($"place of input layer '{layer.Name}'", index, 0, 0);
                break;
            case ActivationPlan activation:
                check.Whole($"width of layer '{layer.Name}'", layer.Width, width, width);
                check.Law($"law of layer '{layer.Name}'", activation.Law, 1);
                break;
            case ConcatPlan:
                check.Whole($"width of layer '{layer.Name}'", layer.Width, width, width);
                break;
            case RescalePlan rescale:
                check.Whole($"width of layer '{layer.Name}'", layer.Width, width, width);
                check.Whole($"from of layer '{layer.Name}' (their number)", rescale.From.Length, width, width);
                check.Whole($"to of layer '{layer.Name}' (their number)", rescale.To.Length, width, width);
                break;
            case DnpuPlan nodes:
                if (check.Index($"device of layer '{layer.Name}'", nodes.Device, check.Devices.Length))
                {
                    var one = check.Devices[nodes.Device].Inputs.Length;
                    var wanted = nodes.Shared ? one : one * layer.Width;
                    check.Whole($"width of what goes into layer '{layer.Name}'", width, wanted, wanted);
                }
                break;
            default:
                throw new InvalidOperationException($"no check for a layer of type {layer.GetType().Name}");
        }
    }

    private static void Sampling(Checker check, SamplingPlan sampling)
    {
        if (!check.Index("device of the sampling", sampling.Device, check.Devices.Length))
            return;
        var count = check.Devices[sampling.Device].Electrodes.Length;
        check.Whole("frequencies (their number)", sampling.Frequencies.Length, count, count);
        foreach (var frequency in sampling.Frequencies)
            check.Real("a frequency", frequency, 0, double.MaxValue);
        check.Real("sample-rate", sampling.SampleRate, double.Epsilon, double.MaxValue);
        check.Real("ramp", sampling.Ramp, 0, double.MaxValue);
        check.Whole("batches", sampling.Batches, 1, 10_000_000);
        check.Whole("batch-samples", sampling.BatchSamples, 1, int.MaxValue);
        var ramps = 2 * sampling.Ramp * sampling.SampleRate;
        check.Real("numbers of a batch", (sampling.BatchSamples + ramps) * (count + 1), 0, Array.MaxLength);
        check.Real("numbers of the data", (double)sampling.Batches * sampling.BatchSamples * count, 0, Array.MaxLength);
    }

    private static void Training(Checker check, SurrogateTrainingPlan training)
    {
        switch (training.Data)
        {
            case SampledPlan sampled:
                Sampling(check, sampled.Sampling);
                break;
            case RecordedPlan recorded:
                check.Index("device of the recorded data", recorded.Device, check.Devices.Length);
                break;
            default:
                throw new InvalidOperationException($"no check for data of type {training.Data.GetType().Name}");
        }
        foreach (var width in training.Hidden)
            check.Whole("a width in hidden", width, 1, 100_000);
        check.Whole("epochs", training.Epochs, 1, 10_000_000);
        check.Whole("batch", training.Batch, 1, 10_000_000);
        switch (training.Loss)
        {
            case MeanSquareLossPlan:
                break;
            case FormulaLossPlan formula:
                check.Law("loss of the training", formula.Law, 2);
                break;
            default:
                throw new InvalidOperationException($"no check for a loss of type {training.Loss.GetType().Name}");
        }
        check.Real("rate", training.Rate, 0, double.MaxValue);
        check.Real("amplification", training.Amplification, double.Epsilon, double.MaxValue);
        check.Whole("splits (their number)", training.Splits.Length, 3, 3);
        foreach (var share in training.Splits)
            check.Real("a fraction in splits", share, 0, 1);
    }

    /// <summary>Gathers what does not hold.</summary>
    internal sealed class Checker(ImmutableArray<DevicePlan> devices)
    {
        private readonly List<Diagnostic> problems = [];

        public ImmutableArray<DevicePlan> Devices { get; } = devices;

        public ImmutableArray<Diagnostic> Problems => [.. problems];

        public bool Index(string what, int value, int count)
        {
            if (value >= 0 && value < count)
                return true;
            Add($"{what} must be an index below {count}, got {value}");
            return false;
        }

        public void Law(string what, LawPlan law, int arguments)
        {
            Whole($"arguments of the {what} (their number)", law.Arguments.Length, arguments, arguments);
            foreach (var parameter in law.Parameters)
                Real($"parameter '{parameter.Name}' of the {what}", parameter.Value, double.MinValue, double.MaxValue);
            try
            {
                _ = new LawTapes(law);
            }
            catch (NanoException problem)
            {
                Add(problem.Message);
            }
        }

        public void Whole(string what, int value, int low, int high)
        {
            if (value < low || value > high)
                Add(
                    low == high ? $"{what} must be {low}, got {value}"
                    : high == int.MaxValue ? $"{what} must be at least {low}, got {value}"
                    : $"{what} must be from {low} to {high}, got {value}"
                );
        }

        public void Real(string what, double value, double low, double high)
        {
            if (!(value >= low && value <= high))
                Add(FormattableString.Invariant($"{what} must be from {low:R} to {high:R}, got {value:R}"));
        }

        private void Add(string sentence) =>
            problems.Add(
                Diagnostic.Error(
                    "N209",
                    $"this plan cannot be run: {sentence}",
                    "plans are made by 'nano compile'; change the experiment instead"
                )
            );
    }
}
