using System.Text;
using System.Text.Json;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Nano.Runtime.Running;
using Nano.Runtime.Tests.Plans;
using Xunit;

namespace Nano.Runtime.Tests.Running;

public sealed class KeptLinesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nano-findings-").FullName;

    private string LogFile => Path.Combine(folder, "findings.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Findings_come_back_bit_for_bit()
    {
        var findings = Findings(200);
        Assert.Contains(findings, finding => finding.Controls.Contains(double.Epsilon));
        Assert.Contains(findings, finding => finding.Outputs.Contains(double.MaxValue));
        using (var log = new KeptLines<Finding>(LogFile))
            for (var i = 0; i < findings.Length; i++)
                log.Add($"key {i}", findings[i]);
        using var again = new KeptLines<Finding>(LogFile);
        Assert.Equal(200, again.Kept);
        for (var i = 0; i < findings.Length; i++)
        {
            var read = again.Find($"key {i}")!;
            Assert.Equal(Text(findings[i]), Text(read));
            Assert.Equal(Bits(findings[i].Controls), Bits(read.Controls));
            Assert.Equal(Bits(findings[i].Outputs), Bits(read.Outputs));
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(findings[i].Correlation),
                BitConverter.DoubleToInt64Bits(read.Correlation)
            );
        }
        Assert.Null(again.Find("another"));
    }

    [Fact]
    public void Wherever_the_last_line_is_torn_the_lines_before_it_stay()
    {
        var findings = Findings(3);
        using (var log = new KeptLines<Finding>(LogFile))
            for (var i = 0; i < 3; i++)
                log.Add($"{i}", findings[i]);
        var whole = File.ReadAllBytes(LogFile);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var length = last; length < whole.Length; length += 1 + (whole.Length - last) / 40)
        {
            File.WriteAllBytes(LogFile, whole[..length]);
            new KeptLines<Finding>(LogFile).Dispose();
            Assert.Equal(whole[..last], File.ReadAllBytes(LogFile));
            File.WriteAllBytes(LogFile, whole[..length]);
            using (var torn = new KeptLines<Finding>(LogFile))
            {
                Assert.Equal(2, torn.Kept);
                Assert.Null(torn.Find("2"));
                torn.Add("2", findings[2]);
            }
            Assert.Equal(whole, File.ReadAllBytes(LogFile));
        }
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"key\":\"1\"}")]
    [InlineData("{\"key\":\"1\",\"found\":null}")]
    [InlineData("{\"key\":null,\"found\":{}}")]
    [InlineData("{\"key\":\"1\",\"found\":{\"name\":\"a\"}}")]
    [InlineData("\u0000\u0000")]
    public void A_foreign_line_and_all_behind_it_are_done_again(string line)
    {
        var findings = Findings(2);
        using (var log = new KeptLines<Finding>(LogFile))
            log.Add("0", findings[0]);
        var before = File.ReadAllBytes(LogFile);
        File.WriteAllBytes(LogFile, [.. before, .. Encoding.UTF8.GetBytes(line + "\n"), .. before]);
        using (var log = new KeptLines<Finding>(LogFile))
        {
            Assert.Equal(1, log.Kept);
            log.Add("1", findings[1]);
        }
        using var again = new KeptLines<Finding>(LogFile);
        Assert.Equal(2, again.Kept);
        Assert.Equal(Text(findings[1]), Text(again.Find("1")!));
    }

    [Fact]
    public void Threads_may_add_side_by_side()
    {
        var findings = Findings(64);
        using (var log = new KeptLines<Finding>(LogFile))
            Parallel.For(0, 64, i => log.Add($"{i}", findings[i]));
        using var again = new KeptLines<Finding>(LogFile);
        Assert.Equal(64, again.Kept);
        for (var i = 0; i < 64; i++)
            Assert.Equal(Text(findings[i]), Text(again.Find($"{i}")!));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_matter_of_the_disk()
    {
        var failure = Assert.Throws<NanoException>(() =>
            new KeptLines<Finding>(Path.Combine(folder, "none", "a.jsonl"))
        );
        Assert.Equal("N601", failure.Diagnostic.Code);
    }

    private static Finding[] Findings(int count)
    {
        var specimen = new Specimen(new SeedTree(5).For("findings"));
        return [.. Enumerable.Range(0, count).Select(_ => specimen.Make<Finding>())];
    }

    private static string Text(Finding finding) => JsonSerializer.Serialize(finding, RunFolder.LineOptions);

    private static long[] Bits(IEnumerable<double> values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];
}
