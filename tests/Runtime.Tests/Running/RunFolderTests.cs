using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Running;
using Nano.Runtime.Tests.Reporting;
using Xunit;

namespace Nano.Runtime.Tests.Running;

public sealed class RunFolderTests : IDisposable
{
    private readonly string output = Directory.CreateTempSubdirectory("nano-folder-").FullName;

    public void Dispose() => Directory.Delete(output, recursive: true);

    [Fact]
    public void The_place_of_a_run_is_its_name_and_the_hash_of_its_plan()
    {
        var plan = Plan("gates");
        using var folder = RunFolder.Of(output, plan);
        Assert.Matches("^[0-9a-f]{16}$", folder.Identity);
        Assert.Equal(Path.Combine(output, "gates", folder.Identity), folder.Location);
        Assert.False(Directory.Exists(folder.Location));
        using var same = RunFolder.Of(output, PlanJson.Read(PlanJson.Write(plan)));
        Assert.Equal(folder.Location, same.Location);
        using var other = RunFolder.Of(output, plan with { Seed = plan.Seed + 1 });
        Assert.NotEqual(folder.Identity, other.Identity);
        using var found = RunFolder.At(folder.Location + Path.DirectorySeparatorChar);
        Assert.Equal(folder.Identity, found.Identity);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("-flag")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\n")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        Assert.False(RunFolder.IsPlainName(name));
        var failure = Assert.Throws<NanoException>(() => RunFolder.Of(output, Plan(name)));
        Assert.Equal("N206", failure.Diagnostic.Code);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("vc-dimension_7.b")]
    [InlineData("7")]
    public void Plain_names_are_taken(string name) => Assert.True(RunFolder.IsPlainName(name));

    [Fact]
    public void A_run_holds_its_folder_until_it_ends()
    {
        using var second = RunFolder.Of(output, Plan("held"));
        using (var first = RunFolder.Of(output, Plan("held")))
        {
            first.Open();
            var failure = Assert.Throws<NanoException>(second.Open);
            Assert.Equal("N602", failure.Diagnostic.Code);
            Assert.Equal(6, ExitStatus.Of(failure).Status);
        }
        second.Open();
    }

    [Fact]
    public void Opening_removes_what_a_kill_has_torn()
    {
        using var folder = RunFolder.Of(output, Plan("torn"));
        folder.Open();
        File.WriteAllText(folder.Path("result.json.part-123"), "{");
        File.WriteAllText(folder.Path("checkpoint/findings.jsonl"), "");
        folder.Dispose();
        folder.Open();
        Assert.Empty(Directory.GetFiles(folder.Location, "*.part-*", SearchOption.AllDirectories));
        Assert.True(File.Exists(folder.Path("checkpoint/findings.jsonl")));
    }

    [Fact]
    public void A_finished_run_is_read_back_and_can_be_forgotten()
    {
        var input = Samples.Boolean();
        var plan = input.Plan with { Name = "gates" };
        using var folder = RunFolder.Of(output, plan);
        folder.Open();
        Assert.Equal("N603", Assert.Throws<NanoException>(() => folder.Read()).Diagnostic.Code);
        folder.Write("plan.json", PlanJson.Write(plan));
        Assert.False(folder.IsFinished);
        folder.WriteResult(input.Result);
        Assert.True(folder.IsFinished);
        var (readPlan, readResult) = folder.Read();
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(readPlan));
        var (written, read) = ((BooleanResult)input.Result, Assert.IsType<BooleanResult>(readResult));
        Assert.Equal(written.Gates.Select(gate => gate.Correlation), read.Gates.Select(gate => gate.Correlation));
        Assert.Equal(written.Gates[3].Outputs.ToArray(), read.Gates[3].Outputs.ToArray());
        Assert.DoesNotContain('\n', folder.ResultLine());
        Assert.Contains(folder.Identity, folder.ResultLine());
        using (var log = folder.OpenKept<Finding>())
            log.Add("gate/and", written.Gates[0]);
        folder.Clear();
        Assert.False(folder.IsFinished);
        using (var log = folder.OpenKept<Finding>())
            Assert.Equal(0, log.Kept);
        folder.Clear();
        Assert.True(File.Exists(folder.Path("plan.json")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said()
    {
        File.WriteAllText(Path.Combine(output, "gates"), "a file where a folder should be");
        using var folder = RunFolder.Of(output, Plan("gates"));
        Assert.Equal("N601", Assert.Throws<NanoException>(folder.Open).Diagnostic.Code);
    }

    private static ExperimentPlan Plan(string name) => Samples.Boolean().Plan with { Name = name };
}
