using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting;

namespace Nano.Runtime.Tests.Reporting;

/// <summary>A characterisation with everything in it: gaps, clear and unclear falls, a map, temperatures.</summary>
internal static class Characterised
{
    private const int Points = 31;

    public static ReportInput Input()
    {
        var random = new SeedTree(8).For("characterise");
        var plan = Samples.Plan(
            "study of chip 7",
            new CharacterisePlan(
                0,
                Points,
                Directions.Both,
                [0, 0, 0.1, 0, 0, 0, 0],
                4,
                500,
                0.01,
                [new VoltageMapPlan([2, 4], 9)],
                2,
                [77, 100, 130, 160, 290]
            )
        );
        return new ReportInput(
            plan with
            {
                Devices = [plan.Devices[0] with { Physics = HoppingPresets.Reference with { LayoutSeed = 3 } }],
            },
            Result(random),
            Samples.Facts
        );
    }

    public static CharacteriseResult Result(RandomStream random) =>
        new(
            "chip",
            "the simulated device",
            0.01,
            [.. Enumerable.Range(1, 7).Select(number => Curve(random, number))],
            new ZeroBias(0, 0.091, 0.002, 1.1e10),
            [.. Enumerable.Range(1, 7).Select(number => Share(number, 40 * number, 30 * number))],
            [Map(random)],
            new TemperatureStudy(
                3,
                [.. ((double[])[77, 100, 130, 160, 290]).Select(Temperature)],
                new TransportFit(4, 4.6e5, 4.1, 0.994),
                null
            ),
            4321,
            12
        );

    private static ElectrodeCurve Curve(RandomStream random, int number)
    {
        ImmutableArray<double> volts = [.. Enumerable.Range(0, Points).Select(i => -1 + 2 * i / (Points - 1.0))];
        ImmutableArray<double?> up =
        [
            .. volts.Select((v, i) => i == 4 ? (double?)null : v * v * v - 0.3 * v + 0.01 * random.Normal()),
        ];
        return new ElectrodeCurve(
            number,
            volts,
            up,
            number == 7 ? [] : [.. up.Select(value => value + 0.02)],
            0.7,
            number == 7 ? null : 0.02,
            number % 2 == 0,
            new ZeroBias(0, -0.3, 0.01, number == 1 ? null : -3.3e9),
            number == 6
                ? []
                :
                [
                    new NdrWindow(false, -0.32, 0.32, 0.06, -0.06, 0.12, number % 2 == 0, true),
                    new NdrWindow(true, -0.32, 0.32, 0.06, -0.06, 0.12, false, number == 7 ? null : false),
                ]
        );
    }

    private static SlopeShare Share(int number, int negative, int clear) =>
        new(number, 500, negative, negative / 500.0, Interval(negative), clear, clear / 500.0, Interval(clear));

    private static Bounds Interval(int count)
    {
        var (low, high) = Statistics.Wilson(count, 500);
        return new Bounds(low, high);
    }

    private static VoltageMap Map(RandomStream random)
    {
        ImmutableArray<double> volts = [.. Enumerable.Range(0, 9).Select(i => -0.5 + i / 8.0)];
        ImmutableArray<double?> cells =
        [
            .. Enumerable.Range(0, 81).Select(i => i == 40 ? (double?)null : 0.02 * random.Normal()),
        ];
        return new VoltageMap(3, 5, volts, volts, cells, cells, 0.5, 0.1);
    }

    private static TemperatureCurve Temperature(double kelvin)
    {
        ImmutableArray<double> volts = [.. Enumerable.Range(0, Points).Select(i => -0.5 + i / (Points - 1.0))];
        return new TemperatureCurve(
            kelvin,
            volts,
            [.. volts.Select(v => (double?)(v * kelvin / 100))],
            new ZeroBias(0, kelvin / 100, 0, 1e11 / kelvin),
            kelvin == 100 ? new ZeroBias(0, null, 0, null) : new ZeroBias(0, kelvin / 50, 0, 5e10 / kelvin)
        );
    }
}
