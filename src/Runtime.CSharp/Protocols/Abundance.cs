using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Protocols;

/// <summary>
/// Abundance of gates by random search: of so many random settings of the control voltages, how many make each truth
/// table on the instrument – and does the surrogate say so of the same settings?
/// M. Tertilt, J. Mensing et al., Phys. Rev. Applied 22, 024063 (2024), for devices without a surrogate.
/// </summary>
public static class Abundance
{
    /// <summary>All settings with their currents, in the run folder.</summary>
    public const string SettingsFile = "settings.csv";

    public static AbundanceResult Run(RunContext context, AbundancePlan plan)
    {
        using var kept = context.Folder.OpenKept<KeptBlock>();
        if (kept.Kept > 0)
            context.Monitor.Say($"{kept.Kept} blocks of settings were read by an earlier run and are kept");
        context.Monitor.Stage("device", 1);
        var study = DeviceStudies.Of(context, VcDimension.FirstDevice(plan.Network));
        context.Monitor.Step();

        var reader = new SettingReader(context, plan);
        context.Monitor.Stage("settings", reader.Blocks);
        var measured = reader.Read(SearchPlace.Instrument, kept);
        double[] predicted = [];
        if (HasSurrogates(context, plan.Network))
        {
            context.Monitor.Stage("surrogate", reader.Blocks);
            predicted = reader.Read(SearchPlace.Surrogate, null);
        }
        context.Folder.Write(SettingsFile, writer => Write(context, plan, reader, measured, predicted, writer));
        var result = Count(plan, study, reader, measured, predicted);
        foreach (var gate in result.Gates)
            context.Monitor.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{gate.Name}: in {gate.Present.Count} of {gate.Present.Of} settings"
                )
            );
        return result;
    }

    /// <summary>Every device of the network has a model beside an instrument that is not this model itself.</summary>
    private static bool HasSurrogates(RunContext context, NetworkPlan network) =>
        context.Plan.Instrument is not SurrogateInstrumentPlan
        && network.Layers.OfType<DnpuPlan>().All(layer => context.Laboratory.Model(layer.Device) is not null);

    private static AbundanceResult Count(
        AbundancePlan plan,
        DeviceStudy study,
        SettingReader reader,
        double[] measured,
        double[] predicted
    )
    {
        var points = plan.Points.Length;
        var tallies = plan.Gates.Select(gate => new GateTally(gate, plan.Correlation, plan.Contrast)).ToArray();
        var responses = new ResponseTally(plan.Points);
        int readable = 0,
            compared = 0;
        var squares = 0.0;
        for (var setting = 0; setting < plan.Samples; setting++)
        {
            var currents = At(measured, setting);
            if (double.IsNaN(currents[0]))
                continue;
            readable++;
            responses.Add(currents);
            var model = At(predicted, setting);
            if (model.Length > 0 && double.IsNaN(model[0]))
                model = [];
            if (model.Length > 0)
            {
                compared++;
                for (var point = 0; point < points; point++)
                    squares += (model[point] - currents[point]) * (model[point] - currents[point]);
            }
            foreach (var tally in tallies)
                tally.Add(setting, currents, model);
        }
        var isCompared = predicted.Length > 0;
        return new AbundanceResult(
            study,
            plan.Samples,
            readable,
            [
                .. tallies.Select(tally =>
                    tally.Result(
                        readable,
                        isCompared,
                        setting => (reader.Controls(setting), At(measured, setting).ToArray(), Known(setting))
                    )
                ),
            ],
            responses.Each(readable),
            responses.Any(readable),
            isCompared
                ? new SurrogateAbundance(
                    compared,
                    compared > 0 ? Math.Sqrt(squares / ((double)compared * points)) : 0,
                    Sum(tallies)
                )
                : null
        );

        ReadOnlySpan<double> At(double[] currents, int setting) =>
            currents.Length > 0 ? currents.AsSpan(setting * points, points) : [];

        double[] Known(int setting) =>
            At(predicted, setting) is [var first, ..] some && !double.IsNaN(first) ? some.ToArray() : [];
    }

    private static Confusion Sum(GateTally[] tallies)
    {
        var all = tallies.Select(tally => tally.Confusion).ToArray();
        return Confusion.Make(
            all.Sum(one => one.Both),
            all.Sum(one => one.DeviceOnly),
            all.Sum(one => one.SurrogateOnly),
            all.Sum(one => one.Neither)
        );
    }

    private static void Write(
        RunContext context,
        AbundancePlan plan,
        SettingReader reader,
        double[] measured,
        double[] predicted,
        TextWriter writer
    )
    {
        var points = plan.Points.Length;
        writer.Write("setting");
        foreach (var name in Networks.DnpuNetwork.Names(plan.Network, context.Plan.Devices))
            writer.Write($",{name}_V");
        for (var point = 1; point <= points; point++)
            writer.Write($",point{point}_nA");
        for (var point = 1; predicted.Length > 0 && point <= points; point++)
            writer.Write($",point{point}_surrogate_nA");
        writer.Write('\n');
        for (var setting = 0; setting < plan.Samples; setting++)
        {
            writer.Write(setting);
            Row(writer, reader.Controls(setting));
            Row(writer, measured.AsSpan(setting * points, points));
            if (predicted.Length > 0)
                Row(writer, predicted.AsSpan(setting * points, points));
            writer.Write('\n');
        }
    }

    // What could not be read is an empty cell.
    private static void Row(TextWriter writer, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            writer.Write(',');
            if (!double.IsNaN(value))
                writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
