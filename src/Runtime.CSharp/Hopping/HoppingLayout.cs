using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Hopping;

/// <summary>Where the dopants sit (metres from the centre) and the disorder of each acceptor's energy (electronvolts).</summary>
public sealed record HoppingLayout(double[] X, double[] Y, double[] Disorder, double[] DonorX, double[] DonorY)
{
    /// <summary>No dopant nearer to the rim than this, in metres.</summary>
    public const double RimGap = 1e-9;

    private const int Attempts = 100_000;

    /// <summary>
    /// Draws a layout by rejection from the streams "layout" and "disorder" of the plan's own seed. Acceptors keep
    /// <see cref="HoppingPlan.Spacing"/> from each other, donors keep it from acceptors.
    /// </summary>
    /// <exception cref="NanoException">N242: so many dopants do not fit.</exception>
    public static HoppingLayout Draw(HoppingPlan plan)
    {
        var seeds = new SeedTree(plan.LayoutSeed);
        var stream = seeds.For("layout");
        var (x, y) = (new double[plan.Acceptors], new double[plan.Acceptors]);
        for (var i = 0; i < plan.Acceptors; i++)
            (x[i], y[i]) = Place(plan, stream, x.AsSpan(0, i), y.AsSpan(0, i));
        var (donorX, donorY) = (new double[plan.Donors], new double[plan.Donors]);
        for (var d = 0; d < plan.Donors; d++)
            (donorX[d], donorY[d]) = Place(plan, stream, x, y);

        SortByAngle(x, y);
        var noise = seeds.For("disorder");
        var disorder = new double[plan.Acceptors];
        for (var i = 0; i < disorder.Length; i++)
            disorder[i] = plan.DisorderElectronvolts * noise.Normal();
        return new HoppingLayout(x, y, disorder, donorX, donorY);
    }

    /// <summary>A random point of the disc that keeps the plan's spacing from all the given ones.</summary>
    internal static (double X, double Y) Place(
        HoppingPlan plan,
        RandomStream stream,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y
    )
    {
        var reach = plan.Radius - RimGap;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (px, py) = (stream.Uniform(-reach, reach), stream.Uniform(-reach, reach));
            if (px * px + py * py <= reach * reach && IsFree(px, py, x, y, plan.Spacing))
                return (px, py);
        }
        throw new NanoException(
            "N242",
            $"{plan.Acceptors} acceptors at least {plan.Spacing * 1e9:G4} nm apart do not fit into a disc of radius {plan.Radius * 1e9:G4} nm",
            "fewer acceptors, a larger radius, or a smaller spacing"
        );
    }

    private static bool IsFree(double px, double py, ReadOnlySpan<double> x, ReadOnlySpan<double> y, double spacing)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (px - x[i], py - y[i]);
            if (dx * dx + dy * dy < spacing * spacing)
                return false;
        }
        return true;
    }

    /// <summary>Neighbours in number are then neighbours in space, which lets the solver skip far electrodes eight sites at a time.</summary>
    private static void SortByAngle(double[] x, double[] y)
    {
        var (angles, order) = (new double[x.Length], new int[x.Length]);
        for (var i = 0; i < x.Length; i++)
            (angles[i], order[i]) = (PseudoAngle(x[i], y[i]), i);
        Array.Sort(angles, order);
        var (oldX, oldY) = ((double[])x.Clone(), (double[])y.Clone());
        for (var i = 0; i < x.Length; i++)
            (x[i], y[i]) = (oldX[order[i]], oldY[order[i]]);
    }

    /// <summary>Grows with the polar angle, without a trigonometric function that differs between platforms.</summary>
    private static double PseudoAngle(double x, double y)
    {
        var slope = x / (Math.Abs(x) + Math.Abs(y));
        return y < 0 ? slope : 2 - slope;
    }
}
