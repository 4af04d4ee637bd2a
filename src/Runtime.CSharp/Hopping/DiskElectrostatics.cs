using Nano.Runtime.Numerics;

namespace Nano.Runtime.Hopping;

/// <summary>
/// The potential in a disc of radius 1 with eight electrodes, 45° apart, on an otherwise insulating rim. It is linear in
/// the electrode voltages: φ(x) = Σ V_k φ_k(x), and this class gives the basis φ_k.
/// </summary>
/// <remarks>
/// Boundary integral without a mesh. The flux through arc k is Σ_n c_kn T_n(s)/√(1−s²) (which carries the right
/// singularity at the electrode's edges), at angle 45°·k + h·s, and
/// φ(x) = C − (1/π) Σ_k ∫ q_k(s) ln|x − y_k(s)| ds, the Neumann function of the disc for sources on its rim. On its own
/// arc ln|2 sin(h(s−s′)/2)| is split into ln|s−s′|, whose integral against T_n(s′)/√(1−s′²) is −π ln 2 (n = 0) or
/// −(π/n) T_n(s), and a smooth rest. Ten collocation points on each arc and Σ_k c_k0 = 0 make 81 equations.
/// </remarks>
public sealed class DiskElectrostatics
{
    /// <summary>Number of electrodes.</summary>
    public const int Electrodes = 8;

    private const int Orders = 10;
    private const int Unknowns = Electrodes * Orders + 1;
    private const int MatrixPoints = 96;

    // Sites may lie as near as a hundredth of the radius to an arc: the log needs many nodes there.
    private const int FieldPoints = 384;

    private readonly double[] sourceX = new double[Electrodes * FieldPoints];
    private readonly double[] sourceY = new double[Electrodes * FieldPoints];
    private readonly double[] strength = new double[Electrodes * FieldPoints * Electrodes];
    private readonly double[] constant = new double[Electrodes];

    /// <summary>Solves the integral equation once.</summary>
    /// <param name="halfAngle">Half of the angle that an electrode covers, in radians, in (0, π/8).</param>
    public DiskElectrostatics(double halfAngle)
    {
        if (!(halfAngle > 0 && halfAngle < Math.PI / Electrodes))
            throw new NanoException(
                "N241",
                $"an electrode covers a half-angle of {halfAngle:G4} rad; it must lie between 0 and π/8 = 0.3927, so that eight fit on the rim",
                "electrode width = 2 · half-angle · radius"
            );
        HalfAngle = halfAngle;
        var solution = Solve(halfAngle);
        for (var arc = 0; arc < Electrodes; arc++)
        for (var point = 0; point < FieldPoints; point++)
        {
            var s = ChebyshevNode(point, FieldPoints);
            var source = arc * FieldPoints + point;
            (sourceX[source], sourceY[source]) = RimPoint(arc, s);
            for (var basis = 0; basis < Electrodes; basis++)
            {
                var sum = 0.0;
                for (var order = 0; order < Orders; order++)
                    sum += solution[basis][arc * Orders + order] * Chebyshev(order, s);
                // The weight of each Gauss–Chebyshev node is π/points; the field carries 1/π, and ½ makes ln r of ln r².
                strength[source * Electrodes + basis] = -0.5 * sum / FieldPoints;
            }
        }
        for (var basis = 0; basis < Electrodes; basis++)
            constant[basis] = solution[basis][Unknowns - 1];
    }

    /// <summary>Half of the angle that an electrode covers, in radians.</summary>
    public double HalfAngle { get; }

    /// <summary>φ_k at a point inside the disc of radius 1, more than 0.005 from the rim.</summary>
    /// <param name="basis">Receives eight values, which add up to 1.</param>
    public void Potentials(double x, double y, Span<double> basis)
    {
        constant.CopyTo(basis);
        for (var source = 0; source < sourceX.Length; source++)
        {
            var (dx, dy) = (x - sourceX[source], y - sourceY[source]);
            var log = Elementary.Log(Math.FusedMultiplyAdd(dx, dx, dy * dy));
            var strengths = strength.AsSpan(source * Electrodes, Electrodes);
            for (var k = 0; k < Electrodes; k++)
                basis[k] = Math.FusedMultiplyAdd(strengths[k], log, basis[k]);
        }
    }

    private (double X, double Y) RimPoint(int arc, double s)
    {
        var turns = arc / (double)Electrodes + HalfAngle * s / (2 * Math.PI);
        return (Elementary.SinTurns(turns + 0.25), Elementary.SinTurns(turns));
    }

    private static double[][] Solve(double halfAngle)
    {
        var matrix = new double[Unknowns, Unknowns];
        for (var arc = 0; arc < Electrodes; arc++)
        for (var node = 0; node < Orders; node++)
        {
            var row = arc * Orders + node;
            var s = ChebyshevNode(node, Orders);
            for (var other = 0; other < Electrodes; other++)
            for (var order = 0; order < Orders; order++)
                matrix[row, other * Orders + order] = Influence(halfAngle, arc, s, other, order);
            matrix[row, Unknowns - 1] = 1;
        }
        for (var arc = 0; arc < Electrodes; arc++)
            matrix[Unknowns - 1, arc * Orders] = 1;

        var solutions = new double[Electrodes][];
        for (var basis = 0; basis < Electrodes; basis++)
        {
            solutions[basis] = new double[Unknowns];
            for (var node = 0; node < Orders; node++)
                solutions[basis][basis * Orders + node] = 1;
        }
        SmallSystem.Solve(matrix, solutions);
        return solutions;
    }

    /// <summary>−(1/π) ∫ T_order(s′)/√(1−s′²) ln|x − y(s′)| ds′ for x at s on one arc and y on another.</summary>
    private static double Influence(double halfAngle, int arc, double s, int other, int order)
    {
        var sum = 0.0;
        for (var point = 0; point < MatrixPoints; point++)
        {
            var t = ChebyshevNode(point, MatrixPoints);
            double distance;
            if (arc == other)
            {
                var half = halfAngle * (s - t) / 2;
                distance = Math.Abs(half) < 1e-9 ? halfAngle : 2 * Sin(half) / (s - t);
            }
            else
                distance = 2 * Sin(Math.PI * (arc - other) / Electrodes + halfAngle * (s - t) / 2);
            sum += Chebyshev(order, t) * Elementary.Log(Math.Abs(distance));
        }
        sum /= MatrixPoints;
        if (arc == other)
            sum -= order == 0 ? Elementary.Log(2) : Chebyshev(order, s) / order;
        return -sum;
    }

    private static double Sin(double radians) => Elementary.SinTurns(radians / (2 * Math.PI));

    private static double ChebyshevNode(int index, int count) =>
        Elementary.SinTurns((2 * index + 1) / (4.0 * count) + 0.25);

    private static double Chebyshev(int order, double s)
    {
        var (previous, current) = (1.0, s);
        if (order == 0)
            return previous;
        for (var n = 1; n < order; n++)
            (previous, current) = (current, 2 * s * current - previous);
        return current;
    }
}
