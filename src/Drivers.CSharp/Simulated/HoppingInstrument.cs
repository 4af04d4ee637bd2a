using System.Collections.Concurrent;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;

namespace Nano.Drivers.Simulated;

/// <summary>
/// A device simulated from its physics, in mean field, behind the electronics of the plan. The readout and every
/// electrode that the plan does not list are at 0 V.
/// </summary>
/// <remarks>
/// In each call of Measure the first row starts cold and later rows follow it, so that a call depends only on its
/// waveform and the session's noise; where the equations have more than one solution, rows show the hysteresis of a
/// device. Gradient starts cold in each row and knows no noise. Any number of threads may use an instrument; a session
/// belongs to one.
/// </remarks>
public sealed class HoppingInstrument : IInstrument, IDifferentiable
{
    private readonly DevicePlan plan;
    private readonly EffectsPlan effects;
    private readonly SeedTree seeds;
    private readonly HoppingDevice device;
    private readonly ConcurrentBag<MeanFieldSolver> idle = [];
    private readonly Lazy<double> rootMeanSquare;

    /// <exception cref="NanoException">N401: the plan does not describe a device that can be simulated.</exception>
    public HoppingInstrument(
        DevicePlan plan,
        EffectsPlan effects,
        SeedTree seeds,
        double sampleRate = SimulatedFacts.SampleRate
    )
    {
        if (plan.Physics is not HoppingPlan physics)
            throw new NanoException(
                "N401",
                $"device '{plan.Name}' has no physics that could be simulated",
                "give it 'physics', or choose the instrument 'surrogate'"
            );
        EffectsRules.Demand(effects);
        SimulatedFacts.DemandElectrodes(plan);
        (this.plan, this.effects, this.seeds) = (plan, effects, seeds);
        device = new HoppingDevice(physics);
        rootMeanSquare = new Lazy<double>(FindRootMeanSquare);
        Facts = SimulatedFacts.Of(plan, effects, plan.Electrodes, sampleRate) with
        {
            Saturation = SimulatedFacts.Saturation(effects, rootMeanSquare),
        };
    }

    /// <inheritdoc/>
    public InstrumentFacts Facts { get; }

    /// <summary>The device's root-mean-square current in nanoamperes over 256 random points of its limits.</summary>
    public double RootMeanSquare => rootMeanSquare.Value;

    /// <inheritdoc/>
    public ISession Open(string purpose) => new Session(this, seeds.Below("instrument/" + purpose));

    /// <inheritdoc/>
    /// <exception cref="NanoException">N501: no steady state was found, or it has no derivative.</exception>
    public void Gradient(ReadOnlySpan<double> volts, Span<double> nanoamperes, Span<double> nanoamperesPerVolt)
    {
        var channels = plan.Electrodes.Length;
        Span<double> electrodes = stackalloc double[DiskElectrostatics.Electrodes];
        Span<double> slopes = stackalloc double[DiskElectrostatics.Electrodes];
        var solver = Rent();
        for (var row = 0; row < nanoamperes.Length; row++)
        {
            Spread(volts.Slice(row * channels, channels), electrodes);
            nanoamperes[row] = Current(solver, electrodes, cold: true);
            Demand(solver.Derivative(plan.Readout, slopes));
            for (var channel = 0; channel < channels; channel++)
                nanoamperesPerVolt[row * channels + channel] = slopes[plan.Electrodes[channel].Number];
        }
        idle.Add(solver);
    }

    /// <inheritdoc/>
    public void Dispose() => idle.Clear();

    private MeanFieldSolver Rent() => idle.TryTake(out var solver) ? solver : new MeanFieldSolver(device);

    private void Spread(ReadOnlySpan<double> channels, Span<double> electrodes)
    {
        electrodes.Clear();
        for (var channel = 0; channel < channels.Length; channel++)
            electrodes[plan.Electrodes[channel].Number] = channels[channel];
    }

    private double Current(MeanFieldSolver solver, ReadOnlySpan<double> electrodes, bool cold)
    {
        Span<double> currents = stackalloc double[DiskElectrostatics.Electrodes];
        Demand(cold ? solver.Solve(electrodes, currents) : solver.Follow(electrodes, currents));
        return currents[plan.Readout];
    }

    private void Demand(Outcome outcome)
    {
        if (!outcome.Ok)
            throw new NanoException(
                "N501",
                $"device '{plan.Name}': {outcome.Sentence}",
                "strong coupling (permittivity below 8, no disorder) makes the mean field stiff; another layout seed may do"
            );
    }

    private double FindRootMeanSquare()
    {
        // The device's own seed: the scale is a fact of the device, not of the experiment.
        var stream = new SeedTree(((HoppingPlan)plan.Physics).LayoutSeed).For("scale");
        var solver = Rent();
        var electrodes = new double[DiskElectrostatics.Electrodes];
        var result = SimulatedFacts.RootMeanSquare(
            plan.Electrodes,
            stream,
            volts =>
            {
                Spread(volts, electrodes);
                return Current(solver, electrodes, cold: true);
            }
        );
        idle.Add(solver);
        return result;
    }

    private sealed class Session : ISession
    {
        private readonly HoppingInstrument owner;
        private readonly MeanFieldSolver solver;
        private readonly EffectsInput input;
        private readonly EffectsOutput output;
        private readonly TelegraphTraps traps;
        private readonly double[] seen;
        private int closed;

        public Session(HoppingInstrument owner, SeedTree seeds)
        {
            this.owner = owner;
            solver = owner.Rent();
            seen = new double[owner.plan.Electrodes.Length];
            var effects = owner.effects;
            input = new EffectsInput(effects, owner.plan.Electrodes, owner.Facts.SampleRate);
            output = new EffectsOutput(effects, EffectsRules.NeedsScale(effects) ? owner.RootMeanSquare : 0, seeds);
            var places = seeds.For("traps/places");
            var shifts = new double[effects.Traps][];
            for (var trap = 0; trap < shifts.Length; trap++)
                shifts[trap] = owner.device.DrawTrap(places);
            traps = new TelegraphTraps(shifts, effects.TrapRate, owner.Facts.SampleRate, seeds.For("traps/flips"));
        }

        public void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop)
        {
            Span<double> electrodes = stackalloc double[DiskElectrostatics.Electrodes];
            solver.Shift(traps.Shift);
            for (var row = 0; row < nanoamperes.Length; row++)
            {
                stop.ThrowIfCancellationRequested();
                input.Apply(volts.Slice(row * seen.Length, seen.Length), seen);
                if (traps.Next())
                    solver.Shift(traps.Shift);
                owner.Spread(seen, electrodes);
                nanoamperes[row] = output.Read(owner.Current(solver, electrodes, cold: row == 0));
            }
        }

        public void Dispose()
        {
            // A solver that came back twice would be lent to two threads.
            if (Interlocked.Exchange(ref closed, 1) != 0)
                return;
            solver.Shift([]);
            owner.idle.Add(solver);
        }
    }
}
