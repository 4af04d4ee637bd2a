using Nano.Runtime.Curves;
using Nano.Runtime.Numerics;
using Nano.Runtime.Protocols;
using Xunit;

namespace Nano.Runtime.Tests.Curves;

public class TransportLawTests
{
    private static readonly double[] Kelvin = [60, 77, 90, 110, 130, 160, 290];

    [Fact]
    public void A_fit_of_the_law_gives_its_own_numbers_back()
    {
        double[] conductances = [.. Kelvin.Select(kelvin => 0.7 * Math.Exp(-Math.Cbrt(2.5e5 / kelvin)))];
        var fit = TransportLaw.Fit(Kelvin, conductances)!;
        Assert.Equal(5, fit.Temperatures);
        Assert.Equal(2.5e5, fit.T0, 1e-4);
        Assert.Equal(Math.Log(0.7), fit.Intercept, 1e-9);
        Assert.Equal(1, fit.RSquared, 1e-12);
        Assert.Equal(conductances[3], TransportLaw.Of(fit, 110), 1e-12);
    }

    [Fact]
    public void Only_temperatures_and_conductances_that_count_are_fitted()
    {
        double[] conductances = [.. Kelvin.Select(kelvin => Math.Exp(-Math.Cbrt(1e5 / kelvin)))];
        var whole = TransportLaw.Fit(Kelvin, conductances)!;
        // Outside 77 to 160 K anything may be.
        conductances[0] = conductances[6] = 1e3;
        Assert.Equal(whole, TransportLaw.Fit(Kelvin, conductances));
        conductances[1] = double.NaN;
        conductances[2] = -1;
        Assert.Equal(3, TransportLaw.Fit(Kelvin, conductances)!.Temperatures);
        Assert.Equal(1e5, TransportLaw.Fit(Kelvin, conductances)!.T0, 1e-4);
        conductances[3] = 0;
        Assert.Null(TransportLaw.Fit(Kelvin, conductances));
        Assert.Null(TransportLaw.Fit([100, 100, 100], [1, 2, 3]));
    }

    [Fact]
    public void A_conductance_that_falls_with_temperature_has_a_negative_T0()
    {
        double[] conductances = [.. Kelvin.Select(kelvin => Math.Exp(Math.Cbrt(3e4 / kelvin)))];
        var fit = TransportLaw.Fit(Kelvin, conductances)!;
        Assert.Equal(-3e4, fit.T0, 1e-4);
        Assert.Equal(conductances[4], TransportLaw.Of(fit, 130), 1e-9);
    }

    [Fact]
    public void Another_law_fits_worse()
    {
        double[] kelvin = [77, 90, 100, 115, 130, 145, 160];
        double[] thermal = [.. kelvin.Select(t => Math.Exp(-3000 / t))];
        var fit = TransportLaw.Fit(kelvin, thermal)!;
        Assert.InRange(fit.RSquared, 0.9, 0.9999);
    }
}
