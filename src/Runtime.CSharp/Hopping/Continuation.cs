namespace Nano.Runtime.Hopping;

/// <summary>
/// What is left when a cold start fails: a path of easier problems that ends in the wanted one, with steps that halve
/// when one fails.
/// </summary>
internal sealed class Continuation(IMeanFieldEquations equations, NewtonSearch newton, double temperature)
{
    private const double WarmTemperature = 300;
    private const double SmallestStep = 1.0 / 4096;

    /// <summary>All voltages from zero to their values.</summary>
    public bool FromZeroVolts(ReadOnlySpan<double> volts, ReadOnlySpan<double> shift)
    {
        Span<double> part = stackalloc double[volts.Length];
        equations.SetVoltages(part, shift);
        newton.Sweep();
        if (!newton.Relax(NewtonSearch.ColdPseudoTime))
            return false;
        var kept = equations.Occupation.ToArray();
        var (reached, step) = (0.0, 0.125);
        while (reached < 1)
        {
            var next = Math.Min(1, reached + step);
            for (var k = 0; k < part.Length; k++)
                part[k] = next * volts[k];
            equations.SetVoltages(part, shift);
            if (newton.Relax(NewtonSearch.WarmPseudoTime))
            {
                equations.Occupation.CopyTo(kept);
                (reached, step) = (next, step * 2);
                continue;
            }
            kept.CopyTo(equations.Occupation);
            step /= 2;
            if (step < SmallestStep)
                return false;
        }
        return true;
    }

    /// <summary>From 300 K down to the device's temperature, in equal steps of 1/T.</summary>
    public bool FromHighTemperature(ReadOnlySpan<double> volts, ReadOnlySpan<double> shift)
    {
        if (temperature >= WarmTemperature)
            return false;
        var warmest = temperature / WarmTemperature;
        SetRatio(warmest, volts, shift);
        newton.Sweep();
        var found = newton.Relax(NewtonSearch.ColdPseudoTime) || FromZeroVolts(volts, shift);
        var kept = equations.Occupation.ToArray();
        var (reached, step) = (warmest, (1 - warmest) / 8);
        while (found && reached < 1)
        {
            var next = Math.Min(1, reached + step);
            SetRatio(next, volts, shift);
            if (newton.Relax(NewtonSearch.WarmPseudoTime))
            {
                equations.Occupation.CopyTo(kept);
                (reached, step) = (next, step * 2);
                continue;
            }
            kept.CopyTo(equations.Occupation);
            step /= 2;
            found = step >= SmallestStep;
        }
        if (!found)
            SetRatio(1, volts, shift);
        return found;
    }

    private void SetRatio(double ratio, ReadOnlySpan<double> volts, ReadOnlySpan<double> shift)
    {
        equations.SetThermalRatio(ratio);
        equations.SetVoltages(volts, shift);
    }
}
