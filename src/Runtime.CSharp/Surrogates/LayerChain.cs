using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Formats;
using Nano.Runtime.Networks;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// A run of linear layers in a table of tensors: prefix0.weight, prefix0.bias, prefix2.weight … – the numbers between
/// are the activations of a torch.nn.Sequential.
/// </summary>
internal sealed record LayerChain(
    string Prefix,
    TensorTable Table,
    ImmutableArray<TensorValue> Weights,
    ImmutableArray<TensorValue> Biases
)
{
    private const string WeightSuffix = ".weight";
    private const string PreferredOwner = "raw_model.";
    private const int MostCandidates = 64;
    private const long MostParameters = 1 << 24;

    public int InputWidth => Weights[0].Shape[1];

    /// <summary>
    /// The only chain in the tables. Copies of the same weights under several names count once; under raw_model
    /// (brains-py) they go before all others.
    /// </summary>
    /// <param name="found">What the file holds, for the sentence that says that there is no chain in it.</param>
    /// <exception cref="NanoException">N117 none, N118 several different ones.</exception>
    public static LayerChain Find(IReadOnlyList<TensorTable> tables, string file, string found)
    {
        var chains = new List<LayerChain>();
        var reason = "";
        foreach (var table in tables)
        {
            foreach (var (prefix, weights) in Groups(table))
            {
                if (TryMake(prefix, table, weights, out var chain) is { Ok: false, Sentence: var sentence })
                    reason = reason.Length > 0 ? reason : $"; {sentence}";
                else if (chains.Count < MostCandidates)
                    chains.Add(chain!);
            }
        }
        if (chains.Count == 0)
            throw BadFile.Because(
                BadFile.NoSurrogate,
                file,
                $"this file holds no surrogate network: it is {found}, without a chain of linear layers "
                    + $"(0.weight, 0.bias, 2.weight, …){reason}",
                "training_data.pt of brainspy-smg, a state_dict saved by torch.save, or Nano's own .safetensors are read"
            );
        return Choose(chains, file);
    }

    /// <exception cref="NanoException">N118: a weight that is no finite number.</exception>
    public DenseNetwork ToNetwork(string file)
    {
        var widths = ImmutableArray.CreateBuilder<int>();
        widths.Add(InputWidth);
        var weights = ImmutableArray.CreateBuilder<float[]>();
        var biases = ImmutableArray.CreateBuilder<float[]>();
        for (var layer = 0; layer < Weights.Length; layer++)
        {
            widths.Add(Weights[layer].Shape[0]);
            weights.Add(Finite(Weights[layer], layer, file));
            biases.Add(Finite(Biases[layer], layer, file));
        }
        return new DenseNetwork(widths.ToImmutable(), Activation.Relu, weights.ToImmutable(), biases.ToImmutable());
    }

    private static LayerChain Choose(List<LayerChain> chains, string file)
    {
        var preferred = chains.FindAll(chain => chain.Prefix.EndsWith(PreferredOwner, StringComparison.Ordinal));
        var ranked = preferred.Count > 0 ? preferred : chains;
        var chosen = ranked[0];
        foreach (var other in ranked)
        {
            if (!chosen.SameAs(other))
                throw BadFile.Because(
                    BadFile.Surrogate,
                    file,
                    $"this file holds several different networks, among them {BadFile.Quote(chosen.Prefix + '*')} "
                        + $"({chosen.Structure}) and {BadFile.Quote(other.Prefix + '*')} ({other.Structure})",
                    "save the one that is meant into a file of its own"
                );
        }
        return chosen;
    }

    private string Structure => $"{InputWidth}-{string.Join('-', Weights.Select(weight => weight.Shape[0]))}";

    private static Dictionary<string, SortedDictionary<int, TensorValue>> Groups(TensorTable table)
    {
        var groups = new Dictionary<string, SortedDictionary<int, TensorValue>>(StringComparer.Ordinal);
        foreach (var (name, tensor) in table.Tensors)
        {
            if (!name.EndsWith(WeightSuffix, StringComparison.Ordinal))
                continue;
            var layer = name[..^WeightSuffix.Length];
            var cut = layer.LastIndexOf('.') + 1;
            if (!int.TryParse(layer.AsSpan(cut), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                continue;
            if (!groups.TryGetValue(layer[..cut], out var group))
                groups.Add(layer[..cut], group = []);
            group.TryAdd(index, tensor);
        }
        return groups;
    }

    private static Outcome TryMake(
        string prefix,
        TensorTable table,
        SortedDictionary<int, TensorValue> weights,
        out LayerChain? chain
    )
    {
        chain = null;
        var name = BadFile.Quote(prefix + "*");
        if (weights.Count < 2)
            return Outcome.Failure($"{name} has only one layer");
        var biases = ImmutableArray.CreateBuilder<TensorValue>();
        var width = -1;
        var previous = -2;
        long parameters = 0;
        foreach (var (index, weight) in weights)
        {
            if (index - previous < 2)
                return Outcome.Failure($"{name} has no activation between layers {previous} and {index}");
            if (weight.Shape.Length != 2 || weight.Count == 0)
                return Outcome.Failure($"layer {index} of {name} is {weight.ShapeText}, not outputs×inputs");
            if (width >= 0 && weight.Shape[1] != width)
                return Outcome.Failure($"layer {index} of {name} takes {weight.Shape[1]} inputs but is given {width}");
            width = weight.Shape[0];
            if (!table.Tensors.TryGetValue($"{prefix}{index}.bias", out var bias))
                return Outcome.Failure($"layer {index} of {name} has no bias");
            if (bias.Shape is not [var length] || length != width)
                return Outcome.Failure($"the bias of layer {index} of {name} is {bias.ShapeText}, not {width}");
            if (!weight.Type.IsFloating() || !bias.Type.IsFloating())
                return Outcome.Failure($"layer {index} of {name} has whole numbers for weights");
            parameters += weight.Count + bias.Count;
            if (parameters > MostParameters)
                return Outcome.Failure($"{name} has more than {MostParameters} parameters");
            biases.Add(bias);
            previous = index;
        }
        chain = new LayerChain(prefix, table, [.. weights.Values], biases.ToImmutable());
        return Outcome.Success;
    }

    private bool SameAs(LayerChain other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (Weights.Length != other.Weights.Length)
            return false;
        for (var layer = 0; layer < Weights.Length; layer++)
        {
            if (!Same(Weights[layer], other.Weights[layer]) || !Same(Biases[layer], other.Biases[layer]))
                return false;
        }
        return true;
    }

    private static bool Same(TensorValue a, TensorValue b) =>
        a.Shape.AsSpan().SequenceEqual(b.Shape.AsSpan()) && a.ToSingles().AsSpan().SequenceEqual(b.ToSingles());

    private static float[] Finite(TensorValue tensor, int layer, string file)
    {
        var values = tensor.ToSingles();
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw BadFile.Because(
                    BadFile.Surrogate,
                    file,
                    $"layer {layer} of the network has the weight {value}",
                    "the training of this model has failed; take an earlier state"
                );
        }
        return values;
    }
}
