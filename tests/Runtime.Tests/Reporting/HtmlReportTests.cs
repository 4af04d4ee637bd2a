using System.Collections.Immutable;
using System.Xml.Linq;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting;
using Xunit;

namespace Nano.Runtime.Tests.Reporting;

public class HtmlReportTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>\"' & ]]> \u0000\uD83D";

    public static TheoryData<string> Protocols =>
        ["vc-dimension", "boolean", "abundance", "acquire", "surrogate", "characterise"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_page_is_well_formed_offline_and_small(string protocol)
    {
        var text = HtmlReport.Of(Input(protocol));
        var page = XDocument.Parse(text);
        Assert.InRange(text.Length, 10_000, 300_000);
        Assert.Contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:", text);
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("://", text);
        Assert.DoesNotContain("url(", text);
        Assert.DoesNotContain("@import", text);
        Assert.DoesNotContain(
            page.Descendants().Attributes(),
            attribute =>
                attribute.Name.LocalName is "src" or "style"
                || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
                || attribute.Name.LocalName == "href" && !attribute.Value.StartsWith('#')
        );
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Every_figure_has_title_description_and_caption_and_identifiers_are_unique(string protocol)
    {
        var page = XDocument.Parse(HtmlReport.Of(Input(protocol)));
        var figures = page.Descendants("figure").ToArray();
        Assert.Equal(HtmlReport.PageOf(Input(protocol)).Figures.Count(), figures.Length);
        foreach (var figure in figures)
        {
            var svg = figure.Descendants("svg").Single();
            Assert.True(svg.Element("title")!.Value.Length > 4);
            Assert.True(svg.Element("desc")!.Value.Length > 20);
            Assert.True(figure.Element("figcaption")!.Value.Length > 60);
        }
        var identifiers = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
        foreach (var link in page.Descendants("a"))
            Assert.Contains(link.Attribute("href")!.Value[1..], identifiers);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Files_of_figures_and_data_belong_together(string protocol)
    {
        var input = Input(protocol);
        var figures = ReportFigures.Of(input);
        var data = ReportData.Of(input);
        Assert.Equal(
            figures.Select(figure => Path.ChangeExtension(figure.Name, ".csv")),
            data.Select(item => item.Name)
        );
        Assert.Equal(figures.Length, figures.Select(figure => figure.Name).Distinct().Count());
        foreach (var figure in figures)
            Assert.Equal("svg", XDocument.Parse(figure.Svg).Root!.Name.LocalName);
        foreach (var (name, csv) in data)
        {
            var lines = csv.TrimEnd('\n').Split('\n');
            Assert.True(lines.Length > 1, name);
            Assert.All(lines, line => Assert.Equal(lines[0].Count(s => s == ','), line.Count(s => s == ',')));
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Same_input_same_bytes(string protocol) =>
        Assert.Equal(HtmlReport.Of(Input(protocol)), HtmlReport.Of(Input(protocol)));

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Hostile_names_are_inert(string protocol)
    {
        var input = Input(protocol);
        input = input with
        {
            Plan = input.Plan with
            {
                Name = Hostile,
                Devices = [.. input.Plan.Devices.Select(device => device with { Name = Hostile })],
            },
            Result = Poisoned(input.Result),
            Facts = new RunFacts(Hostile, [(Hostile, Hostile)], double.NaN, [Hostile]),
        };
        var text = HtmlReport.Of(input);
        var page = XDocument.Parse(text);
        Assert.DoesNotContain("<img", text);
        Assert.DoesNotContain("<script", text);
        Assert.Empty(page.Descendants("img"));
        Assert.Contains("</script><img src=x onerror=alert(1)>", page.Descendants("h1").Single().Value);
        foreach (var (_, svg) in ReportFigures.Of(input))
            Assert.Empty(XDocument.Parse(svg).Descendants("img"));
    }

    [Fact]
    public void Data_hold_the_numbers_exactly()
    {
        var input = Samples.VcDimension(4, 4);
        var level = ((VcDimensionResult)input.Result).Levels[0];
        var csv = ReportData.Of(input).Single(item => item.Name == "labellings-4.csv").Csv;
        var first = csv.Split('\n')[1].Split(',');
        Assert.Equal(level.Findings[0].Name, first[0]);
        Assert.Equal(level.Findings[0].Outputs[0], double.Parse(first[3]));
        Assert.Equal(level.Findings[0].Replay!.Outputs[0], double.Parse(first[4]));
        Assert.Equal(1 + 4 * 14 + 1, csv.Split('\n').Length);
    }

    [Fact]
    public void A_cell_with_commas_and_quotes_is_quoted()
    {
        var table = new CsvText(
            ["a", "b"],
            [
                ["1,2", "say \"x\"\n"],
            ]
        );
        Assert.Equal("a,b\n\"1,2\",\"say \"\"x\"\"\n\"\n", table.Text());
    }

    private static ReportInput Input(string protocol) =>
        protocol switch
        {
            "vc-dimension" => Samples.VcDimension(),
            "boolean" => Samples.Boolean(),
            "abundance" => Samples.Abundance(),
            "acquire" => Samples.Acquire(),
            "characterise" => Characterised.Input(),
            _ => Samples.Surrogate(),
        };

    private static ProtocolResult Poisoned(ProtocolResult result) =>
        result switch
        {
            VcDimensionResult vc => vc with
            {
                Device = Poisoned(vc.Device),
                Levels = [.. vc.Levels.Select(level => level with { Findings = Poisoned(level.Findings) })],
            },
            BooleanResult boolean => boolean with
            {
                Device = Poisoned(boolean.Device),
                Gates = Poisoned(boolean.Gates),
            },
            AbundanceResult abundance => abundance with
            {
                Device = Poisoned(abundance.Device),
                Gates = [.. abundance.Gates.Select(gate => gate with { Name = Hostile })],
            },
            AcquireResult acquire => acquire with { Device = Poisoned(acquire.Device) },
            SurrogateResult surrogate => surrogate with { Device = Poisoned(surrogate.Device) },
            CharacteriseResult characterised => characterised with { Device = Hostile, Instrument = Hostile },
            _ => throw new NotSupportedException(),
        };

    private static DeviceStudy Poisoned(DeviceStudy device) => device with { Name = Hostile, Instrument = Hostile };

    private static ImmutableArray<Finding> Poisoned(ImmutableArray<Finding> findings) =>
        [.. findings.Select(finding => finding with { Name = Hostile })];
}
