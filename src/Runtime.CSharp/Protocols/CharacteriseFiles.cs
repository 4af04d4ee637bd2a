using System.Collections.Immutable;
using System.Globalization;
using Nano.Runtime.Curves;

namespace Nano.Runtime.Protocols;

/// <summary>The tables of a characterisation: curves.csv, map-3-5.csv and temperatures.csv; missing currents are empty cells.</summary>
internal static class CharacteriseFiles
{
    public static void Write(RunContext context, CharacteriseResult result)
    {
        context.Folder.Write("curves.csv", writer => Curves(writer, result.Curves));
        foreach (var map in result.Maps)
            context.Folder.Write(
                string.Create(CultureInfo.InvariantCulture, $"map-{map.First}-{map.Second}.csv"),
                writer => Map(writer, map)
            );
        if (result.Temperatures is { } study)
            context.Folder.Write("temperatures.csv", writer => Temperatures(writer, study));
    }

    private static void Curves(TextWriter writer, ImmutableArray<ElectrodeCurve> curves)
    {
        writer.Write("electrode,direction,V,I_nA,slope_nA_per_V\n");
        foreach (var curve in curves)
        {
            Direction("up", curve.Up);
            if (curve.Down.Length > 0)
                Direction("down", curve.Down);

            void Direction(string name, ImmutableArray<double?> currents)
            {
                var slopes = DifferentialConductance.Of(curve.Volts.AsSpan(), Numbers(currents));
                for (var point = 0; point < currents.Length; point++)
                    writer.Write(
                        $"{curve.Electrode},{name},{Text(curve.Volts[point])},{Text(currents[point])},{Text(slopes[point])}\n"
                    );
            }
        }
    }

    private static void Map(TextWriter writer, VoltageMap map)
    {
        writer.Write($"V{map.First},V{map.Second},I_nA,slope_nA_per_V\n");
        for (var cell = 0; cell < map.Nanoamperes.Length; cell++)
        {
            var (column, row) = (cell % map.FirstVolts.Length, cell / map.FirstVolts.Length);
            writer.Write(
                $"{Text(map.FirstVolts[column])},{Text(map.SecondVolts[row])},{Text(map.Nanoamperes[cell])},{Text(map.Slopes[cell])}\n"
            );
        }
    }

    private static void Temperatures(TextWriter writer, TemperatureStudy study)
    {
        writer.Write($"T_K,V{study.Electrode},I_nA\n");
        foreach (var curve in study.Curves)
            for (var point = 0; point < curve.Volts.Length; point++)
                writer.Write($"{Text(curve.Kelvin)},{Text(curve.Volts[point])},{Text(curve.Nanoamperes[point])}\n");
    }

    private static double[] Numbers(ImmutableArray<double?> values) => [.. values.Select(value => value ?? double.NaN)];

    private static string Text(double? value) =>
        value is { } known && !double.IsNaN(known) ? known.ToString("R", CultureInfo.InvariantCulture) : "";
}
