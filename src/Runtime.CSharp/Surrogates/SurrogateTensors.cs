using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Formats;
using Nano.Runtime.Networks;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// Nano's own surrogates in safetensors: layers.0.weight [out, in] and layers.0.bias [out] in float32, the rest as
/// metadata. Numbers are written shortest; NaN, Infinity and -Infinity by these words.
/// </summary>
internal static class SurrogateTensors
{
    private const string FormatKey = "nano";
    private const string Format = "surrogate 1";
    private const string NotePrefix = "note.";

    public static bool IsOurs(SafetensorsContent content) => content.Metadata.ContainsKey(FormatKey);

    public static ImmutableSortedDictionary<string, TensorValue> Tensors(SurrogateModel model)
    {
        var network = model.Network;
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, TensorValue>(StringComparer.Ordinal);
        for (var layer = 0; layer < network.Layers; layer++)
        {
            var (inputs, outputs) = (network.Widths[layer], network.Widths[layer + 1]);
            tensors.Add(WeightName(layer), TensorValue.Of(network.Weights[layer], outputs, inputs));
            tensors.Add(BiasName(layer), TensorValue.Of(network.Biases[layer], outputs));
        }
        return tensors.ToImmutable();
    }

    public static ImmutableSortedDictionary<string, string> Metadata(SurrogateModel model)
    {
        var origin = model.Origin;
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        metadata[FormatKey] = Format;
        metadata["structure"] = string.Join('-', model.Network.Widths);
        metadata["activation"] = Word(model.Network.Activation);
        metadata["ranges"] = string.Join(", ", model.Ranges.Select(Pair));
        metadata["amplification"] = Number(model.Amplification);
        metadata["clip"] = Pair(model.Clip);
        metadata["data-inputs"] = string.Join(", ", model.DataInputs);
        metadata["maker"] = origin.Maker;
        metadata["device"] = origin.Device;
        metadata["plan"] = origin.Plan;
        metadata["training-rows"] = origin.TrainingRows.ToString(CultureInfo.InvariantCulture);
        metadata["best-epoch"] = origin.BestEpoch.ToString(CultureInfo.InvariantCulture);
        metadata["training-error"] = Number(origin.TrainingError);
        metadata["validation-error"] = Number(origin.ValidationError);
        metadata["test-error"] = Number(origin.TestError);
        metadata["output-range"] = Pair(origin.OutputRange);
        foreach (var (name, text) in origin.Notes)
            metadata[NotePrefix + name] = text;
        return metadata.ToImmutable();
    }

    /// <exception cref="NanoException">N118: a field that is missing, misspelled or does not fit.</exception>
    public static SurrogateModel Read(SafetensorsContent content, string file)
    {
        var fields = new SurrogateMetadata(content.Metadata, file);
        if (fields.Text(FormatKey) != Format)
            throw fields.Wrong(FormatKey, $"'{Format}'");
        var widths = fields.List("structure", '-').Select(part => fields.Whole("structure", part)).ToImmutableArray();
        if (widths.Length < 2 || widths.Any(width => width < 1))
            throw fields.Wrong("structure", "widths such as 7-90-1");
        if (fields.Text("activation") != Word(Activation.Relu))
            throw fields.Wrong("activation", "'relu'");
        var ranges = fields.List("ranges", ',').Select(part => fields.Pair("ranges", part)).ToImmutableArray();
        if (ranges.Length != widths[0] || ranges.Any(range => !(range.Low <= range.High)))
            throw fields.Wrong("ranges", $"low:high for each of {widths[0]} electrodes");
        var inputs = fields.List("data-inputs", ',').Select(part => fields.Whole("data-inputs", part));
        var dataInputs = inputs.ToImmutableArray();
        if (dataInputs.Any(input => input < 0 || input >= widths[0]))
            throw fields.Wrong("data-inputs", $"electrodes 0 to {widths[0] - 1}");
        var amplification = fields.Number("amplification");
        if (!double.IsFinite(amplification) || amplification == 0)
            throw fields.Wrong("amplification", "nanoamperes for each volt");
        var clip = fields.Pair("clip");
        if (!(clip.Low < clip.High))
            throw fields.Wrong("clip", "low:high in nanoamperes");
        var network = Network(content, widths, file);
        return new SurrogateModel(network, ranges, amplification, clip, dataInputs, Origin(fields, content));
    }

    private static SurrogateOrigin Origin(SurrogateMetadata fields, SafetensorsContent content)
    {
        var notes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in content.Metadata)
        {
            if (key.StartsWith(NotePrefix, StringComparison.Ordinal))
                notes[key[NotePrefix.Length..]] = text;
        }
        return new SurrogateOrigin(
            fields.Text("maker"),
            fields.Text("device"),
            fields.Text("plan"),
            fields.Long("training-rows"),
            fields.Whole("best-epoch", fields.Text("best-epoch")),
            fields.Number("training-error"),
            fields.Number("validation-error"),
            fields.Number("test-error"),
            fields.Pair("output-range"),
            notes.ToImmutable()
        );
    }

    private static DenseNetwork Network(SafetensorsContent content, ImmutableArray<int> widths, string file)
    {
        var weights = ImmutableArray.CreateBuilder<float[]>();
        var biases = ImmutableArray.CreateBuilder<float[]>();
        for (var layer = 0; layer + 1 < widths.Length; layer++)
        {
            weights.Add(Values(content, WeightName(layer), [widths[layer + 1], widths[layer]], file));
            biases.Add(Values(content, BiasName(layer), [widths[layer + 1]], file));
        }
        if (content.Tensors.Count != weights.Count + biases.Count)
            throw SurrogateMetadata.Fail(
                file,
                $"it has {content.Tensors.Count} tensors, its structure {string.Join('-', widths)} needs {weights.Count + biases.Count}"
            );
        return new DenseNetwork(widths, Activation.Relu, weights.ToImmutable(), biases.ToImmutable());
    }

    private static float[] Values(SafetensorsContent content, string name, ReadOnlySpan<int> shape, string file)
    {
        if (!content.Tensors.TryGetValue(name, out var tensor))
            throw SurrogateMetadata.Fail(file, $"the tensor '{name}' is missing");
        if (tensor.Type != ElementType.F32 || !tensor.Shape.AsSpan().SequenceEqual(shape))
            throw SurrogateMetadata.Fail(
                file,
                $"'{name}' is {tensor.ShapeText} of {tensor.Type}, where {string.Join('×', shape.ToArray())} of F32 is due"
            );
        var values = tensor.ToSingles();
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw SurrogateMetadata.Fail(file, $"'{name}' holds the weight {Number(value)}");
        }
        return values;
    }

    private static string WeightName(int layer) => $"layers.{layer}.weight";

    private static string BiasName(int layer) => $"layers.{layer}.bias";

    private static string Word(Activation activation) =>
        activation switch
        {
            Activation.Relu => "relu",
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "no word for this activation"),
        };

    private static string Pair(Bounds bounds) => $"{Number(bounds.Low)}:{Number(bounds.High)}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
