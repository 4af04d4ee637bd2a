using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Formats;

namespace Nano.Runtime.Surrogates;

/// <summary>Provenance out of a PyTorch file: errors of the training, and every plain setting as a note.</summary>
internal static class TrainingRecord
{
    private const int MostNotes = 300;
    private const int LongestNote = 200;
    private const int LongestList = 16;
    private const int Deepest = 10;

    public static SurrogateOrigin Of(PickleValue root, string maker, string assumed)
    {
        var origin = SurrogateOrigin.Unknown(maker);
        var info = PickleTree.Find(root, "info");
        var notes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Note(info, notes);
        if (assumed.Length > 0)
            notes["assumed"] = assumed;
        // With "algorithm" it is the record of a task solved on the surrogate: its losses are not the surrogate's.
        if (PickleTree.Find(root, "algorithm") is null)
            origin = Current(root, Legacy(info, origin));
        return origin with { Notes = notes.ToImmutable() };
    }

    // brainspy-smg: root-mean-square errors in nA, the best epoch being the one that was saved.
    private static SurrogateOrigin Current(PickleValue root, SurrogateOrigin origin)
    {
        var epoch = PickleTree.Integer(PickleTree.Find(root, "epoch"));
        if (epoch is not (>= 0 and <= int.MaxValue))
            return origin;
        var training = PickleTree.Numbers(PickleTree.Find(root, "train_losses"));
        return origin with
        {
            BestEpoch = (int)epoch.Value,
            TrainingError = training is not null && epoch < training.Length ? training[(int)epoch.Value] : double.NaN,
            ValidationError = PickleTree.Number(PickleTree.Find(root, "min_val_loss")) ?? double.NaN,
            TestError = PickleTree.Number(PickleTree.Find(root, "test_loss")) ?? double.NaN,
        };
    }

    // SkyNEt: mean squares in nA², one for each epoch, zeros after the last; the weights are those of the last epoch.
    private static SurrogateOrigin Legacy(PickleValue? info, SurrogateOrigin origin)
    {
        var training = PickleTree.Numbers(PickleTree.Find(info, "L_train"));
        var validation = PickleTree.Numbers(PickleTree.Find(info, "L_val"));
        if (PickleTree.Text(PickleTree.Find(info, "loss")) != "MSE" || training is null || validation is null)
            return origin;
        var last = Math.Min(training.Length, validation.Length) - 1;
        while (last >= 0 && !(validation[last] > 0))
            last--;
        if (last < 0)
            return origin;
        return origin with
        {
            BestEpoch = last,
            TrainingError = Math.Sqrt(training[last]),
            ValidationError = Math.Sqrt(validation[last]),
        };
    }

    private static void Note(PickleValue? info, ImmutableSortedDictionary<string, string>.Builder notes)
    {
        if (info is null)
            return;
        var visited = new HashSet<PickleValue>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<(string Prefix, PickleValue Value, int Depth)>();
        waiting.Push(("", info, 0));
        while (waiting.TryPop(out var next) && notes.Count < MostNotes)
        {
            if (PickleTree.Dictionary(next.Value) is not { } dictionary || !visited.Add(next.Value))
                continue;
            foreach (var (key, value) in dictionary.Entries)
            {
                if (key is not PickleText { Value: { Length: < LongestNote } name } || notes.Count >= MostNotes)
                    continue;
                if (Say(value) is { Length: > 0 } text)
                    notes[next.Prefix + name] = text;
                else if (next.Depth < Deepest)
                    waiting.Push(($"{next.Prefix}{name}.", value, next.Depth + 1));
            }
        }
    }

    private static string? Say(PickleValue value)
    {
        if (PickleTree.Plain(value) is { } plain)
            return Short(plain);
        if (value is PickleTensor { Tensor.Count: <= LongestList } tensor)
            return Short(string.Join(", ", tensor.Tensor.ToDoubles()));
        if (PickleTree.Items(value) is not { Count: > 0 and <= LongestList } items)
            return null;
        var parts = items.Select(PickleTree.Plain).ToArray();
        return parts.Contains(null) ? null : Short(string.Join(", ", parts));
    }

    private static string Short(string text) => text.Length <= LongestNote ? text : text[..LongestNote] + "…";
}
