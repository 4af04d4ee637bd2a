namespace Nano.Runtime.Curves;

/// <summary>A stretch of a curve on which the current falls while the voltage rises, by indices of its points.</summary>
/// <param name="Depth">Current at the start minus current at the end.</param>
public readonly record struct Fall(int From, int To, double Depth);

/// <summary>Finds where a curve falls: negative differential conductance.</summary>
public static class Falls
{
    /// <summary>A fall is at least this part of the curve's span: less is seen on no plot and by few instruments.</summary>
    private const double Smallest = 1e-3;

    /// <summary>
    /// From each peak to the valley behind it. A turn counts where the current comes back by more than the threshold, so
    /// that noise does not cut one fall into many. Missing readings (NaN) are passed over.
    /// </summary>
    /// <param name="threshold">Nanoamperes; what is not deeper, or less than a thousandth of the span, is no fall.</param>
    public static List<Fall> Of(ReadOnlySpan<double> nanoamperes, double threshold)
    {
        var found = new List<Fall>();
        var least = Math.Max(threshold, Smallest * Span(nanoamperes));
        var (peak, valley) = (-1, -1);
        for (var point = 0; point < nanoamperes.Length; point++)
        {
            var value = nanoamperes[point];
            if (double.IsNaN(value))
                continue;
            if (valley < 0)
            {
                // Rising: the peak is the last of the highest points.
                if (peak < 0 || value >= nanoamperes[peak])
                    peak = point;
                else if (nanoamperes[peak] - value > least)
                    valley = point;
            }
            else if (value < nanoamperes[valley])
                valley = point;
            else if (value - nanoamperes[valley] > least)
            {
                found.Add(Between(nanoamperes, peak, valley));
                (peak, valley) = (point, -1);
            }
        }
        if (valley >= 0)
            found.Add(Between(nanoamperes, peak, valley));
        return found;
    }

    private static Fall Between(ReadOnlySpan<double> nanoamperes, int peak, int valley) =>
        new(peak, valley, nanoamperes[peak] - nanoamperes[valley]);

    private static double Span(ReadOnlySpan<double> nanoamperes)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in nanoamperes)
            if (!double.IsNaN(value))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return high > low ? high - low : 0;
    }
}
