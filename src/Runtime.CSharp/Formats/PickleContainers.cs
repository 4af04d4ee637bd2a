namespace Nano.Runtime.Formats;

public sealed class PickleList : PickleValue
{
    public List<PickleValue> Items { get; } = [];

    public override string Kind => $"a list of {Items.Count}";

    internal override void Replace(Func<PickleValue, PickleValue> with) => PickleTuple.ReplaceAll(Items, with);
}

public sealed class PickleTuple(PickleValue[] items) : PickleValue
{
    private readonly PickleValue[] items = items;

    public IReadOnlyList<PickleValue> Items => items;

    public override string Kind => $"a tuple of {items.Length}";

    internal override void Replace(Func<PickleValue, PickleValue> with) => ReplaceAll(items, with);

    internal static void ReplaceAll(IList<PickleValue> values, Func<PickleValue, PickleValue> with)
    {
        for (var i = 0; i < values.Count; i++)
            values[i] = with(values[i]);
    }
}

/// <summary>A set or frozenset; equal members are not merged.</summary>
public sealed class PickleSet : PickleValue
{
    public List<PickleValue> Items { get; } = [];

    public override string Kind => $"a set of {Items.Count}";

    internal override void Replace(Func<PickleValue, PickleValue> with) => PickleTuple.ReplaceAll(Items, with);
}

/// <summary>Keys and values in order of arrival; of equal text keys the last one counts, as in Python.</summary>
public sealed class PickleDict : PickleValue
{
    private readonly List<KeyValuePair<PickleValue, PickleValue>> entries = [];
    private Dictionary<string, int>? byText;

    public IReadOnlyList<KeyValuePair<PickleValue, PickleValue>> Entries => entries;

    public override string Kind => $"a dictionary of {entries.Count}";

    /// <summary>The value under a text key, or null.</summary>
    public PickleValue? Find(string key) =>
        byText is not null && byText.TryGetValue(key, out var index) ? entries[index].Value : null;

    internal void Add(PickleValue key, PickleValue value)
    {
        if (key is PickleText text)
        {
            byText ??= new Dictionary<string, int>(StringComparer.Ordinal);
            if (byText.TryGetValue(text.Value, out var index))
            {
                entries[index] = new(entries[index].Key, value);
                return;
            }
            byText[text.Value] = entries.Count;
        }
        entries.Add(new(key, value));
    }

    internal override void Replace(Func<PickleValue, PickleValue> with)
    {
        // A text key stays what it is, so the index by text stays right.
        for (var i = 0; i < entries.Count; i++)
        {
            var (key, value) = entries[i];
            entries[i] = new(key is PickleText ? key : with(key), with(value));
        }
    }
}

/// <summary>
/// "Callable applied to arguments", with what Python would then have put into the object: state, list items and
/// dictionary entries. Any object of any class looks like this; nothing was called.
/// </summary>
public sealed class PickleCall(PickleValue callable, PickleValue arguments, PickleValue keywords) : PickleValue
{
    private List<PickleValue>? items;
    private PickleDict? entries;

    public PickleValue Callable { get; private set; } = callable;

    public PickleValue Arguments { get; private set; } = arguments;

    /// <summary>Arguments by name; None where there are none.</summary>
    public PickleValue Keywords { get; private set; } = keywords;

    /// <summary>The state that a BUILD opcode gave, or None.</summary>
    public PickleValue State { get; internal set; } = PickleNone.Value;

    // Made when asked for: a file may hold millions of objects that have neither.
    public List<PickleValue> Items => items ??= [];

    public PickleDict Entries => entries ??= new PickleDict();

    public override string Kind => Callable is PickleGlobal global ? $"an object of {global.Kind}" : "an object";

    /// <summary>Whether the callable is the function or class of that name.</summary>
    public bool Of(string module, string name) => Callable is PickleGlobal global && global.Is(module, name);

    internal override void Replace(Func<PickleValue, PickleValue> with)
    {
        Callable = with(Callable);
        Arguments = with(Arguments);
        Keywords = with(Keywords);
        State = with(State);
        if (items is not null)
            PickleTuple.ReplaceAll(items, with);
        entries?.Replace(with);
    }
}

/// <summary>State given to something that is no <see cref="PickleCall"/>.</summary>
public sealed class PickleBuilt(PickleValue value, PickleValue state) : PickleValue
{
    public PickleValue Value { get; private set; } = value;

    public PickleValue State { get; private set; } = state;

    public override string Kind => "an object";

    internal override void Replace(Func<PickleValue, PickleValue> with)
    {
        Value = with(Value);
        State = with(State);
    }
}
