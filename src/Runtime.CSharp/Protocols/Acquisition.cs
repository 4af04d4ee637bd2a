using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Nano.Plan;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;

namespace Nano.Runtime.Protocols;

/// <summary>Records input–output data of a device into data.csv, and the phases of every batch into phases.csv.</summary>
public static class Acquisition
{
    private const int HistogramBins = 60;

    public static AcquireResult Run(RunContext context, AcquirePlan plan)
    {
        context.Monitor.Stage("device", 1);
        var study = DeviceStudies.Of(context, plan.Sampling.Device);
        context.Monitor.Step();
        var data = Record(context, plan.Sampling);
        var range = Range(data.Nanoamperes);
        return new AcquireResult(
            study,
            data.Rows,
            plan.Sampling.Batches,
            range,
            Statistics.Mean(data.Nanoamperes),
            Statistics.Spread(data.Nanoamperes),
            Histogram(data.Nanoamperes, range)
        );
    }

    /// <summary>Samples the device and writes both files.</summary>
    public static SampledData Record(RunContext context, SamplingPlan plan)
    {
        context.Monitor.Stage("sampling", plan.Batches);
        var instrument = context.Laboratory.Instrument(plan.Device);
        var sampling = new Sampling(plan, instrument, context.Seeds);
        var data = sampling.Run(context.Threads, context.Monitor.Step, context.Stop);
        var electrodes = context.Plan.Devices[plan.Device].Electrodes;
        var columns = string.Join(',', electrodes.Select(e => $"V{e.Number}"));
        context.Folder.Write("data.csv", writer => Table(writer, $"{columns},I_nA", data.Volts, data.Nanoamperes));
        var turns = string.Join(',', electrodes.Select(e => $"phase{e.Number}_turns"));
        context.Folder.Write("phases.csv", writer => Table(writer, turns, data.Phases, null, electrodes.Length));
        return data;
    }

    private static void Table(TextWriter writer, string header, double[] cells, double[]? last, int columns = 0)
    {
        columns = last is null ? columns : cells.Length / last.Length;
        var line = new StringBuilder();
        writer.Write(header);
        writer.Write('\n');
        for (var row = 0; row < cells.Length / columns; row++)
        {
            line.Clear();
            for (var column = 0; column < columns; column++)
                line.Append(column > 0 ? "," : "")
                    .Append(cells[row * columns + column].ToString(CultureInfo.InvariantCulture));
            if (last is not null)
                line.Append(',').Append(last[row].ToString(CultureInfo.InvariantCulture));
            writer.Write(line.Append('\n'));
        }
    }

    internal static Bounds Range(ReadOnlySpan<double> values)
    {
        double low = double.PositiveInfinity,
            high = double.NegativeInfinity;
        foreach (var value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        return new Bounds(low, high);
    }

    /// <summary>Counts in equal bins over the range.</summary>
    private static ImmutableArray<double> Histogram(ReadOnlySpan<double> values, Bounds range)
    {
        var bins = new double[HistogramBins];
        var width = (range.High - range.Low) / HistogramBins;
        foreach (var value in values)
            bins[width > 0 ? Math.Min((int)((value - range.Low) / width), HistogramBins - 1) : 0]++;
        return [.. bins];
    }
}
