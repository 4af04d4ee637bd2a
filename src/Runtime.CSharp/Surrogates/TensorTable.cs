using Nano.Runtime.Formats;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// Tensors that belong together, by their dotted names: a state dictionary, or a pickled PyTorch module flattened into
/// one (its parameters, buffers and submodules).
/// </summary>
internal sealed class TensorTable
{
    private const int DeepestModule = 32;
    private const int MostTensors = 100_000;

    private readonly Dictionary<string, TensorValue> tensors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, TensorValue> Tensors => tensors;

    public static TensorTable Of(IEnumerable<KeyValuePair<string, TensorValue>> named)
    {
        var table = new TensorTable();
        foreach (var (name, tensor) in named)
            table.tensors[name] = tensor;
        return table;
    }

    /// <summary>All tables in a tree, those nearer to the root first.</summary>
    public static List<TensorTable> Gather(PickleValue root)
    {
        var tables = new List<TensorTable>();
        var parts = new HashSet<PickleValue>(ReferenceEqualityComparer.Instance);
        PickleTree.Rewrite(
            root,
            value =>
            {
                var table = new TensorTable();
                if (PickleTree.Dictionary(value) is { } dictionary)
                    table.AddDictionary("", dictionary);
                else if (State(value) is not null && !parts.Contains(value))
                    table.AddModule(value, parts);
                if (table.tensors.Count > 0)
                    tables.Add(table);
                return value;
            }
        );
        return tables;
    }

    /// <summary>
    /// The tensor called <paramref name="name"/>, with any owner in front; of several the one whose owner shares most
    /// with <paramref name="near"/>.
    /// </summary>
    public TensorValue? Nearest(string name, string near)
    {
        TensorValue? best = null;
        var bestShared = -1;
        foreach (var (key, tensor) in tensors)
        {
            var owned = key.Length > name.Length && key[^(name.Length + 1)] == '.';
            if (!key.EndsWith(name, StringComparison.Ordinal) || (key.Length > name.Length && !owned))
                continue;
            var owner = key.AsSpan(0, key.Length - name.Length);
            var shared = owner.CommonPrefixLength(near);
            if (shared <= bestShared)
                continue;
            best = tensor;
            bestShared = shared;
        }
        return best;
    }

    private void AddDictionary(string prefix, PickleDict? dictionary)
    {
        if (dictionary is null)
            return;
        foreach (var (key, value) in dictionary.Entries)
        {
            if (tensors.Count < MostTensors && key is PickleText { Value: var name } && value is PickleTensor tensor)
                tensors.TryAdd(prefix + name, tensor.Tensor);
        }
    }

    // A module's state is a dictionary with _parameters, _buffers and _modules.
    private void AddModule(PickleValue root, HashSet<PickleValue> parts)
    {
        var waiting = new Stack<(string Prefix, PickleValue Module, int Depth)>();
        waiting.Push(("", root, 0));
        while (waiting.TryPop(out var next))
        {
            if (!parts.Add(next.Module) || State(next.Module) is not { } state)
                continue;
            AddDictionary(next.Prefix, PickleTree.Dictionary(state.Find("_parameters")));
            AddDictionary(next.Prefix, PickleTree.Dictionary(state.Find("_buffers")));
            if (next.Depth == DeepestModule || PickleTree.Dictionary(state.Find("_modules")) is not { } modules)
                continue;
            foreach (var (key, module) in modules.Entries)
            {
                if (key is PickleText { Value: { Length: < 256 } name })
                    waiting.Push(($"{next.Prefix}{name}.", module, next.Depth + 1));
            }
        }
    }

    private static PickleDict? State(PickleValue value) =>
        value is PickleCall call
        && PickleTree.Dictionary(call.State) is { } state
        && state.Find("_parameters") is not null
            ? state
            : null;
}
