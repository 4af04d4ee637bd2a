using System.Text;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting;

/// <summary>The style sheet of a report: light paper, dark on a dark screen, light again in print.</summary>
public static class HtmlStyle
{
    public static string Css { get; } = Make();

    private static string Make()
    {
        var light = new StringBuilder();
        var dark = new StringBuilder();
        foreach (var (name, onPaper, onScreen) in PlotStyle.Colours)
        {
            light.Append($"--{name}:{onPaper};");
            dark.Append($"--{name}:{onScreen};");
        }
        return ":root{color-scheme:light dark;"
            + light
            + "--page:#f5f6f8;--warm:#fff4ea}\n@media screen and (prefers-color-scheme:dark){:root{"
            + dark
            + "--page:#0f1216;--warm:#33231a}}\n"
            + Layout
            + PlotStyle.Page;
    }

    private const string Layout = """
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
        header,main{max-width:1100px;margin:0 auto;padding:0 24px}
        header{padding-top:28px}
        h1{margin:0;font-size:15px;font-weight:600;color:var(--soft);overflow-wrap:anywhere}
        h2{font-size:19px;margin:0 0 12px}
        p{margin:6px 0 10px;max-width:78ch;overflow-wrap:anywhere}
        .headline{font-size:25px;line-height:1.25;font-weight:650;margin:6px 0 8px;max-width:48ch}
        .warning{background:var(--warm);border-left:4px solid var(--t3);padding:8px 12px;border-radius:4px;max-width:none}
        .keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:18px 0}
        .keys div{background:var(--paper);border:1px solid var(--grid);border-radius:8px;padding:10px 14px;display:flex;flex-direction:column-reverse;justify-content:flex-end}
        .keys dt{color:var(--soft);font-size:12.5px;line-height:1.3}
        .keys dd{margin:0;font-size:22px;font-weight:650;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        nav{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13.5px;margin:10px 0 18px}
        a{color:var(--t0)}
        section{background:var(--paper);border:1px solid var(--grid);border-radius:10px;padding:18px 22px;margin:0 0 18px}
        figure{margin:6px 0 22px}
        figcaption{font-size:13.5px;color:var(--soft);max-width:88ch;margin-top:4px;overflow-wrap:anywhere}
        figcaption strong{color:var(--text)}
        svg.plot{max-width:100%;height:auto;display:block}
        .scroll{overflow-x:auto}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(400px,1fr));gap:0 24px}
        table{border-collapse:collapse;font-size:12.8px;font-variant-numeric:tabular-nums;margin:4px 0 16px}
        caption{text-align:left;color:var(--soft);padding-bottom:6px}
        th,td{padding:3px 12px 3px 0;text-align:left;border-bottom:1px solid var(--grid);vertical-align:top}
        td{white-space:nowrap}.w{white-space:normal;overflow-wrap:anywhere}
        th{font-weight:600;color:var(--soft);border-bottom-color:var(--frame)}
        .n{text-align:right}
        .bad{color:var(--t3);font-weight:600}
        details{border-top:1px solid var(--grid);padding:8px 0}
        summary{cursor:pointer;font-weight:600;padding:2px 0}
        pre{background:var(--page);border:1px solid var(--grid);border-radius:6px;padding:10px 14px;overflow-x:auto;font:13px/1.5 ui-monospace,"DejaVu Sans Mono",monospace}
        @media print{body{background:none;font-size:11pt}section{border:0;padding:0;break-inside:auto}figure,tr{break-inside:avoid}nav{display:none}}

        """;
}
