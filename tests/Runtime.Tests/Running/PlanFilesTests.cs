using Nano.Plan;
using Nano.Runtime.Formats;
using Nano.Runtime.Running;
using Nano.Runtime.Tests.Reporting;
using Xunit;

namespace Nano.Runtime.Tests.Running;

public sealed class PlanFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nano-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Surrogates_and_recorded_data_are_the_files_of_a_plan()
    {
        var surrogate = Samples.Surrogate().Plan;
        Assert.Equal(["chip-7.safetensors"], PlanFiles.Of(surrogate).Select(file => file.Name));
        var data = new FilePlan("data.csv", new string('b', 64));
        var protocol = (SurrogateTrainingPlan)surrogate.Protocol with { Data = new RecordedPlan(0, data) };
        Assert.Equal(
            ["chip-7.safetensors", "data.csv"],
            PlanFiles.Of(surrogate with { Protocol = protocol }).Select(file => file.Name)
        );
        var bare = surrogate with { Devices = [surrogate.Devices[0] with { Surrogate = new NoSurrogatePlan() }] };
        Assert.Empty(PlanFiles.Of(bare));
    }

    [Fact]
    public void A_file_is_found_by_its_content_and_not_by_its_name_alone()
    {
        var file = Written("elsewhere.bin", "the right content", "model.bin");
        var beside = PlanFiles.Beside(folder);
        Assert.Equal("N207", Assert.Throws<NanoException>(() => beside(file)).Diagnostic.Code);

        File.WriteAllText(Path.Combine(folder, "model.bin"), "another content");
        var failure = Assert.Throws<NanoException>(() => beside(file));
        Assert.Contains(file.Sha256[..16], failure.Message);

        Directory.CreateDirectory(Path.Combine(folder, "inputs"));
        var kept = Path.Combine(folder, PlanFiles.KeptName(file));
        File.WriteAllText(kept, "the right content");
        Assert.Equal(kept, beside(file));

        // The copy in inputs/ comes first, but only while it is whole.
        File.WriteAllText(Path.Combine(folder, "model.bin"), "the right content");
        Assert.Equal(kept, beside(file));
        File.WriteAllText(kept, "the right conten");
        Assert.Equal(Path.Combine(folder, "model.bin"), beside(file));
    }

    [Theory]
    [InlineData("../model.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("C:b")]
    [InlineData("")]
    [InlineData("a\u0000b")]
    public void A_name_that_leads_elsewhere_is_refused(string name)
    {
        var file = new FilePlan(name, new string('a', 64));
        Assert.Equal("N107", Assert.Throws<NanoException>(() => PlanFiles.KeptName(file)).Diagnostic.Code);
        Assert.Equal("N107", Assert.Throws<NanoException>(() => PlanFiles.Beside(folder)(file)).Diagnostic.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../../../../../../../../../../../../../../../../../../../../aaa")]
    public void A_hash_that_is_none_is_refused(string hash) =>
        Assert.Equal(
            "N107",
            Assert.Throws<NanoException>(() => PlanFiles.KeptName(new FilePlan("a", hash))).Diagnostic.Code
        );

    private FilePlan Written(string place, string content, string name)
    {
        var path = Path.Combine(folder, place);
        File.WriteAllText(path, content);
        return new FilePlan(name, FileHash.Sha256(path));
    }
}
