using System.Runtime.Intrinsics;

namespace Nano.Runtime.Hopping;

/// <summary>
/// The steady state of a device in mean field: currents of all eight electrodes at given voltages, and their exact
/// derivatives. Holds scratch memory: one solver for each thread.
/// </summary>
/// <remarks>
/// <see cref="Solve"/> starts cold and depends on nothing but its arguments. <see cref="Follow"/> starts from the points
/// before it: several times faster, and where the equations have more than one solution it stays on its branch, as a
/// device does.
/// </remarks>
public sealed class MeanFieldSolver
{
    private const int Electrodes = DiskElectrostatics.Electrodes;

    /// <summary>Currents are whole multiples of 1 nA divided by this.</summary>
    public const double PublishedDigits = 1e9;

    private readonly IMeanFieldEquations equations;
    private readonly NewtonSearch newton;
    private readonly Continuation continuation;
    private readonly StreamPredictor predictor;
    private readonly double[] shift;
    private bool shifted;
    private bool solved;
    private bool factored;

    /// <summary>A solver of a device, which it may share with others.</summary>
    public MeanFieldSolver(HoppingDevice device)
        : this(device, LaneWidth.Widest) { }

    internal MeanFieldSolver(HoppingDevice device, LaneWidth width)
    {
        Device = device;
        equations = Equations(device, width);
        newton = new NewtonSearch(equations);
        continuation = new Continuation(equations, newton, device.Plan.Temperature);
        predictor = new StreamPredictor(device.Sites);
        shift = new double[device.Sites];
    }

    /// <summary>The device that is solved.</summary>
    public HoppingDevice Device { get; }

    /// <summary>Newton steps of the last solution.</summary>
    public int Iterations => newton.Iterations;

    /// <summary>Newton matrices factored for the last solution.</summary>
    public int Matrices => newton.Matrices;

    /// <summary>How the last solution was found.</summary>
    public SolutionPath Path { get; private set; }

    /// <summary>Mean number of holes on each acceptor at the last solution, in the device's order of sites.</summary>
    public ReadOnlySpan<double> Occupations => equations.Occupation;

    /// <summary>Largest net inflow of a site over its total rate, at the last solution.</summary>
    public double Residual => equations.Residual;

    /// <summary>Flows into the electrodes at the last solution in units of ν₀, not rounded.</summary>
    internal ReadOnlySpan<double> Flows => equations.Flows;

    /// <summary>Adds energies (electronvolts, one for each acceptor) to the sites from now on; empty: none.</summary>
    public void Shift(ReadOnlySpan<double> electronvolts)
    {
        shifted = electronvolts.Length > 0;
        if (shifted)
            electronvolts.CopyTo(shift);
        predictor.Forget();
    }

    /// <summary>Starts from nothing.</summary>
    /// <param name="volts">Eight finite voltages, by number of electrode.</param>
    /// <param name="nanoamperes">Eight currents, positive out of the device, rounded to 1e-9 nA.</param>
    public Outcome Solve(ReadOnlySpan<double> volts, Span<double> nanoamperes)
    {
        predictor.Forget();
        newton.Reset();
        return Cold(volts, nanoamperes);
    }

    /// <summary>Starts from the points before; the first of a stream starts from nothing.</summary>
    public Outcome Follow(ReadOnlySpan<double> volts, Span<double> nanoamperes)
    {
        if (!solved || predictor.Points == 0)
            return Solve(volts, nanoamperes);
        newton.Reset();
        factored = false;
        equations.SetVoltages(volts, Added);
        predictor.Predict(volts, equations.Occupation);
        if (newton.Chase())
        {
            Path = SolutionPath.Followed;
            return Publish(volts, nanoamperes);
        }
        predictor.Last(equations.Occupation);
        if (newton.Relax(NewtonSearch.WarmPseudoTime))
        {
            Path = SolutionPath.Followed;
            return Publish(volts, nanoamperes);
        }
        predictor.Forget();
        return Cold(volts, nanoamperes);
    }

    /// <summary>
    /// ∂I_k/∂V_l at the last solution in nanoamperes per volt: row k, column l. Rows and columns add up to zero.
    /// </summary>
    public Outcome Derivatives(Span<double> nanoamperesPerVolt)
    {
        for (var electrode = 0; electrode < Electrodes; electrode++)
        {
            var outcome = Derivative(electrode, nanoamperesPerVolt.Slice(electrode * Electrodes, Electrodes));
            if (!outcome.Ok)
                return outcome;
        }
        return Outcome.Success;
    }

    /// <summary>∂I_k/∂V_l of one electrode k, by one adjoint solution.</summary>
    public Outcome Derivative(int electrode, Span<double> nanoamperesPerVolt)
    {
        if (!solved)
            return Outcome.Failure("there is no solution yet whose derivatives could be taken");
        if (!factored && !equations.Factor(0))
            return Outcome.Failure("the currents have no derivative here: the Newton matrix is singular");
        newton.ForgetFactors();
        factored = true;
        equations.Adjoint(electrode, nanoamperesPerVolt);
        for (var l = 0; l < Electrodes; l++)
            nanoamperesPerVolt[l] *= Device.NanoamperesPerRate;
        return Outcome.Success;
    }

    private ReadOnlySpan<double> Added => shifted ? shift : [];

    private static IMeanFieldEquations Equations(HoppingDevice device, LaneWidth width) =>
        width switch
        {
            LaneWidth.Widest when Vector512.IsHardwareAccelerated => new MeanFieldEquations<Lanes512>(device),
            LaneWidth.Widest when Vector256.IsHardwareAccelerated => new MeanFieldEquations<Lanes256>(device),
            LaneWidth.Bits512 => new MeanFieldEquations<Lanes512>(device),
            LaneWidth.Bits256 => new MeanFieldEquations<Lanes256>(device),
            _ => new MeanFieldEquations<LanesPlain>(device),
        };

    private Outcome Cold(ReadOnlySpan<double> volts, Span<double> nanoamperes)
    {
        solved = factored = false;
        equations.SetVoltages(volts, Added);
        newton.Sweep();
        if (newton.Relax(NewtonSearch.ColdPseudoTime))
            Path = SolutionPath.Cold;
        else if (continuation.FromZeroVolts(volts, Added))
            Path = SolutionPath.FromZeroVolts;
        else if (continuation.FromHighTemperature(volts, Added))
            Path = SolutionPath.FromHighTemperature;
        else
            return Outcome.Failure(
                $"no steady state found: after {newton.Iterations} Newton steps, and continuations in voltage and temperature, a site still gains or loses {equations.Residual:G3} of its charge in each of its own hopping times"
            );
        return Publish(volts, nanoamperes);
    }

    private Outcome Publish(ReadOnlySpan<double> volts, Span<double> nanoamperes)
    {
        solved = true;
        predictor.Remember(volts, equations.Occupation);
        for (var k = 0; k < Electrodes; k++)
            nanoamperes[k] =
                Math.Round(equations.Flows[k] * Device.NanoamperesPerRate * PublishedDigits) / PublishedDigits + 0.0;
        return Outcome.Success;
    }
}

/// <summary>How a solution was found.</summary>
public enum SolutionPath
{
    /// <summary>From half filling.</summary>
    Cold,

    /// <summary>From the points before.</summary>
    Followed,

    /// <summary>By raising all voltages from zero.</summary>
    FromZeroVolts,

    /// <summary>By cooling from 300 K.</summary>
    FromHighTemperature,
}
