namespace Nano.Runtime.Learning;

/// <summary>A threshold on a current, and the per cent of points on their right side of it.</summary>
/// <param name="Rising">Points above the threshold are labelled 1; otherwise those below.</param>
public readonly record struct ThresholdFit(double Percent, double Threshold, bool Rising);

/// <summary>
/// The best threshold on one output, exactly, by sorting: O(n log n), and with either direction allowed never worse than
/// a trained one-neuron perceptron.
/// </summary>
public static class ThresholdAccuracy
{
    /// <summary>Label 1 must be the larger current, as a gate needs it.</summary>
    public static ThresholdFit Rising(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets) =>
        Best(outputs, targets, falling: false);

    /// <summary>Either direction, as a perceptron may choose.</summary>
    public static ThresholdFit EitherWay(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets) =>
        Best(outputs, targets, falling: true);

    private static ThresholdFit Best(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets, bool falling)
    {
        var n = outputs.Length;
        Span<int> order = n <= 256 ? stackalloc int[n] : new int[n];
        Span<double> keys = n <= 256 ? stackalloc double[n] : new double[n];
        outputs.CopyTo(keys);
        var ones = 0;
        for (var i = 0; i < n; i++)
        {
            if (double.IsNaN(keys[i]))
                return new ThresholdFit(0, double.NaN, true);
            order[i] = i;
            ones += targets[i] ? 1 : 0;
        }
        keys.Sort(order);
        // Cut before position c: the c lowest are labelled 0 (rising) or 1 (falling). Cuts between equal outputs do not exist.
        int onesBelow = 0,
            bestRight = -1,
            bestCut = 0;
        var bestRising = true;
        for (var cut = 0; cut <= n; cut++)
        {
            if (cut > 0 && targets[order[cut - 1]])
                onesBelow++;
            if (cut > 0 && cut < n && keys[cut] == keys[cut - 1])
                continue;
            var right = cut - onesBelow + (ones - onesBelow);
            if (right > bestRight)
                (bestRight, bestCut, bestRising) = (right, cut, true);
            if (falling && n - right > bestRight)
                (bestRight, bestCut, bestRising) = (n - right, cut, false);
        }
        var threshold =
            bestCut == 0 ? Below(keys[0])
            : bestCut == n ? Above(keys[n - 1])
            : keys[bestCut - 1] + (keys[bestCut] - keys[bestCut - 1]) / 2;
        return new ThresholdFit(100.0 * bestRight / n, threshold, bestRising);
    }

    private static double Below(double value) => value - Math.Max(1e-9, Math.Abs(value) * 1e-9);

    private static double Above(double value) => value + Math.Max(1e-9, Math.Abs(value) * 1e-9);
}
