using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Devices;
using Xunit;

namespace Nano.Runtime.Tests.Devices;

public class GuardTests
{
    private static readonly double[] Fair = [0.1, -0.2, 0.5, 1.0, -1.0, 0.0];

    [Fact]
    public void Good_waveforms_pass_unchanged()
    {
        var inner = new Recorder(sessions: 1);
        using var session = GuardedInstrument.Around(inner).Open("test");
        var currents = new double[3];
        session.Measure(Fair, currents, CancellationToken.None);
        Assert.Equal(Fair, inner.Applied);
        Assert.Equal([0.1, 0.5, -1.0], currents);
    }

    [Theory]
    [InlineData(5, 1.2, "electrode 6 of 'recorder' would get 1.2 V in row 3 of 3; its limits are -0.5 V to 1 V")]
    [InlineData(0, -1.0001, "electrode 2 of 'recorder' would get -1.0001 V in row 1 of 3")]
    [InlineData(3, double.NaN, "electrode 6 of 'recorder' would get not a number in row 2 of 3")]
    [InlineData(2, double.PositiveInfinity, "electrode 2 of 'recorder' would get infinite in row 2 of 3")]
    public void One_bad_sample_refuses_the_whole_waveform(int index, double value, string sentence)
    {
        var inner = new Recorder(sessions: 1);
        using var session = GuardedInstrument.Around(inner).Open("test");
        double[] volts = [.. Fair];
        volts[index] = value;
        var failure = Assert.Throws<NanoException>(() => session.Measure(volts, new double[3], CancellationToken.None));
        Assert.Equal("N402", failure.Diagnostic.Code);
        Assert.StartsWith(sentence, failure.Message);
        Assert.Empty(inner.Applied);
    }

    [Fact]
    public void Rest_at_zero_and_the_ramp_to_the_limits_are_allowed_and_nothing_else_outside()
    {
        ImmutableArray<ElectrodePlan> electrodes = [new(1, 0.2, 0.8), new(2, -0.9, -0.3), new(3, -1, 1)];
        var guard = new VoltageGuard(new InstrumentFacts("offset", electrodes, 1000, 1, 0));
        guard.Demand([0, 0, 0, 0.1, -0.15, 0.5, 0.2, -0.3, 1, 0.8, -0.9, -1, 0.1, -0.15, 0, 0, 0, 0], 6);
        foreach (var (channel, volts) in new[] { (0, 0.9), (0, -0.01), (1, 0.01), (1, -1.0), (2, 1.1), (2, -1.1) })
        {
            var row = new double[3];
            row[channel] = volts;
            var failure = Assert.Throws<NanoException>(() => guard.Demand(row, 1));
            Assert.Equal("N402", failure.Diagnostic.Code);
            Assert.StartsWith($"electrode {channel + 1} of 'offset' would get {volts:G6} V", failure.Message);
        }
    }

    [Fact]
    public void A_waveform_of_the_wrong_shape_is_refused()
    {
        using var session = GuardedInstrument.Around(new Recorder(sessions: 1)).Open("test");
        var failure = Assert.Throws<NanoException>(() => session.Measure(Fair, new double[4], CancellationToken.None));
        Assert.Equal("N402", failure.Diagnostic.Code);
        Assert.Contains("8 voltages; 6 were given", failure.Message);
    }

    [Fact]
    public void An_answer_that_is_no_number_is_a_broken_instrument()
    {
        using var session = GuardedInstrument.Around(new Recorder(sessions: 1) { Broken = true }).Open("test");
        var failure = Assert.Throws<NanoException>(() => session.Measure(Fair, new double[3], CancellationToken.None));
        Assert.Equal("N406", failure.Diagnostic.Code);
        Assert.Contains("row 3", failure.Message);
    }

    [Fact]
    public void Sessions_are_counted()
    {
        var guarded = GuardedInstrument.Around(new Recorder(sessions: 2));
        var first = guarded.Open("one");
        using var second = guarded.Open("two");
        var failure = Assert.Throws<NanoException>(() => guarded.Open("three"));
        Assert.Equal("N403", failure.Diagnostic.Code);
        first.Dispose();
        first.Dispose();
        using var third = guarded.Open("three");
        Assert.Throws<NanoException>(() => guarded.Open("four"));
    }

    [Fact]
    public void Only_what_is_differentiable_looks_so()
    {
        Assert.IsNotAssignableFrom<IDifferentiable>(GuardedInstrument.Around(new Recorder(1)));
        var guarded = GuardedInstrument.Around(new Slope());
        var differentiable = Assert.IsAssignableFrom<IDifferentiable>(guarded);
        var slopes = new double[2];
        differentiable.Gradient([0.5, 0.5], new double[1], slopes);
        Assert.Equal([1, 2], slopes);
        Assert.Throws<NanoException>(() => differentiable.Gradient([0.5, 1.5], new double[1], slopes));
    }

    private static InstrumentFacts Facts(int sessions) =>
        new("recorder", [new ElectrodePlan(2, -1, 1), new ElectrodePlan(6, -0.5, 1)], 1000, sessions, 0);

    private sealed class Recorder(int sessions) : IInstrument
    {
        public ImmutableArray<double> Applied { get; private set; } = [];

        public bool Broken { get; init; }

        public InstrumentFacts Facts => GuardTests.Facts(sessions);

        public ISession Open(string purpose) => new Session(this);

        public void Dispose() { }

        private sealed class Session(Recorder owner) : ISession
        {
            public void Measure(ReadOnlySpan<double> volts, Span<double> nanoamperes, CancellationToken stop)
            {
                owner.Applied = [.. volts];
                for (var row = 0; row < nanoamperes.Length; row++)
                    nanoamperes[row] = owner.Broken && row == 2 ? double.NaN : volts[2 * row];
            }

            public void Dispose() { }
        }
    }

    private sealed class Slope : IInstrument, IDifferentiable
    {
        public InstrumentFacts Facts => GuardTests.Facts(1);

        public ISession Open(string purpose) => throw new NotSupportedException();

        public void Gradient(ReadOnlySpan<double> volts, Span<double> nanoamperes, Span<double> slopes) =>
            ((ReadOnlySpan<double>)[1.0, 2.0]).CopyTo(slopes);

        public void Dispose() { }
    }
}
