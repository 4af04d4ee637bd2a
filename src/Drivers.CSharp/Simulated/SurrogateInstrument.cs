using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;

namespace Nano.Drivers.Simulated;

/// <summary>
/// A trained model taken as the device: amplification · network(volts), with noise, then clipped as the model's readout
/// was, behind the electronics of the plan.
/// </summary>
/// <remarks>
/// Nothing is known of the inside, so a trap acts as a small offset of every electrode (5 mV, the Coulomb energy of a
/// charge at some 30 nm in silicon). Gradient knows no noise; where the model is clipped its slope is 0.
/// </remarks>
public sealed class SurrogateInstrument : IInstrument, IDifferentiable
{
    private const double TrapVolts = 5e-3;
    private const int BlockRows = 64;

    private readonly SurrogateModel model;
    private readonly EffectsPlan effects;
    private readonly SeedTree seeds;
    private readonly DenseEvaluator kernel;
    private readonly Lazy<double> rootMeanSquare;

    /// <summary>Opens a trained model as an instrument.</summary>
    /// <exception cref="NanoException">N401: the model has other inputs than the device has electrodes.</exception>
    public SurrogateInstrument(
        DevicePlan plan,
        SurrogateModel model,
        EffectsPlan effects,
        SeedTree seeds,
        double sampleRate = SimulatedFacts.SampleRate
    )
    {
        if (
            model.Network.InputWidth != plan.Electrodes.Length
            || model.Ranges.Length != plan.Electrodes.Length
            || model.Network.OutputWidth != 1
        )
            throw new NanoException(
                "N401",
                $"the surrogate of device '{plan.Name}' maps {model.Network.InputWidth} voltages to {model.Network.OutputWidth} outputs; {plan.Electrodes.Length} voltages to 1 were expected",
                "the device needs as many activation electrodes as its surrogate has inputs"
            );
        EffectsRules.Demand(effects);
        (this.model, this.effects, this.seeds) = (model, effects, seeds);
        kernel = new DenseEvaluator(model.Network);
        Facts = SimulatedFacts.Of(plan, effects, Narrowed(plan.Electrodes, model.Ranges), sampleRate);
        rootMeanSquare = new Lazy<double>(FindRootMeanSquare);
        var converter = SimulatedFacts.Saturation(effects, rootMeanSquare);
        Facts = Facts with
        {
            Saturation = new Bounds(Math.Max(model.Clip.Low, converter.Low), Math.Min(model.Clip.High, converter.High)),
        };
    }

    /// <inheritdoc/>
    public InstrumentFacts Facts { get; }

    /// <summary>The model's root-mean-square current in nanoamperes over 256 random points of its limits.</summary>
    public double RootMeanSquare => rootMeanSquare.Value;

    /// <inheritdoc/>
    public ISession Open(string purpose) => new Session(this, seeds.Below("instrument/" + purpose));

    /// <inheritdoc/>
    public void Gradient(ReadOnlySpan<double> volts, Span<double> nanoamperes, Span<double> nanoamperesPerVolt)
    {
        var width = Facts.Electrodes.Length;
        var inputs = new float[BlockRows * width];
        var gradients = new float[BlockRows * width];
        var outputs = new float[BlockRows];
        for (var first = 0; first < nanoamperes.Length; first += BlockRows)
        {
            var rows = Math.Min(BlockRows, nanoamperes.Length - first);
            var size = rows * width;
            for (var i = 0; i < size; i++)
                inputs[i] = (float)volts[first * width + i];
            kernel.InputGradient(inputs.AsSpan(0, size), [], outputs.AsSpan(0, rows), gradients.AsSpan(0, size), rows);
            for (var row = 0; row < rows; row++)
            {
                var current = model.Amplification * outputs[row];
                nanoamperes[first + row] = Clipped(current);
                var slope = Clipped(current) == current ? model.Amplification : 0;
                for (var channel = 0; channel < width; channel++)
                    nanoamperesPerVolt[(first + row) * width + channel] = slope * gradients[row * width + channel];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() { }

    /// <summary>Volts that both the device and the model allow.</summary>
    private static ImmutableArray<ElectrodePlan> Narrowed(
        ImmutableArray<ElectrodePlan> electrodes,
        ImmutableArray<Bounds> ranges
    ) =>
        [
            .. electrodes.Select(
                (electrode, channel) =>
                    electrode with
                    {
                        LowVolts = Math.Max(electrode.LowVolts, ranges[channel].Low),
                        HighVolts = Math.Min(electrode.HighVolts, ranges[channel].High),
                    }
            ),
        ];

    private double Clipped(double nanoamperes) => Math.Clamp(nanoamperes, model.Clip.Low, model.Clip.High);

    private double FindRootMeanSquare()
    {
        var inputs = new float[Facts.Electrodes.Length];
        var output = new float[1];
        return SimulatedFacts.RootMeanSquare(
            Facts.Electrodes,
            new SeedTree(0).For("scale"),
            volts =>
            {
                for (var channel = 0; channel < inputs.Length; channel++)
                    inputs[channel] = (float)volts[channel];
                kernel.Forward(inputs, output, 1);
                return Clipped(model.Amplification * output[0]);
            }
        );
    }

    private sealed class Session : ISession
    {
        private readonly SurrogateInstrument owner;
        private readonly EffectsInput input;
        private readonly EffectsOutput output;
        private readonly TelegraphTraps traps;
        private readonly double[] seen;
        private readonly float[] inputs;
        private readonly float[] outputs = new float[BlockRows];

        public Session(SurrogateInstrument owner, SeedTree seeds)
        {
            this.owner = owner;
            var (effects, facts) = (owner.effects, owner.Facts);
            seen = new double[facts.Electrodes.Length];
            inputs = new float[BlockRows * seen.Length];
            input = new EffectsInput(effects, facts.Electrodes, facts.SampleRate);
            output = new EffectsOutput(effects, EffectsRules.NeedsScale(effects) ? owner.RootMeanSquare : 0, seeds);
            var offsets = seeds.For("traps/places");
            var shifts = new double[effects.Traps][];
            for (var trap = 0; trap < shifts.Length; trap++)
            {
                shifts[trap] = new double[seen.Length];
                for (var channel = 0; channel < seen.Length; channel++)
                    shifts[trap][channel] = TrapVolts * offsets.Normal();
            }
            traps = new TelegraphTraps(shifts, effects.TrapRate, facts.SampleRate, seeds.For("traps/flips"));
        }

        public void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop)
        {
            for (var first = 0; first < nanoamperes.Length; first += BlockRows)
            {
                stop.ThrowIfCancellationRequested();
                var rows = Math.Min(BlockRows, nanoamperes.Length - first);
                for (var row = 0; row < rows; row++)
                    Load(volts.Slice((first + row) * seen.Length, seen.Length), inputs.AsSpan(row * seen.Length));
                owner.kernel.Forward(inputs.AsSpan(0, rows * seen.Length), outputs.AsSpan(0, rows), rows);
                for (var row = 0; row < rows; row++)
                    nanoamperes[first + row] = owner.Clipped(output.Read(owner.model.Amplification * outputs[row]));
            }
        }

        public void Dispose() { }

        private void Load(ReadOnlySpan<double> row, Span<float> target)
        {
            input.Apply(row, seen);
            traps.Next();
            var shift = traps.Shift;
            for (var channel = 0; channel < seen.Length; channel++)
                target[channel] = (float)(shift.Length > 0 ? seen[channel] + shift[channel] : seen[channel]);
        }
    }
}
