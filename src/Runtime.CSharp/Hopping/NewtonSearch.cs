namespace Nano.Runtime.Hopping;

/// <summary>
/// Newton's method on the occupations, with what keeps it inside 0..1: steps capped at 0.25, at most nine tenths of the
/// way to a bound, and (when cold) a pseudo-time that starts at 1 and grows as the residual falls.
/// </summary>
internal sealed class NewtonSearch(IMeanFieldEquations equations)
{
    public const double ColdPseudoTime = 1;
    public const double WarmPseudoTime = 1e3;

    private const double Tolerance = 1e-11;
    private const double ImbalanceTolerance = 1e-10;
    private const double LargestStep = 0.25;
    private const double BoundaryShare = 0.1;
    private const int Sweeps = 60;
    private const int MostSteps = 400;
    private const int MostChaseSteps = 40;

    // A stale matrix is kept while it still divides the residual by this.
    private const double KeepRatio = 0.2;

    private readonly BroydenMemory memory = new(equations.Occupation.Length);
    private bool hasFactors;

    public int Iterations { get; private set; }

    private bool Converged => equations.Residual < Tolerance && equations.Imbalance < ImbalanceTolerance;

    /// <summary>Newton matrices that were factored on the way.</summary>
    public int Matrices { get; private set; }

    public void Reset() => Iterations = Matrices = 0;

    /// <summary>The matrix was replaced by somebody else.</summary>
    public void ForgetFactors() => hasFactors = false;

    /// <summary>From half filling, damped relaxation of each site towards its own balance.</summary>
    public void Sweep()
    {
        var p = equations.Occupation;
        p.Fill(0.5);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            equations.Evaluate();
            var relative = equations.Relative;
            for (var i = 0; i < p.Length; i++)
                p[i] += 0.3 * relative[i];
        }
    }

    /// <summary>Pseudo-transient Newton from the present occupations.</summary>
    public bool Relax(double pseudoTime)
    {
        hasFactors = false;
        equations.Evaluate();
        for (var step = 0; step < MostSteps; step++)
        {
            if (Converged)
                return true;
            Matrices++;
            if (!equations.Factor(1 / pseudoTime))
                return false;
            equations.Step();
            Move();
            var before = equations.Residual;
            equations.Evaluate();
            var fall = before / equations.Residual;
            pseudoTime *= fall > 1 ? Math.Clamp(fall, 2, 100) : Math.Max(fall, 0.2);
            if (double.IsNaN(pseudoTime))
                return false;
            pseudoTime = Math.Min(pseudoTime, 1e12);
        }
        return Converged;
    }

    /// <summary>
    /// Newton from a good guess, with a matrix from an earlier point and Broyden's updates for as long as those do: each
    /// such step costs a fraction of a new matrix, and the residual alone decides when to stop.
    /// </summary>
    public bool Chase()
    {
        equations.Evaluate();
        var fresh = false;
        memory.Clear();
        for (var step = 0; step < MostChaseSteps; step++)
        {
            if (Converged)
                return true;
            if (!hasFactors)
            {
                Matrices++;
                if (!equations.Factor(0))
                    return false;
                hasFactors = fresh = true;
                memory.Clear();
            }
            equations.Step();
            memory.Improve(equations.Correction);
            if (Move())
                memory.Remember(equations.Correction);
            else
                memory.Clear();
            var before = equations.Residual;
            equations.Evaluate();
            var kept = equations.Residual / before;
            if (fresh && !(kept < 10))
                return false;
            hasFactors = kept < KeepRatio;
            fresh = false;
        }
        return false;
    }

    /// <summary>Takes the correction; true where all of it could be taken.</summary>
    private bool Move()
    {
        Iterations++;
        var p = equations.Occupation;
        var correction = equations.Correction;
        var largest = 0.0;
        foreach (var value in correction)
            largest = Math.Max(largest, Math.Abs(value));
        var scale = largest > LargestStep ? LargestStep / largest : 1;
        var whole = largest <= LargestStep;
        for (var i = 0; i < p.Length; i++)
        {
            var next = p[i] + scale * correction[i];
            var (low, high) = (BoundaryShare * p[i], 1 - BoundaryShare * (1 - p[i]));
            whole &= next >= low && next <= high;
            p[i] =
                next < low ? low
                : next > high ? high
                : next;
        }
        return whole;
    }
}
