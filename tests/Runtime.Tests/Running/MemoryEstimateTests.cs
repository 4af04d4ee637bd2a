using Nano.Plan;
using Nano.Runtime.Running;
using Xunit;

namespace Nano.Runtime.Tests.Running;

public class MemoryEstimateTests
{
    private static readonly ExperimentPlan Plan = PlanJson.Read(
        File.ReadAllText(Path.Combine(SharedData.RepositoryRoot(), "tests", "Golden", "acquire.plan.json"))
    );

    [Fact]
    public void More_rows_and_more_threads_take_more()
    {
        var sampling = ((AcquirePlan)Plan.Protocol).Sampling;
        Assert.True(Of(sampling with { Batches = 1000 }, 1) > 2 * Of(sampling, 1));
        Assert.True(Of(sampling, 64) > Of(sampling, 1));
        Assert.True(double.IsFinite(Of(sampling with { Batches = int.MaxValue, BatchSamples = int.MaxValue }, 1024)));
    }

    [Fact]
    public void Every_protocol_has_an_estimate()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot(), "tests", "Golden"), "*.json"))
        {
            var plan = PlanJson.Read(File.ReadAllText(path));
            var estimate = MemoryEstimate.Of(plan, 2, _ => path);
            Assert.InRange(estimate.Bytes, 130e6, 1e9);
            Assert.All(estimate.Parts, part => Assert.True(part.Bytes > 0 && part.What.Length > 5, part.ToString()));
        }
    }

    [Fact]
    public void A_recorded_table_counts_by_its_cells()
    {
        var golden = Path.Combine(SharedData.RepositoryRoot(), "tests", "Golden", "surrogate.plan.json");
        var plan = PlanJson.Read(File.ReadAllText(golden));
        var recorded = new RecordedPlan(0, new FilePlan("data.csv", new string('0', 64)));
        var training = (SurrogateTrainingPlan)plan.Protocol with { Data = recorded };
        var path = Path.GetTempFileName();
        try
        {
            // 100 000 rows of seven voltages and a current, and the end of the last line.
            File.WriteAllText(path, string.Concat(Enumerable.Repeat("1,2,3,4,5,6,7,8\n", 100_000)));
            var parts = MemoryEstimate.Of(plan with { Protocol = training }, 1, _ => path).Parts;
            Assert.Equal(1_600_000 + (32 * 800_001), parts.Single(part => part.What == "the table 'data.csv'").Bytes);
            Assert.Contains(parts, part => part.What == "the training on 100000 rows");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_takes_more_than_three_quarters_is_refused_and_the_largest_part_named()
    {
        var estimate = new MemoryEstimate([new("the program", 100e6), new("the rows", 2.9e9)]);
        estimate.Check(4e9);
        var refusal = Assert.Throws<NanoException>(() => estimate.Check(3.9e9)).Diagnostic;
        Assert.Equal("N606", refusal.Code);
        Assert.Equal("this run could take 3.0 GB of memory; at most 2.9 GB of 3.9 GB are allowed", refusal.Message);
        Assert.Equal("most of it is for the rows: 2.9 GB", refusal.Hint);
    }

    private static double Of(SamplingPlan sampling, int threads) =>
        MemoryEstimate.Of(Plan with { Protocol = new AcquirePlan(sampling) }, threads, _ => "").Bytes;
}
