using System.Text;

namespace Nano.Runtime.Reporting.Plots;

/// <summary>
/// The look of figures. Inside a page the colours are custom properties, so that a dark screen can exchange them; a
/// figure in a file of its own carries the light colours as they are, since not every program knows properties.
/// </summary>
public static class PlotStyle
{
    /// <summary>Name of a colour, its value on light paper, its value on a dark screen. The tones come first, in order.</summary>
    public static IReadOnlyList<(string Name, string Light, string Dark)> Colours { get; } =
    [
        ("t0", "#0072b2", "#4aa8e0"),
        ("t1", "#e69f00", "#f0b429"),
        ("t2", "#009e73", "#2cc79a"),
        ("t3", "#d55e00", "#ff8540"),
        ("t4", "#cc79a7", "#e09cc3"),
        ("t5", "#56b4e9", "#7cc8f2"),
        ("t6", "#1c2430", "#e6e9ee"),
        ("t7", "#8b94a0", "#8b94a0"),
        ("text", "#1c2430", "#e6e9ee"),
        ("soft", "#596472", "#a3adba"),
        ("paper", "#ffffff", "#171b21"),
        ("grid", "#e6e9ed", "#2a313b"),
        ("frame", "#b9c0c9", "#4a5462"),
    ];

    /// <summary>Rules for figures inside a page; the page sets the properties.</summary>
    public static string Page { get; } = Rules(name => $"var(--{name})");

    /// <summary>Rules for a figure in a file of its own.</summary>
    public static string Standalone { get; } =
        Rules(name => Colours.First(colour => colour.Name == name).Light) + "svg.plot{background:#ffffff}";

    private static string Rules(Func<string, string> colour)
    {
        var css = new StringBuilder();
        css.Append("svg.plot text{font:11.5px system-ui,-apple-system,\"Segoe UI\",\"DejaVu Sans\",sans-serif;");
        css.Append($"fill:{colour("soft")}}}");
        css.Append("svg.plot.compact text{font-size:9.5px}");
        css.Append($"svg.plot .lb,svg.plot .lg,svg.plot .ti{{fill:{colour("text")}}}");
        css.Append("svg.plot .ti{font-weight:600}");
        css.Append("svg.plot.compact .lb,svg.plot.compact .lg{font-size:11.5px}");
        css.Append("svg.plot .en{text-anchor:end}svg.plot .mi{text-anchor:middle}");
        css.Append($"svg.plot .pa{{fill:none;stroke:{colour("frame")};stroke-width:1}}");
        css.Append($"svg.plot .fg{{fill:none;stroke:{colour("t3")};stroke-width:1.6}}");
        css.Append($"svg.plot .gr{{fill:none;stroke:{colour("grid")};stroke-width:1}}");
        css.Append($"svg.plot .no{{fill:{colour("grid")}}}");
        for (var tone = 0; tone <= (int)Tone.Muted; tone++)
            css.Append($"svg.plot .t{tone}{{color:{colour("t" + tone)}}}");
        css.Append(
            "svg.plot .ln{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linejoin:round;stroke-linecap:round}"
        );
        css.Append("svg.plot .da{stroke-dasharray:5 3}");
        css.Append("svg.plot .rf{fill:none;stroke:currentColor;stroke-width:1.1;stroke-dasharray:4 3}");
        css.Append("svg.plot .dt{fill:none;stroke:currentColor;stroke-width:6;stroke-linecap:round}");
        css.Append("svg.plot .sm{stroke-width:3.4;opacity:.6}");
        css.Append("svg.plot .sq{fill:none;stroke:currentColor;stroke-width:5.4;stroke-linecap:square}");
        css.Append(
            "svg.plot.compact .dt{stroke-width:4.8}svg.plot.compact .sq{stroke-width:4.2}svg.plot.compact .op{stroke-width:1}"
        );
        css.Append("svg.plot .op{fill:none;stroke:currentColor;stroke-width:1.3}");
        css.Append("svg.plot .fl{fill:currentColor;stroke:none}");
        css.Append("svg.plot .hi{fill:currentColor;fill-opacity:.35;stroke:currentColor;stroke-width:1}");
        css.Append("svg.plot .bx{fill:currentColor;fill-opacity:.18;stroke:currentColor;stroke-width:1.2}");
        css.Append("svg.plot .bd{fill:currentColor;fill-opacity:.16;stroke:none}");
        return css.ToString();
    }
}
