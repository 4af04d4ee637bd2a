using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>Points, wanted labels, and the network whose control voltages are searched. One output.</summary>
/// <param name="Data">Row-major, one row for each point.</param>
/// <param name="Margin">Nanoamperes between the two classes that are wanted; more than that is no better.</param>
public sealed record SearchTask(DnpuNetwork Network, double[] Data, bool[] Targets, double Margin = 0)
{
    /// <summary>Number of points.</summary>
    public int Rows => Targets.Length;
}

/// <summary>The best that a search has seen.</summary>
/// <param name="Steps">Generations or epochs that were run.</param>
/// <param name="Gap">Nanoamperes between the classes, at most the margin that was wanted; negative where they overlap.</param>
/// <param name="Saturated">An output lies where the reading saturates, so its current is not known.</param>
/// <param name="Inside">All control voltages lie inside their limits.</param>
public sealed record SearchResult(
    double[] Controls,
    double[] Outputs,
    double Correlation,
    ThresholdFit Threshold,
    double Gap,
    int Steps,
    bool Saturated,
    bool Inside
);

/// <summary>Keeps the best candidate: inside its limits first, then accuracy, then the gap up to the wanted margin, then correlation.</summary>
internal sealed class BestOf(SearchTask task, double stopCorrelation)
{
    private readonly double[] wanted = Array.ConvertAll(task.Targets, label => label ? 1.0 : 0.0);
    private double[] controls = [];
    private double[] outputs = [];
    private double correlation = double.NegativeInfinity;
    private ThresholdFit threshold;
    private double gap = double.NegativeInfinity;
    private bool saturated;
    private bool inside;

    /// <summary>All points are right, and the margin and the correlation that were asked for are reached.</summary>
    public bool Reached =>
        inside && !saturated && threshold.Percent >= 100 && gap >= task.Margin && correlation >= stopCorrelation;

    public void Offer(ReadOnlySpan<double> candidate, ReadOnlySpan<double> currents)
    {
        var isInside = IsInside(candidate);
        var r = Statistics.Correlation(currents, wanted);
        var isSaturated = Saturation.Reached(currents, task.Network.OutputClip);
        var isUsable = isInside && !isSaturated;
        var usable = inside && !saturated;
        if (!AllFinite(currents) || (usable && !isUsable))
            return;
        var fit = ThresholdAccuracy.Rising(currents, task.Targets);
        var width = Math.Min(Gap(currents), task.Margin);
        var better =
            controls.Length == 0
            || (isUsable && !usable)
            || fit.Percent > threshold.Percent
            || (fit.Percent == threshold.Percent && (width > gap || (width == gap && r > correlation)));
        if (!better)
            return;
        (controls, outputs) = (candidate.ToArray(), currents.ToArray());
        (correlation, threshold, gap, saturated, inside) = (r, fit, width, isSaturated, isInside);
    }

    // Lowest current labelled 1 above the highest labelled 0.
    private double Gap(ReadOnlySpan<double> currents)
    {
        double lowestOne = double.PositiveInfinity,
            highestZero = double.NegativeInfinity;
        for (var i = 0; i < currents.Length; i++)
            if (task.Targets[i])
                lowestOne = Math.Min(lowestOne, currents[i]);
            else
                highestZero = Math.Max(highestZero, currents[i]);
        return lowestOne - highestZero;
    }

    /// <exception cref="NanoException">N502: not one candidate had outputs that are numbers.</exception>
    public SearchResult Result(int steps) =>
        controls.Length > 0
            ? new SearchResult(controls, outputs, correlation, threshold, gap, steps, saturated, inside)
            : throw new NanoException(
                "N502",
                "every output of the search is NaN or infinite; the model cannot be used"
            );

    private static bool AllFinite(ReadOnlySpan<double> currents)
    {
        foreach (var current in currents)
            if (!double.IsFinite(current))
                return false;
        return true;
    }

    private bool IsInside(ReadOnlySpan<double> candidate)
    {
        var limits = task.Network.ControlLimits;
        for (var i = 0; i < candidate.Length; i++)
            if (!(candidate[i] >= limits[i].Low && candidate[i] <= limits[i].High))
                return false;
        return true;
    }
}
