using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Curves;

namespace Nano.Runtime.Protocols;

/// <summary>The current over the voltages of two electrodes, line by line: the first is swept for each voltage of the second.</summary>
internal static class VoltageMaps
{
    public static VoltageMap Of(
        RunContext context,
        CharacterisePlan plan,
        VoltageMapPlan map,
        CurveReader reader,
        double noise
    )
    {
        var (first, second) = (reader.Electrodes[map.Electrodes[0]], reader.Electrodes[map.Electrodes[1]]);
        var name = string.Create(CultureInfo.InvariantCulture, $"{first.Number}-{second.Number}");
        var across = CurveReader.Sweep(first, map.Points);
        var up = CurveReader.Sweep(second, map.Points);
        var currents = new double[map.Points * map.Points];
        var slopes = new double[currents.Length];
        context.Monitor.Stage($"map {name}", map.Points);
        reader.Each(
            map.Points,
            line =>
            {
                double[] others = [.. plan.Rest];
                others[map.Electrodes[1]] = up[line];
                var rows = new double[map.Points * others.Length];
                CurveReader.Fill(rows, others, map.Electrodes[0], across);
                var purpose = string.Create(CultureInfo.InvariantCulture, $"characterise/map/{name}/{line}");
                var read = reader.Read(purpose, rows);
                read.CopyTo(currents, line * map.Points);
                DifferentialConductance.Of(across, read).CopyTo(slopes, line * map.Points);
                context.Monitor.Step();
            }
        );
        // The slopes at the edges are over one spacing, those inside over two.
        var error = NoiseBound.OfSlope(noise, 2 * (across[1] - across[0]));
        var (known, negative, clear) = (0, 0, 0);
        for (var cell = 0; cell < slopes.Length; cell++)
        {
            var isEdge = cell % map.Points == 0 || cell % map.Points == map.Points - 1;
            known += double.IsNaN(slopes[cell]) ? 0 : 1;
            negative += slopes[cell] < 0 ? 1 : 0;
            clear += slopes[cell] < -NoiseBound.Slope * (isEdge ? 2 * error : error) ? 1 : 0;
        }
        return new VoltageMap(
            first.Number,
            second.Number,
            [.. across],
            [.. up],
            CurveReader.Known(currents),
            CurveReader.Known(slopes),
            (double)negative / Math.Max(1, known),
            (double)clear / Math.Max(1, known)
        );
    }
}
