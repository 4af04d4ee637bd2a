using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Protocols;

/// <summary>What every report shows of a device: its current–voltage curves, and its surrogate beside it.</summary>
public static class DeviceStudies
{
    private const int CurvePoints = 41;
    private const int CurveSamples = 16;
    private const int ComparedPoints = 512;

    public static DeviceStudy Of(RunContext context, int device)
    {
        var instrument = context.Laboratory.Instrument(device);
        var plan = context.Plan.Devices[device];
        var curves = Curves(instrument, Plateau(context.Plan), context.Stop);
        var missing = curves.Sum(curve => curve.Nanoamperes.Count(current => current is null));
        SurrogateStudy? study = null;
        if (context.Plan.Instrument is not SurrogateInstrumentPlan && context.Laboratory.Model(device) is not null)
        {
            study = Compare(context, device, instrument);
            missing += ComparedPoints - (study?.Measured.Length ?? 0);
        }
        if (missing > 0)
            context.Monitor.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{missing} readings of device '{plan.Name}' had no steady state and are missing in its curves and comparison"
                )
            );
        return new DeviceStudy(plan.Name, InstrumentNames.Owner(context.Plan.Instrument), curves, study, missing);
    }

    /// <summary>Each electrode from its lower to its upper limit, the others at 0 V; every point is a mean of 16 samples.</summary>
    private static ImmutableArray<CurrentVoltageCurve> Curves(
        IInstrument instrument,
        int plateau,
        CancellationToken stop
    )
    {
        var electrodes = instrument.Facts.Electrodes;
        var curves = ImmutableArray.CreateBuilder<CurrentVoltageCurve>();
        for (var swept = 0; swept < electrodes.Length; swept++)
        {
            var electrode = electrodes[swept];
            var rows = new double[CurvePoints * electrodes.Length];
            var volts = new double[CurvePoints];
            for (var point = 0; point < CurvePoints; point++)
            {
                var share = point / (CurvePoints - 1.0);
                volts[point] = electrode.LowVolts + share * (electrode.HighVolts - electrode.LowVolts);
                rows[point * electrodes.Length + swept] = volts[point];
            }
            using var evaluator = new InstrumentEvaluator(
                instrument,
                $"curve/{electrode.Number}",
                plateau,
                stop,
                allowGaps: true
            );
            var currents = new double[CurvePoints];
            evaluator.Evaluate(rows, currents, CurvePoints);
            curves.Add(new CurrentVoltageCurve(electrode.Number, [.. volts], CurveReader.Known(currents)));
        }
        return curves.ToImmutable();
    }

    // An ideal instrument gives the same current for every sample of a plateau.
    private static int Plateau(ExperimentPlan plan) => EffectsRules.IsIdeal(plan.Instrument.Effects) ? 1 : CurveSamples;

    /// <summary>Over the points with a steady state; null where none has one.</summary>
    private static SurrogateStudy? Compare(RunContext context, int device, IInstrument instrument)
    {
        var electrodes = instrument.Facts.Electrodes;
        var random = context.Seeds.For($"compare/{context.Plan.Devices[device].Name}");
        var volts = new double[ComparedPoints * electrodes.Length];
        for (var i = 0; i < volts.Length; i++)
        {
            var electrode = electrodes[i % electrodes.Length];
            volts[i] = random.Uniform(electrode.LowVolts, electrode.HighVolts);
        }
        var measured = new double[ComparedPoints];
        var predicted = new double[ComparedPoints];
        using (
            var real = new InstrumentEvaluator(
                instrument,
                "compare",
                Plateau(context.Plan),
                context.Stop,
                allowGaps: true
            )
        )
            real.Evaluate(volts, measured, ComparedPoints);
        using (var model = context.Laboratory.Surrogate(device))
            model.Evaluate(volts, predicted, ComparedPoints);
        int[] known = [.. Enumerable.Range(0, ComparedPoints).Where(row => !double.IsNaN(measured[row]))];
        return known.Length > 0
            ? Study([.. known.Select(row => measured[row])], [.. known.Select(row => predicted[row])])
            : null;
    }

    /// <exception cref="NanoException">N502: the model answers with NaN or infinite currents.</exception>
    public static SurrogateStudy Study(double[] measured, double[] predicted)
    {
        var error = Statistics.RootMeanSquareError(measured, predicted);
        if (!double.IsFinite(error))
            throw new NanoException(
                "N502",
                "the surrogate answers with currents that are no numbers; it cannot be used"
            );
        return new SurrogateStudy(
            error,
            Statistics.Spread(measured),
            Statistics.Correlation(measured, predicted),
            [.. measured],
            [.. predicted]
        );
    }
}
