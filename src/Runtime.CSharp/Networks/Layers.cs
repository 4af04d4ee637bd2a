using Nano.Plan;

namespace Nano.Runtime.Networks;

/// <summary>For each channel y = to.Low + (clip(x) − from.Low) · (to.High − to.Low)/(from.High − from.Low).</summary>
internal static class RescaleLayer
{
    public static void Forward(RescalePlan plan, ReadOnlySpan<double> x, Span<double> y, int rows)
    {
        for (var row = 0; row < rows; row++)
        for (var channel = 0; channel < plan.Width; channel++)
        {
            var (from, to) = (plan.From[channel], plan.To[channel]);
            var i = row * plan.Width + channel;
            var clipped = Math.Clamp(x[i], from.Low, from.High);
            // At the upper end the target's own bound, exactly: rounding must not leave the limits.
            y[i] =
                clipped >= from.High
                    ? to.High
                    : to.Low + (clipped - from.Low) * ((to.High - to.Low) / (from.High - from.Low));
        }
    }

    /// <summary>Adds dL/dx. The slope is 0 where x is clipped.</summary>
    public static void Backward(
        RescalePlan plan,
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> dy,
        Span<double> dx,
        int rows
    )
    {
        for (var row = 0; row < rows; row++)
        for (var channel = 0; channel < plan.Width; channel++)
        {
            var (from, to) = (plan.From[channel], plan.To[channel]);
            var i = row * plan.Width + channel;
            if (x[i] >= from.Low && x[i] <= from.High)
                dx[i] += dy[i] * ((to.High - to.Low) / (from.High - from.Low));
        }
    }
}

/// <summary>Its inputs side by side, row by row.</summary>
internal static class ConcatLayer
{
    public static void Forward(ReadOnlySpan<double> x, int width, Span<double> y, int offset, int total, int rows)
    {
        for (var row = 0; row < rows; row++)
            x.Slice(row * width, width).CopyTo(y[(row * total + offset)..]);
    }

    public static void Backward(ReadOnlySpan<double> dy, int offset, int total, Span<double> dx, int width, int rows)
    {
        for (var row = 0; row < rows; row++)
        for (var channel = 0; channel < width; channel++)
            dx[row * width + channel] += dy[row * total + offset + channel];
    }
}

/// <summary>
/// Nodes of a device: places inputs and controls onto electrodes (all others at 0 V), and takes the currents.
/// </summary>
internal static class DnpuLayer
{
    /// <summary>
    /// Voltages of rows × nodes. Row r belongs to genome r / rowsPerGenome; its controls start at that genome's
    /// stretch plus <paramref name="firstControl"/>.
    /// </summary>
    public static void Volts(
        DnpuPlan plan,
        DevicePlan device,
        ReadOnlySpan<double> x,
        int inputWidth,
        ReadOnlySpan<double> controls,
        int controlsPerGenome,
        int firstControl,
        int rowsPerGenome,
        int rows,
        Span<double> volts
    )
    {
        var electrodes = device.Electrodes.Length;
        var perNode = device.Inputs.Length;
        volts[..(rows * plan.Width * electrodes)].Clear();
        for (var row = 0; row < rows; row++)
        {
            var signal = x.Slice(row * inputWidth, inputWidth);
            var genome = controls.Slice(row / rowsPerGenome * controlsPerGenome + firstControl);
            for (var node = 0; node < plan.Width; node++)
            {
                var target = volts.Slice((row * plan.Width + node) * electrodes, electrodes);
                for (var i = 0; i < perNode; i++)
                    target[device.Inputs[i]] = signal[plan.Shared ? i : node * perNode + i];
                for (var i = 0; i < device.Controls.Length; i++)
                    target[device.Controls[i]] = genome[node * device.Controls.Length + i];
            }
        }
    }

    /// <summary>Adds dL/dx and dL/dcontrols (one genome) from dL/dy and the derivatives of the currents.</summary>
    public static void Backward(
        DnpuPlan plan,
        DevicePlan device,
        ReadOnlySpan<double> dy,
        ReadOnlySpan<double> slopes,
        Span<double> dx,
        int inputWidth,
        Span<double> dControls,
        int firstControl,
        int rows
    )
    {
        var electrodes = device.Electrodes.Length;
        var perNode = device.Inputs.Length;
        for (var row = 0; row < rows; row++)
        for (var node = 0; node < plan.Width; node++)
        {
            var weight = dy[row * plan.Width + node];
            var slope = slopes.Slice((row * plan.Width + node) * electrodes, electrodes);
            for (var i = 0; i < perNode; i++)
                dx[row * inputWidth + (plan.Shared ? i : node * perNode + i)] += weight * slope[device.Inputs[i]];
            for (var i = 0; i < device.Controls.Length; i++)
                dControls[firstControl + node * device.Controls.Length + i] += weight * slope[device.Controls[i]];
        }
    }
}
