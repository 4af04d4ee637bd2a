using System.Collections.Immutable;
using System.Globalization;

namespace Nano.Runtime.Surrogates;

/// <summary>A surrogate in words, for <c>nano model FILE</c>.</summary>
public static class SurrogateDescription
{
    /// <summary>Lines of "name: value"; what is unknown is left out, what was assumed comes last.</summary>
    public static ImmutableArray<string> Of(SurrogateModel model)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var network = model.Network;
        var activation = network.Activation.ToString().ToLowerInvariant();
        lines.Add($"network: {string.Join('-', network.Widths)}, {activation}, {network.ParameterCount} parameters");
        for (var electrode = 0; electrode < model.Ranges.Length; electrode++)
        {
            var range = model.Ranges[electrode];
            var data = model.DataInputs.Contains(electrode) ? ", data input" : "";
            lines.Add($"channel {electrode + 1}: {Short(range.Low)} to {Short(range.High)} V{data}");
        }
        lines.Add("(channel k is activation electrode k where electrode 0 is the readout)");
        lines.Add($"amplification: {Short(model.Amplification)} nA/V");
        lines.Add(
            double.IsInfinity(model.Clip.Low) && double.IsInfinity(model.Clip.High)
                ? "clip: none"
                : $"clip: {Short(model.Clip.Low)} to {Short(model.Clip.High)} nA"
        );
        lines.Add(
            model.DataInputs.IsEmpty
                ? "data inputs: not stated"
                : $"data inputs: channels {string.Join(", ", model.DataInputs.Select(channel => channel + 1))}"
        );
        AddOrigin(model.Origin, lines);
        return lines.ToImmutable();
    }

    private static void AddOrigin(SurrogateOrigin origin, ImmutableArray<string>.Builder lines)
    {
        AddError("training error", origin.TrainingError, lines);
        AddError("validation error", origin.ValidationError, lines);
        AddError("test error", origin.TestError, lines);
        if (double.IsFinite(origin.OutputRange.Low) && double.IsFinite(origin.OutputRange.High))
            lines.Add($"currents in training: {Short(origin.OutputRange.Low)} to {Short(origin.OutputRange.High)} nA");
        if (origin.TrainingRows > 0)
            lines.Add($"training rows: {origin.TrainingRows}");
        if (origin.BestEpoch > 0)
            lines.Add($"epoch: {origin.BestEpoch}");
        lines.Add($"made by: {origin.Maker}");
        if (origin.Plan.Length > 0)
            lines.Add($"trained in run: {origin.Plan}");
        if (origin.Device.Length > 0)
            lines.Add($"sampled from device: {origin.Device}");
        foreach (var (name, text) in origin.Notes)
        {
            if (name != "assumed")
                lines.Add($"note {Clean(name)}: {Clean(text)}");
        }
        if (origin.Notes.TryGetValue("assumed", out var assumed))
            lines.Add($"assumed, as the file does not say: {Clean(assumed)}");
    }

    private static void AddError(string name, double error, ImmutableArray<string>.Builder lines)
    {
        if (double.IsFinite(error))
            lines.Add($"{name}: {Short(error)} nA (root mean square)");
    }

    // Ranges come as float32 in double's clothing; seven digits say all that they hold.
    private static string Short(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    // Notes come from a stranger's file and go to a terminal: no control characters.
    private static string Clean(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
