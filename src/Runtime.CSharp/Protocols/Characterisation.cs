using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Curves;
using Nano.Runtime.Devices;

namespace Nano.Runtime.Protocols;

/// <summary>
/// What a physicist wants to see of a device before using it: curves and where they fall, how often slopes are negative,
/// maps of two voltages, and what temperature changes.
/// </summary>
public static class Characterisation
{
    /// <summary>Repeats of a zero-bias slope on a noisy instrument.</summary>
    private const int Repeats = 64;

    public static CharacteriseResult Run(RunContext context, CharacterisePlan plan)
    {
        context.Monitor.Stage("device", 1);
        var instrument = context.Laboratory.Instrument(plan.Device);
        var isIdeal = EffectsRules.IsIdeal(context.Plan.Instrument.Effects);
        var reader = new CurveReader(instrument, plan.Plateau, context.Threads, context.Stop);
        var noise = isIdeal ? RestNoise.None : Noise(reader, plan);
        var slopes = new ZeroBiasSlopes(reader, plan.Step, isIdeal ? 1 : Repeats);
        var zeroBias = slopes.OfAll("characterise/zero-bias");
        context.Monitor.Step();

        var curves = ElectrodeCurves.Of(context, plan, reader, noise, zeroBias);
        var shares = SlopeCounts.Of(context, plan, reader, noise.Deviation);
        ImmutableArray<VoltageMap> maps =
        [
            .. plan.Maps.Select(map => VoltageMaps.Of(context, plan, map, reader, noise.Deviation)),
        ];
        var (temperatures, warm) = TemperatureSweep.Of(context, plan, isIdeal ? 1 : Repeats);
        var result = new CharacteriseResult(
            context.Plan.Devices[plan.Device].Name,
            InstrumentNames.Owner(context.Plan.Instrument),
            noise.Deviation,
            curves,
            slopes.Sum(zeroBias),
            shares,
            maps,
            temperatures,
            reader.Readings + warm.Readings,
            reader.Missing + warm.Missing
        );
        CharacteriseFiles.Write(context, result);
        if (result.Missing > 0)
            context.Monitor.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Missing} of {result.Readings} readings had no steady state and are missing"
                )
            );
        return result;
    }

    /// <summary>Readings at rest, each a plateau of its own, for as long as a curve up and back takes.</summary>
    private static RestNoise Noise(CurveReader reader, CharacterisePlan plan)
    {
        var length = RestNoise.Length(plan.Points);
        var rows = new double[length * plan.Rest.Length];
        for (var row = 0; row < length; row++)
            plan.Rest.CopyTo(rows, row * plan.Rest.Length);
        return RestNoise.Of(reader.Read("characterise/noise", rows), plan.Points);
    }
}
