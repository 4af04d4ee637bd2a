using Nano.Drivers.Simulated;
using Nano.Plan;
using Nano.Runtime;
using Nano.Runtime.Devices;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

[Collection(ChipCollection.Name)]
public class LaboratoryTests(TrainedChip chip)
{
    private int opened;
    private int read;

    [Fact]
    public void Models_and_instruments_are_opened_once_and_only_when_asked_for()
    {
        var other = chip.Device with { Name = "other" };
        var laboratory = Laboratory(chip.Device, other);
        Assert.Equal((0, 0), (opened, read));
        var seen = new IInstrument[32];
        Parallel.For(0, 32, i => seen[i] = laboratory.Instrument(0));
        Assert.Single(seen.Distinct());
        Assert.Equal((1, 1), (opened, read));
        Assert.NotSame(seen[0], laboratory.Instrument(1));
        Assert.Equal((2, 2), (opened, read));
        Assert.Same(laboratory.Model(0), laboratory.Model(0));
        Assert.Equal(2, read);
        var spy = (Spy)laboratory.Instrument(1);
        laboratory.Dispose();
        Assert.True(((Spy)seen[0]).IsDisposed && spy.IsDisposed);
    }

    [Fact]
    public void A_device_without_a_surrogate_has_no_model_and_cannot_be_searched_on_one()
    {
        using var laboratory = Laboratory(SimulatedTests.Device());
        Assert.Null(laboratory.Model(0));
        var failure = Assert.Throws<NanoException>(() => laboratory.Surrogate(0));
        Assert.Equal("N203", failure.Diagnostic.Code);
        Assert.Contains("'chip' has no surrogate", failure.Message);
        Assert.Throws<NanoException>(() => laboratory.Place(Plans.Single, SearchPlace.Surrogate, "a", 1, default));
    }

    [Fact]
    public void A_surrogate_of_another_shape_is_refused_every_time()
    {
        var six = chip.Device with { Electrodes = chip.Device.Electrodes[..6] };
        using var laboratory = Laboratory(six);
        for (var time = 0; time < 2; time++)
        {
            var failure = Assert.Throws<NanoException>(() => laboratory.Model(0));
            Assert.Equal("N214", failure.Diagnostic.Code);
            Assert.Contains("takes 7 voltages", failure.Message);
            Assert.Equal("N214", Assert.Throws<NanoException>(() => laboratory.Instrument(0)).Diagnostic.Code);
        }
        Assert.Equal(0, opened);
    }

    [Fact]
    public void A_network_is_placed_on_the_surrogate_or_on_the_instrument()
    {
        using var laboratory = Laboratory(chip.Device);
        double[] data = [-1, -1, 1, 1];
        double[] controls = [0.1, -0.2, 0.3, -0.4, 0.5];
        var rows = new double[14];
        for (var row = 0; row < 2; row++)
        {
            (rows[7 * row + 2], rows[7 * row + 4]) = (data[2 * row], data[2 * row + 1]);
            for (var i = 0; i < 5; i++)
                rows[7 * row + chip.Device.Controls[i]] = controls[i];
        }
        using (var placed = laboratory.Place(Plans.Single, SearchPlace.Instrument, "a", 1, default))
            Assert.Equal(
                SimulatedTests.Measure(laboratory.Instrument(0), "a", rows),
                placed.Network.Evaluate(data, 2, controls, 1).ToArray()
            );
        using var direct = new SurrogateEvaluator(chip.Model, new DenseEvaluator(chip.Model.Network));
        var wanted = new double[2];
        direct.Evaluate(rows, wanted, 2);
        using (var placed = laboratory.Place(Plans.Single, SearchPlace.Surrogate, "a", 1, default))
            Assert.Equal(wanted, placed.Network.Evaluate(data, 2, controls, 1).ToArray());
    }

    [Fact]
    public void Placing_and_letting_go_frees_the_instruments_sessions()
    {
        using var laboratory = new Laboratory(
            Plans.Experiment(chip.Device, Plans.Gates(Plans.Search(Plans.Single))),
            new SeedTree(1),
            chip.Find,
            Catalog.Open
        );
        var sessions = laboratory.Sessions(Plans.Single);
        Assert.Equal(laboratory.Instrument(0).Facts.Sessions, sessions);
        for (var time = 0; time < 2 * sessions; time++)
            laboratory.Place(Plans.Single, SearchPlace.Instrument, $"{time}", 1, default).Dispose();
        var empty = new NetworkPlan([new InputPlan("input", 2)]);
        Assert.Equal(int.MaxValue, laboratory.Sessions(empty));
    }

    private Laboratory Laboratory(params DevicePlan[] devices) =>
        new(
            Plans.Experiment(devices[0], Plans.Gates(Plans.Search(Plans.Single))) with
            {
                Devices = [.. devices],
            },
            new SeedTree(1),
            file =>
            {
                Interlocked.Increment(ref read);
                return chip.Find(file);
            },
            (device, instrument, model, seeds, rate) =>
            {
                Interlocked.Increment(ref opened);
                return new Spy(Catalog.Open(device, instrument, model, seeds, rate));
            }
        );
}
