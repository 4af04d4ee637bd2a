using System.Globalization;
using System.Numerics;

namespace Nano.Runtime.Formats;

/// <summary>Looking into an inert pickle tree without following it into loops or depths.</summary>
public static class PickleTree
{
    // A few nodes can name each other a billion times; no list of settings or losses is longer than this.
    private const int MostNumbers = 1 << 20;

    /// <summary>
    /// Replaces nodes from the root down, each once however often it is shared; <paramref name="with"/> returns the
    /// node itself where it has nothing better.
    /// </summary>
    internal static PickleValue Rewrite(PickleValue root, Func<PickleValue, PickleValue> with)
    {
        var replaced = new Dictionary<PickleValue, PickleValue>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<PickleValue>();
        var result = Visit(root);
        while (waiting.TryPop(out var next))
            next.Replace(Visit);
        return result;

        PickleValue Visit(PickleValue value)
        {
            if (replaced.TryGetValue(value, out var known))
                return known;
            var better = with(value);
            replaced[value] = better;
            if (replaced.TryAdd(better, better) || ReferenceEquals(better, value))
                waiting.Push(better);
            return better;
        }
    }

    /// <summary>A dictionary, or an object that is one (OrderedDict, defaultdict); null for anything else.</summary>
    public static PickleDict? Dictionary(PickleValue? value) =>
        value switch
        {
            PickleDict dict => dict,
            PickleCall { Callable: PickleGlobal { Name: "OrderedDict" or "defaultdict" or "dict" } } call =>
                call.Entries,
            _ => null,
        };

    /// <summary>The value under a path of text keys, or null.</summary>
    public static PickleValue? Find(PickleValue? value, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            value = Dictionary(value)?.Find(key);
        return value;
    }

    /// <summary>The items of a list, tuple or set; null for anything else.</summary>
    public static IReadOnlyList<PickleValue>? Items(PickleValue? value) =>
        value switch
        {
            PickleList list => list.Items,
            PickleTuple tuple => tuple.Items,
            PickleSet set => set.Items,
            _ => null,
        };

    public static string? Text(PickleValue? value) => (value as PickleText)?.Value;

    /// <summary>A number, or a tensor that holds exactly one; null for anything else.</summary>
    public static double? Number(PickleValue? value) =>
        value switch
        {
            PickleInteger integer => (double)integer.Value,
            PickleReal real => real.Value,
            PickleTensor { Tensor.Count: 1 } tensor => tensor.Tensor.ToDoubles()[0],
            _ => null,
        };

    /// <summary>
    /// All numbers of a tensor, of a number, or of a list or tuple of these (two levels, as in [[low, high], …]);
    /// null where anything else is in between, or where there are more than a million.
    /// </summary>
    public static double[]? Numbers(PickleValue? value)
    {
        var numbers = new List<double>();
        return value is not null && Collect(value, 2, numbers) ? [.. numbers] : null;
    }

    private static bool Collect(PickleValue value, int levels, List<double> numbers)
    {
        if (value is PickleTensor tensor)
        {
            if (numbers.Count + tensor.Tensor.Count > MostNumbers)
                return false;
            numbers.AddRange(tensor.Tensor.ToDoubles());
            return true;
        }
        if (numbers.Count < MostNumbers && Number(value) is { } number)
        {
            numbers.Add(number);
            return true;
        }
        if (levels == 0 || numbers.Count >= MostNumbers || Items(value) is not { } items)
            return false;
        foreach (var item in items)
        {
            if (!Collect(item, levels - 1, numbers))
                return false;
        }
        return true;
    }

    /// <summary>A plain value as text, or null: numbers shortest, None as "None".</summary>
    public static string? Plain(PickleValue value) =>
        value switch
        {
            PickleText text => text.Value,
            PickleBool truth => truth.Value ? "true" : "false",
            PickleInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
            PickleReal real => real.Value.ToString("R", CultureInfo.InvariantCulture),
            PickleNone => "None",
            PickleTensor { Tensor.Count: 1 } tensor => tensor
                .Tensor.ToDoubles()[0]
                .ToString("R", CultureInfo.InvariantCulture),
            _ => null,
        };

    internal static long? Integer(PickleValue? value) =>
        value is PickleInteger { Value: var integer } && BigInteger.Abs(integer) <= long.MaxValue
            ? (long)integer
            : null;

    internal static long[]? Integers(PickleValue? value)
    {
        if (value is not PickleTuple and not PickleList || Items(value) is not { } items)
            return null;
        var integers = new long[items.Count];
        for (var i = 0; i < integers.Length; i++)
        {
            if (Integer(items[i]) is not { } integer)
                return null;
            integers[i] = integer;
        }
        return integers;
    }
}
