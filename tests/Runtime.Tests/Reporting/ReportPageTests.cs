using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Reporting;
using Nano.Runtime.Reporting.Pages;
using Nano.Runtime.Reporting.Plots;
using Xunit;

namespace Nano.Runtime.Tests.Reporting;

public class ReportPageTests
{
    [Fact]
    public void The_headline_tells_the_largest_full_capacity()
    {
        var levels = ImmutableArray.Create(Level(3, 6, 6, 6), Level(4, 14, 14, 13), Level(5, 30, 28, 27));
        Assert.Equal(
            "Capacity 1.00 at N = 4: all 14 labellings found, 13 hold on the device.",
            CapacityWords.Headline(levels)
        );
        Assert.Equal(
            "Capacity 1.00 at N = 3: all 6 labellings found, and all hold on the device.",
            CapacityWords.Headline([levels[0]])
        );
        Assert.Equal(
            "Capacity 0.93 at N = 5: 28 of 30 labellings found, 27 hold on the device.",
            CapacityWords.Headline([levels[2]])
        );
        Assert.Equal(
            "Capacity 0.93 at N = 5: 28 of 30 labellings found.",
            CapacityWords.Headline([Level(5, 30, 28, null)])
        );
        Assert.Equal("No number of points was tried.", CapacityWords.Headline([]));
    }

    [Fact]
    public void Voltages_outside_their_limits_are_said_in_words()
    {
        var input = Samples.VcDimension(2, 2);
        var result = (VcDimensionResult)input.Result;
        var level = result.Levels[0];
        var findings = level.Findings.SetItem(
            0,
            level.Findings[0] with
            {
                Controls = [0, 0.75, 0, 0, 0],
                InsideLimits = false,
            }
        );
        var page = HtmlReport.PageOf(
            input with
            {
                Result = result with { Levels = [level with { Findings = findings }] },
            }
        );
        Assert.Contains(page.Warnings, warning => warning.Contains($"{findings[0].Name} (e2 at 0.750 V)"));
        var cell = page
            .Sections.SelectMany(section => section.Blocks)
            .OfType<DetailsBlock>()
            .SelectMany(block => block.Blocks)
            .OfType<TableBlock>()
            .First()
            .Rows[0][^1];
        Assert.True(cell.Flagged);
        Assert.Contains("0.750 (outside)", cell.Text);
        Assert.Contains("e2", ReportData.Of(input).Single(item => item.Name == "control-voltages.csv").Csv);
    }

    [Fact]
    public void The_first_number_of_points_that_went_wrong_stands_open()
    {
        var input = Samples.VcDimension();
        var result = (VcDimensionResult)input.Result;
        var expected = result
            .Levels.First(level => level.Found < level.Labellings || level.ValidatedCapacity < 1)
            .Points;
        var open = HtmlReport
            .PageOf(input)
            .Sections.SelectMany(section => section.Blocks)
            .OfType<DetailsBlock>()
            .Where(block => block.Open)
            .ToArray();
        Assert.StartsWith($"N = {expected}:", Assert.Single(open).Summary);
    }

    [Fact]
    public void Controls_of_many_nodes_are_told_apart()
    {
        var plan = Samples.Plan("two nodes", new VcDimensionPlan(Samples.Search, 2, 2, [], 0.5));
        var network = new NetworkPlan([new InputPlan("input", 2), new DnpuPlan("pair", [0], 2, 0, true)]);
        var slots = ControlSlots.Of(plan, network);
        Assert.Equal(10, slots.Length);
        Assert.Equal("n1 e1", slots[0].Name);
        Assert.Equal("n2 e7", slots[9].Name);
        Assert.Equal((-0.7, 0.3), (slots[9].LowVolts, slots[9].HighVolts));
        Assert.False(slots[9].Allows(0.31));
        Assert.True(slots[9].Allows(0.3));
    }

    [Fact]
    public void Many_labellings_are_cut_with_what_went_wrong_first()
    {
        var input = Samples.VcDimension(7, 7);
        var findings = ((VcDimensionResult)input.Result).Levels[0].Findings;
        var figure = HtmlReport.PageOf(input).Figures.Single(figure => figure.Plot.Name == "labellings-7");
        Assert.Equal(LabellingFigures.MostPanels, figure.Plot.Panels.Length);
        var wrong = findings.Count(finding => !Verdicts.Good(Verdicts.Of(finding)));
        Assert.Equal(Math.Min(wrong, LabellingFigures.MostPanels), figure.Plot.Panels.Count(panel => panel.Flagged));
        Assert.Contains("64 of 126 are drawn", figure.Caption);
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_in_the_caption()
    {
        var input = Samples.Surrogate();
        var result = (SurrogateResult)input.Result;
        var profile = result.Profile.SetItem(3, new EpochErrors(3, double.NaN, double.PositiveInfinity));
        var text = HtmlReport.Of(input with { Result = result with { Profile = profile } });
        Assert.Contains("2 values cannot be drawn", text);
        Assert.DoesNotContain("cannot be drawn", HtmlReport.Of(input));
    }

    [Fact]
    public void Missing_points_of_a_device_are_gaps_in_its_curves()
    {
        var input = Samples.Acquire();
        var result = (AcquireResult)input.Result;
        var curve = result.Device.Curves[0];
        var device = result.Device with
        {
            Curves = [curve with { Nanoamperes = curve.Nanoamperes.SetItem(3, null) }, .. result.Device.Curves[1..]],
            Surrogate = null,
            Missing = 513,
        };
        var page = HtmlReport.PageOf(input with { Result = result with { Device = device } });
        var figure = page.Figures.Single(figure => figure.Plot.Name == "current-voltage");
        Assert.Contains("513 points of the curves and of the comparison", figure.Caption);
        Assert.DoesNotContain("no steady state", HtmlReport.Of(input));
        Assert.Equal("", figure.Data!.Rows[3][2]);
        Assert.NotEqual("", figure.Data.Rows[4][2]);
    }

    [Fact]
    public void Nothing_found_and_nothing_measured_still_makes_pages()
    {
        var device = new DeviceStudy("chip", "nothing", [], new SurrogateStudy(double.NaN, 0, double.NaN, [], []), 0);
        ReportInput[] inputs =
        [
            Samples.VcDimension() with
            {
                Result = new VcDimensionResult(device, []),
            },
            Samples.Boolean() with
            {
                Result = new BooleanResult(device, []),
            },
            Samples.Acquire() with
            {
                Result = new AcquireResult(
                    device,
                    0,
                    0,
                    new Bounds(double.NaN, double.NaN),
                    double.NaN,
                    double.NaN,
                    []
                ),
            },
            Samples.Surrogate() with
            {
                Result = new SurrogateResult(
                    device,
                    0,
                    0,
                    0,
                    0,
                    double.NaN,
                    double.NaN,
                    double.NaN,
                    new Bounds(0, 0),
                    [],
                    device.Surrogate!
                ),
            },
        ];
        foreach (var input in inputs)
        {
            System.Xml.Linq.XDocument.Parse(HtmlReport.Of(input));
            Assert.Contains(ReportFigures.Of(input), figure => figure.Svg.Contains("no data"));
        }
    }

    [Fact]
    public void Commands_are_safe_to_paste()
    {
        Assert.Equal("out/xor/3f9a/plan.json", PlanWords.Quoted("out/xor/3f9a/plan.json"));
        Assert.Equal("'out/my chip; rm -rf '\\''x'\\'''", PlanWords.Quoted("out/my chip; rm -rf 'x'"));
    }

    [Fact]
    public void A_wrong_pair_of_plan_and_result_is_refused() =>
        Assert.Throws<ArgumentException>(() => HtmlReport.Of(Samples.Boolean() with { Plan = Samples.Acquire().Plan }));

    private static CapacityLevel Level(int points, int labellings, int found, int? held)
    {
        ImmutableArray<Finding> findings =
        [
            .. Enumerable
                .Range(0, labellings)
                .Select(index => new Finding(
                    $"{index}",
                    [],
                    index < found,
                    1,
                    1,
                    0,
                    100,
                    100,
                    1,
                    0,
                    [],
                    true,
                    [],
                    held is { } count ? new Replay(100, 1, 0, index < count, []) : null
                )),
        ];
        return new CapacityLevel(
            points,
            labellings,
            found,
            found / (double)labellings,
            held / (double)labellings,
            90,
            findings
        );
    }
}
