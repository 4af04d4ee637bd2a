using Nano.Runtime.Hopping;
using Xunit;

namespace Nano.Runtime.Tests.Hopping;

public class LayoutTests
{
    [Fact]
    public void Acceptors_keep_their_spacing_and_the_rim()
    {
        var plan = HoppingPresets.Standard with { Spacing = 5e-9 };
        var layout = HoppingLayout.Draw(plan);
        Assert.Equal(plan.Acceptors, layout.X.Length);
        for (var i = 0; i < plan.Acceptors; i++)
        {
            Assert.True(double.Hypot(layout.X[i], layout.Y[i]) <= plan.Radius - HoppingLayout.RimGap);
            for (var j = 0; j < i; j++)
                Assert.True(double.Hypot(layout.X[i] - layout.X[j], layout.Y[i] - layout.Y[j]) >= plan.Spacing);
        }
    }

    [Fact]
    public void Disorder_has_the_spread_of_the_plan()
    {
        var layout = HoppingLayout.Draw(
            HoppingPresets.Reference with
            {
                DisorderElectronvolts = 0.2,
                Acceptors = 1000,
                Radius = 335e-9,
            }
        );
        var spread = Math.Sqrt(layout.Disorder.Average(energy => energy * energy));
        Assert.InRange(spread, 0.2 * 0.93, 0.2 * 1.07);
    }

    [Fact]
    public void Parameters_move_no_dopant_that_they_do_not_concern()
    {
        var cold = HoppingLayout.Draw(HoppingPresets.Small);
        var warm = HoppingLayout.Draw(HoppingPresets.Small with { Temperature = 200, DisorderElectronvolts = 0.3 });
        Assert.Equal(cold.X, warm.X);
        Assert.Equal(cold.Disorder[7] * 2, warm.Disorder[7], 1e-12);
    }

    [Fact]
    public void Too_many_acceptors_are_refused()
    {
        var failure = Assert.Throws<NanoException>(() =>
            HoppingLayout.Draw(HoppingPresets.Tiny with { Acceptors = 400, Spacing = 6e-9 })
        );
        Assert.Equal("N242", failure.Diagnostic.Code);
    }

    [Fact]
    public void An_acceptor_out_of_reach_is_refused()
    {
        var failure = Assert.Throws<NanoException>(() =>
            new HoppingDevice(HoppingPresets.Tiny with { Radius = 500e-9, ElectrodeWidth = 100e-9, Acceptors = 3 })
        );
        Assert.Equal("N243", failure.Diagnostic.Code);
    }

    [Theory]
    [InlineData(0, 10, 77)]
    [InlineData(30, 0.5, 77)]
    [InlineData(30, 10, 0)]
    [InlineData(30, 10, double.NaN)]
    public void Impossible_numbers_are_refused(int acceptors, double permittivity, double kelvin)
    {
        var failure = Assert.Throws<NanoException>(() =>
            new HoppingDevice(
                HoppingPresets.Tiny with
                {
                    Acceptors = acceptors,
                    Permittivity = permittivity,
                    Temperature = kelvin,
                }
            )
        );
        Assert.Equal("N244", failure.Diagnostic.Code);
    }
}
