using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Curves;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Protocols;

/// <summary>One curve and the zero-bias conductances of a simulated device at several temperatures.</summary>
internal static class TemperatureSweep
{
    public static (TemperatureStudy? Study, (int Readings, int Missing) Counts) Of(
        RunContext context,
        CharacterisePlan plan,
        int repeats
    )
    {
        if (plan.Temperatures.IsEmpty)
            return (null, (0, 0));
        var curves = new TemperatureCurve[plan.Temperatures.Length];
        var (readings, missing) = (0, 0);
        context.Monitor.Stage("temperatures", curves.Length);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(1, context.Threads),
            CancellationToken = context.Stop,
        };
        Unwrapped.For(
            curves.Length,
            options,
            index =>
            {
                using var instrument = context.Laboratory.AtTemperature(plan.Device, plan.Temperatures[index]);
                var reader = new CurveReader(instrument, plan.Plateau, 1, context.Stop);
                curves[index] = Curve(plan, plan.Temperatures[index], reader, repeats);
                Interlocked.Add(ref readings, reader.Readings);
                Interlocked.Add(ref missing, reader.Missing);
                context.Monitor.Step();
            }
        );
        var number = context.Plan.Devices[plan.Device].Electrodes[plan.TemperatureElectrode].Number;
        var study = new TemperatureStudy(
            number,
            [.. curves],
            Fit(curves, curve => curve.ZeroBias),
            Fit(curves, curve => curve.Output)
        );
        return (study, (readings, missing));
    }

    private static TemperatureCurve Curve(CharacterisePlan plan, double kelvin, CurveReader reader, int repeats)
    {
        var channel = plan.TemperatureElectrode;
        var volts = CurveReader.Sweep(reader.Electrodes[channel], plan.Points);
        var rows = new double[volts.Length * plan.Rest.Length];
        CurveReader.Fill(rows, plan.Rest.AsSpan(), channel, volts);
        var currents = reader.Read("characterise/curve", rows);
        var zeroBias = new ZeroBiasSlopes(reader, plan.Step, repeats);
        var slopes = zeroBias.OfAll("characterise/zero-bias");
        return new TemperatureCurve(
            kelvin,
            [.. volts],
            CurveReader.Known(currents),
            slopes[channel],
            zeroBias.Sum(slopes)
        );
    }

    /// <summary>Through the conductances that stand clear of zero.</summary>
    private static TransportFit? Fit(TemperatureCurve[] curves, Func<TemperatureCurve, ZeroBias> of) =>
        TransportLaw.Fit(
            Array.ConvertAll(curves, curve => curve.Kelvin),
            Array.ConvertAll(curves, curve => of(curve) is { Ohms: not null, Slope: { } slope } ? slope : double.NaN)
        );
}
