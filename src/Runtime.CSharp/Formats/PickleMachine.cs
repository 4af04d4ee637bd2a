namespace Nano.Runtime.Formats;

/// <summary>Stack, marks and memo of the pickle machine, each with its limit.</summary>
internal sealed class PickleMachine(PickleSource source, PickleLimits limits)
{
    private readonly List<PickleValue> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, PickleValue> memo = [];
    private int nodes;

    // What lies below the last mark is out of reach until the mark is taken away.
    private int Floor => marks.Count > 0 ? marks[^1] : 0;

    /// <summary>Pushes a new value, counting it.</summary>
    public void Build(PickleValue value)
    {
        if (++nodes > limits.Nodes)
            throw source.Fail($"it builds more than {limits.Nodes} values", BadFile.PickleLimit);
        Push(value);
    }

    /// <summary>Pushes a value that exists already.</summary>
    public void Push(PickleValue value)
    {
        if (stack.Count >= limits.Stack)
            throw source.Fail($"it nests more than {limits.Stack} values", BadFile.PickleLimit);
        stack.Add(value);
    }

    public PickleValue Top()
    {
        if (stack.Count <= Floor)
            throw source.Fail("the stack is empty where a value is needed");
        return stack[^1];
    }

    public PickleValue Pop()
    {
        var value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    /// <summary>Python's POP: away with the top value, or with the mark if it lies on top.</summary>
    public void Drop()
    {
        if (stack.Count <= Floor && marks.Count > 0)
            marks.RemoveAt(marks.Count - 1);
        else
            Pop();
    }

    public void Mark()
    {
        if (marks.Count >= limits.Stack)
            throw source.Fail($"it sets more than {limits.Stack} marks", BadFile.PickleLimit);
        marks.Add(stack.Count);
    }

    public PickleValue[] PopToMark()
    {
        if (marks.Count == 0)
            throw source.Fail("there is no mark on the stack");
        var floor = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        var values = stack.GetRange(floor, stack.Count - floor).ToArray();
        stack.RemoveRange(floor, stack.Count - floor);
        return values;
    }

    public void Remember(long index)
    {
        var value = Top();
        if (memo.Count >= limits.Memo && !memo.ContainsKey(index))
            throw source.Fail($"it remembers more than {limits.Memo} values", BadFile.PickleLimit);
        memo[index] = value;
    }

    /// <summary>MEMOIZE: under the next free number.</summary>
    public void Remember() => Remember(memo.Count);

    public void Recall(long index)
    {
        if (!memo.TryGetValue(index, out var value))
            throw source.Fail($"it asks for value {index}, which was never remembered");
        Push(value);
    }

    public void Append(ReadOnlySpan<PickleValue> values)
    {
        var items = Top() switch
        {
            PickleList list => list.Items,
            PickleSet set => set.Items,
            PickleCall call => call.Items,
            var other => throw source.Fail($"items are appended to {other.Kind}"),
        };
        foreach (var value in values)
            items.Add(value);
    }

    public void SetItems(ReadOnlySpan<PickleValue> values)
    {
        var entries = Top() switch
        {
            PickleDict dict => dict,
            PickleCall call => call.Entries,
            var other => throw source.Fail($"a key is set in {other.Kind}"),
        };
        Fill(entries, values);
    }

    public PickleDict Dictionary(ReadOnlySpan<PickleValue> values)
    {
        var dictionary = new PickleDict();
        Fill(dictionary, values);
        return dictionary;
    }

    private void Fill(PickleDict entries, ReadOnlySpan<PickleValue> values)
    {
        if (values.Length % 2 != 0)
            throw source.Fail("a key has no value");
        for (var i = 0; i < values.Length; i += 2)
            entries.Add(values[i], values[i + 1]);
    }
}
