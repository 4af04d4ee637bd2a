using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Curves;
using Nano.Runtime.Hopping;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>Curves and zero-bias conductance over temperature, and the law of variable-range hopping.</summary>
public static class TemperatureFigures
{
    /// <summary>Zero-bias output resistance of the first simulation with the parameters of the preset 'reference'.</summary>
    private const double TargetOhmsCold = 1.1e10;
    private const double TargetOhmsWarm = 3.8e8;
    private const double Cold = 77;
    private const double Warm = 290;

    private static readonly ImmutableArray<Tone> Tones =
    [
        Tone.Ink,
        Tone.Blue,
        Tone.Sky,
        Tone.Green,
        Tone.Orange,
        Tone.Vermillion,
        Tone.Purple,
    ];

    public static ImmutableArray<ReportBlock> Blocks(PhysicsPlan physics, TemperatureStudy study) =>
        [
            new PairBlock([Curves(study), Conductance(study)]),
            Table(study),
            Fits(study),
            .. IsReference(physics) && Targets(study) is { } targets ? (ReadOnlySpan<ReportBlock>)[targets] : [],
        ];

    private static FigureBlock Curves(TemperatureStudy study)
    {
        var marks = ImmutableArray.CreateBuilder<PlotMark>();
        marks.Add(new ReferenceMark("", Tone.Muted, ReferenceLine.Horizontal));
        for (var index = 0; index < study.Curves.Length; index++)
        {
            var curve = study.Curves[index];
            marks.Add(
                new LineMark(
                    $"{NumberText.Setting(curve.Kelvin)} K",
                    Tones[index % Tones.Length],
                    curve.Volts,
                    [.. curve.Nanoamperes.Select(current => current ?? double.NaN)],
                    Dashed: index >= Tones.Length
                )
            );
        }
        var plot = new PlotFigure(
            "temperature-curves",
            "Curves at several temperatures",
            "Voltage of one electrode across, readout current upwards, a line for each temperature.",
            [
                new PlotPanel(
                    new Axis($"voltage of e{study.Electrode}", "V"),
                    new Axis("readout current", "nA"),
                    marks.ToImmutable()
                ),
            ]
        )
        {
            PanelWidth = 470,
            PanelHeight = 320,
        };
        var rows = study.Curves.SelectMany(curve =>
            curve.Volts.Select(
                (volts, point) =>
                    ImmutableArray.Create(
                        NumberText.Exact(curve.Kelvin),
                        NumberText.Exact(volts),
                        curve.Nanoamperes[point] is { } current ? NumberText.Exact(current) : ""
                    )
            )
        );
        return new FigureBlock(
            plot,
            $"Readout current in nanoamperes while electrode {study.Electrode} is swept and the others rest, at each temperature.",
            new CsvText(["kelvin", "volts", "nanoamperes"], [.. rows])
        );
    }

    private static FigureBlock Conductance(TemperatureStudy study)
    {
        ImmutableArray<double> places = [.. study.Curves.Select(curve => TransportLaw.Axis(curve.Kelvin))];
        var electrode = Slopes(study, curve => curve.ZeroBias);
        var output = Slopes(study, curve => curve.Output);
        var plot = new PlotFigure(
            "temperature-conductance",
            "Zero-bias conductance over temperature",
            "Temperature to the power of minus one third across, conductance on a logarithmic axis upwards; the law is a straight line.",
            [
                new PlotPanel(
                    new Axis("T^(−1/3)", "K^(−1/3)"),
                    new Axis("zero-bias dI/dV", "nA/V") { Logarithmic = true },
                    [
                        .. Line("fit of the output", study.OutputFit, Tone.Blue),
                        .. Line($"fit of electrode {study.Electrode}", study.ElectrodeFit, Tone.Orange),
                        new ScatterMark("output", Tone.Blue, Shape.Disc, places, output),
                        new ScatterMark($"electrode {study.Electrode}", Tone.Orange, Shape.Frame, places, electrode),
                    ]
                ),
            ]
        )
        {
            PanelWidth = 470,
            PanelHeight = 320,
        };
        return new FigureBlock(
            plot,
            "Zero-bias conductance in nanoamperes per volt on a logarithmic axis, cold to the right; the lines are fits of "
                + $"ln G = a − (T₀/T)^(1/3) between {TransportLaw.Range.Low} and {TransportLaw.Range.High} K. Output: all other "
                + "electrodes together.",
            CsvText.OfColumns(
                ("kelvin", [.. study.Curves.Select(curve => curve.Kelvin)]),
                ("electrode-nanoamperes-per-volt", electrode),
                ("output-nanoamperes-per-volt", output)
            )
        );
    }

    private static IEnumerable<PlotMark> Line(string name, TransportFit? fit, Tone tone)
    {
        if (fit is null)
            yield break;
        var (low, high) = (TransportLaw.Range.Low, TransportLaw.Range.High);
        yield return new LineMark(
            name,
            tone,
            [TransportLaw.Axis(high), TransportLaw.Axis(low)],
            [TransportLaw.Of(fit, high), TransportLaw.Of(fit, low)]
        );
    }

    private static ImmutableArray<double> Slopes(TemperatureStudy study, Func<TemperatureCurve, ZeroBias> of) =>
        [.. study.Curves.Select(curve => of(curve).Slope ?? double.NaN)];

    private static TableBlock Table(TemperatureStudy study) =>
        new(
            "Zero bias at each temperature",
            [
                new("temperature (K)", true),
                new($"dI/dV of e{study.Electrode} (nA/V)", true),
                new($"resistance of e{study.Electrode}", true),
                new("dI/dV of the output (nA/V)", true),
                new("resistance of the output", true),
            ],
            [
                .. study.Curves.Select(curve =>
                    ImmutableArray.Create<TableCell>(
                        NumberText.Setting(curve.Kelvin),
                        CharacteriseWords.Number(curve.ZeroBias.Slope),
                        CharacteriseWords.Ohms(curve.ZeroBias),
                        CharacteriseWords.Number(curve.Output.Slope),
                        CharacteriseWords.Ohms(curve.Output)
                    )
                ),
            ]
        );

    private static TableBlock Fits(TemperatureStudy study) =>
        new(
            $"ln G = a − (T₀/T)^(1/3), temperatures between {TransportLaw.Range.Low} and {TransportLaw.Range.High} K",
            [new("conductance"), new("temperatures", true), new("T₀ (K)", true), new("R²", true)],
            [Row("output", study.OutputFit), Row($"electrode {study.Electrode}", study.ElectrodeFit)]
        );

    private static ImmutableArray<TableCell> Row(string name, TransportFit? fit) =>
        fit is null
            ? [name, "fewer than three clear of zero", "–", "–"]
            : [name, $"{fit.Temperatures}", NumberText.Rounded(fit.T0), NumberText.Rounded(fit.RSquared, 4)];

    /// <summary>The preset, whatever its layout and temperature.</summary>
    private static bool IsReference(PhysicsPlan physics) =>
        physics is HoppingPlan hopping
        && hopping with
        {
            LayoutSeed = HoppingPresets.Reference.LayoutSeed,
            Temperature = HoppingPresets.Reference.Temperature,
        } == HoppingPresets.Reference;

    private static TableBlock? Targets(TemperatureStudy study)
    {
        var (cold, warm) = (At(Cold), At(Warm));
        if (cold is null && warm is null)
            return null;
        var rise = cold?.Slope / warm?.Slope is { } ratio and > 0 ? 1 / ratio : (double?)null;
        return new TableBlock(
            "Beside the targets of the reference device (the values of another layout of the same make)",
            [new("what"), new("this device", true), new("target", true)],
            [
                ["output resistance at 77 K", Ohms(cold), $"{NumberText.Rounded(TargetOhmsCold, 2)} Ω"],
                ["output resistance at 290 K", Ohms(warm), $"{NumberText.Rounded(TargetOhmsWarm, 2)} Ω"],
                [
                    "rise of the conductance from 77 to 290 K",
                    rise is { } times ? $"{NumberText.Rounded(times)}×" : "–",
                    $"{NumberText.Rounded(TargetOhmsCold / TargetOhmsWarm, 2)}×",
                ],
            ]
        );

        ZeroBias? At(double kelvin) => study.Curves.FirstOrDefault(curve => curve.Kelvin == kelvin)?.Output;
        static string Ohms(ZeroBias? slope) => slope is null ? "not measured" : CharacteriseWords.Ohms(slope);
    }
}
