namespace Nano.Runtime.Devices;

/// <summary>
/// The check of a waveform against the limits of an instrument's electrodes. Every electrode rests at 0 V and every
/// waveform is approached from there by a ramp, so 0 V and all between it and the limits is allowed, too.
/// </summary>
public sealed class VoltageGuard(InstrumentFacts facts)
{
    /// <summary>Volts: what the rounding of a waveform's arithmetic may put beyond a limit.</summary>
    public const double Tolerance = 1e-9;

    /// <param name="volts">Row-major, a column for each electrode.</param>
    /// <param name="rows">Readings that are wanted.</param>
    /// <exception cref="NanoException">N402, naming the electrode, the row (from 1), the voltage and the limits.</exception>
    public void Demand(ReadOnlySpan<double> volts, int rows)
    {
        var width = facts.Electrodes.Length;
        if (volts.Length != rows * width)
            throw new NanoException(
                "N402",
                $"instrument '{facts.Name}' has {width} activation electrodes, so {rows} readings need {rows * width} voltages; {volts.Length} were given"
            );
        for (var row = 0; row < rows; row++)
        for (var channel = 0; channel < width; channel++)
        {
            var value = volts[row * width + channel];
            var electrode = facts.Electrodes[channel];
            var (low, high) = (Math.Min(electrode.LowVolts, 0), Math.Max(electrode.HighVolts, 0));
            if (value >= low - Tolerance && value <= high + Tolerance)
                continue;
            var what =
                double.IsFinite(value) ? $"{value:G6} V"
                : double.IsNaN(value) ? "not a number"
                : "infinite";
            throw new NanoException(
                "N402",
                $"electrode {electrode.Number} of '{facts.Name}' would get {what} in row {row + 1} of {rows}; its limits are {electrode.LowVolts:G6} V to {electrode.HighVolts:G6} V",
                "nothing was applied"
            );
        }
    }
}
