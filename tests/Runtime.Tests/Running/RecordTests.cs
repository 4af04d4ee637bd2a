using System.Globalization;
using System.Text.Json;
using Nano.Plan;
using Nano.Runtime.Protocols;
using Nano.Runtime.Running;
using Nano.Runtime.Tests.Reporting;
using Xunit;

namespace Nano.Runtime.Tests.Running;

/// <summary>What a run says of itself: exit status, provenance, metrics, log.</summary>
public sealed class RecordTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nano-record-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("N101", 3)]
    [InlineData("N214", 3)]
    [InlineData("N301", 3)]
    [InlineData("N402", 4)]
    [InlineData("N510", 5)]
    [InlineData("N601", 6)]
    [InlineData("N900", 5)]
    [InlineData("", 5)]
    public void The_first_digit_decides_the_exit_status(string code, int status)
    {
        Assert.Equal(status, ExitStatus.OfCode(code));
        Assert.Equal((status, "a sentence"), ExitStatus.Of(new NanoException(code, "a sentence")));
    }

    [Fact]
    public void Failures_without_a_code_have_a_status_too()
    {
        Assert.Equal(130, ExitStatus.Of(new OperationCanceledException()).Status);
        Assert.Equal(130, ExitStatus.Of(new TaskCanceledException()).Status);
        Assert.Equal(6, ExitStatus.Of(new IOException("disk")).Status);
        Assert.Equal(6, ExitStatus.Of(new FileNotFoundException("gone")).Status);
        Assert.Equal(6, ExitStatus.Of(new UnauthorizedAccessException()).Status);
        Assert.Equal(6, ExitStatus.Of(new InsufficientMemoryException()).Status);
        Assert.Equal((5, "InvalidOperationException: x"), ExitStatus.Of(new InvalidOperationException("x")));
    }

    [Fact]
    public void Provenance_knows_the_machine_and_needs_no_git()
    {
        var found = Provenance.Collect(folder, out var difference);
        Assert.Equal("", found.Commit);
        Assert.Equal("", difference);
        Assert.False(found.Dirty);
        Assert.Matches(@"^\d+\.\d+\.\d+", found.Nano);
        Assert.StartsWith(".NET 10", found.Runtime);
        Assert.True(found.Cores >= 1);
        Assert.Contains(found.VectorBits, (int[])[64, 128, 256, 512]);
        var text = JsonSerializer.Serialize(found, PlanJson.Options);
        var read = JsonSerializer.Deserialize<Provenance>(text, PlanJson.Options);
        Assert.Equal(text, JsonSerializer.Serialize(read, PlanJson.Options));
    }

    [Fact]
    public void Metrics_hold_the_numbers_of_every_finding()
    {
        var input = Samples.Boolean();
        var gates = ((BooleanResult)input.Result).Gates;
        var lines = Metrics.Of(input.Plan, input.Result).TrimEnd('\n').Split('\n');
        Assert.Equal(1 + gates.Length, lines.Length);
        var heading = lines[0].Split(',');
        Assert.Equal("chip.node0.electrode1_V", heading[15]);
        Assert.Equal(15 + 5, heading.Length);
        for (var i = 0; i < gates.Length; i++)
        {
            var cells = lines[i + 1].Split(',');
            Assert.Equal(gates[i].Name, cells[Array.IndexOf(heading, "labels")]);
            Assert.Equal(gates[i].Found ? "true" : "false", cells[Array.IndexOf(heading, "found")]);
            Assert.Equal(gates[i].Correlation, Number(cells[Array.IndexOf(heading, "correlation")]));
            Assert.Equal(gates[i].Controls, cells[15..].Select(Number));
            var replay = cells[Array.IndexOf(heading, "replay_accuracy")];
            Assert.Equal(gates[i].Replay is null, replay.Length == 0);
        }
    }

    [Fact]
    public void The_log_keeps_stages_and_lines_and_passes_them_on()
    {
        var watcher = new Watcher();
        var path = Path.Combine(folder, "log.txt");
        for (var run = 0; run < 2; run++)
            using (var log = new LoggedMonitor(watcher, path, TimeProvider.System))
            {
                log.Stage("searching", 3);
                log.Step();
                log.Say("found 2");
            }
        Assert.Equal(["searching/3", "step", "found 2", "searching/3", "step", "found 2"], watcher.Heard);
        var lines = File.ReadAllLines(path);
        Assert.Equal(4, lines.Length);
        Assert.EndsWith(" searching (3)", lines[0]);
        Assert.EndsWith(" found 2", lines[3]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d ", lines[0]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Watcher : IRunMonitor
    {
        public List<string> Heard { get; } = [];

        public void Stage(string name, int steps) => Heard.Add($"{name}/{steps}");

        public void Step() => Heard.Add("step");

        public void Say(string line) => Heard.Add(line);
    }
}
