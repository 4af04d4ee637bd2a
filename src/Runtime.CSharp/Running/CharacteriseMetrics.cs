using System.Globalization;
using System.Text;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Running;

/// <summary>metrics.csv of a characterisation: a row for each electrode; what is unknown is an empty cell.</summary>
internal static class CharacteriseMetrics
{
    public static void Write(StringBuilder text, CharacteriseResult result)
    {
        text.Append("electrode,largest_nA,zero_bias_nA_per_V,zero_bias_error_nA_per_V,resistance_ohm,hysteresis_nA,");
        text.Append("ndr_windows,clear_ndr_windows,deepest_nA,deepest_from_V,deepest_to_V,");
        text.Append("settings,ndr_share,ndr_share_low,ndr_share_high,clear_ndr_share\n");
        for (var index = 0; index < result.Curves.Length; index++)
        {
            var curve = result.Curves[index];
            // The way back shows the same windows once more.
            NdrWindow[] falls = [.. curve.Falls.Where(window => !window.Back)];
            var deepest = falls.MaxBy(window => window.Depth);
            var share = index < result.Shares.Length ? result.Shares[index] : null;
            Row(
                text,
                curve.Electrode,
                curve.Largest,
                curve.ZeroBias.Slope,
                curve.ZeroBias.Error,
                curve.ZeroBias.Ohms,
                curve.Hysteresis,
                falls.Length,
                falls.Count(window => window.Clear),
                deepest?.Depth,
                deepest?.FromVolts,
                deepest?.ToVolts,
                share?.Settings,
                share?.Share,
                share?.Interval.Low,
                share?.Interval.High,
                share?.ClearShare
            );
        }
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<double?> cells)
    {
        for (var index = 0; index < cells.Length; index++)
            text.Append(index > 0 ? "," : "").Append(cells[index]?.ToString("R", CultureInfo.InvariantCulture));
        text.Append('\n');
    }
}
