using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Running;

namespace Nano.Runtime.Protocols;

/// <summary>A labelling of points to be found.</summary>
/// <param name="Key">Its place in the run, such as "4/0110": names its random streams and its line in the checkpoint.</param>
/// <param name="Data">Row-major, one row for each point.</param>
/// <param name="Required">Per cent of points that must be right.</param>
public sealed record Labelling(string Key, string Name, double[] Data, bool[] Targets, double Required);

/// <summary>
/// Searches control voltages for many labellings side by side, replays each finding on the instrument, and keeps every
/// finished one, so that an interrupted run goes on where it was. Each labelling has random streams of its own.
/// </summary>
public sealed class LabellingSearch(RunContext context, SearchPlan plan)
{
    public ImmutableArray<Finding> Run(IReadOnlyList<Labelling> labellings, KeptLines<Finding> log)
    {
        var findings = new Finding[labellings.Count];
        var onInstrument = plan.SearchOn == SearchPlace.Instrument;
        var sessions = onInstrument || plan.Validate ? context.Laboratory.Sessions(plan.Network) : int.MaxValue;
        using var free = new SemaphoreSlim(Math.Min(sessions, 1024));
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(1, context.Threads),
            CancellationToken = context.Stop,
        };
        Unwrapped.For(
            labellings.Count,
            options,
            i =>
            {
                var labelling = labellings[i];
                findings[i] = log.Find(labelling.Key) ?? Find(labelling, free, log);
                context.Monitor.Step();
            }
        );
        return [.. findings];
    }

    /// <summary>
    /// Attempts until one is found and, where findings are replayed, holds on the instrument. Of several the one that
    /// holds counts, else the best of the search.
    /// </summary>
    private Finding Find(Labelling labelling, SemaphoreSlim free, KeptLines<Finding> log)
    {
        var onInstrument = plan.SearchOn == SearchPlace.Instrument;
        SearchResult? best = null;
        Replay? replay = null;
        int attempts = 0,
            steps = 0,
            refuted = 0;
        while (attempts < plan.Attempts)
        {
            attempts++;
            var result = onInstrument ? Holding(free, () => Search(labelling, attempts)) : Search(labelling, attempts);
            steps += result.Steps;
            var shown =
                plan.Validate && IsFound(result, labelling)
                    ? Holding(free, () => Replayed(labelling, result, attempts))
                    : null;
            if (best is null || shown is { Agrees: true } || IsBetter(result, best))
                (best, replay) = (result, shown);
            if (plan.Validate ? shown is { Agrees: true } : IsFound(result, labelling))
                break;
            refuted += shown is { Agrees: false } ? 1 : 0;
        }
        var finding = Describe(labelling, best!, replay, attempts, steps, refuted);
        log.Add(labelling.Key, finding);
        return finding;
    }

    private SearchResult Search(Labelling labelling, int attempt)
    {
        var purpose = $"search/{labelling.Key}/{attempt}";
        using var placed = context.Laboratory.Place(
            plan.Network,
            plan.SearchOn,
            purpose,
            plan.Plateau,
            context.Stop,
            searching: true
        );
        var task = new SearchTask(placed.Network, labelling.Data, labelling.Targets, plan.MarginNanoamperes);
        return ControlSearch.Run(plan.Rule, task, context.Seeds.For(purpose), context.Stop);
    }

    private Finding Describe(
        Labelling labelling,
        SearchResult best,
        Replay? replay,
        int attempts,
        int steps,
        int refuted
    ) =>
        new(
            labelling.Name,
            [.. labelling.Targets],
            IsFound(best, labelling),
            attempts,
            steps,
            replay is { Agrees: false } ? refuted - 1 : refuted,
            best.Threshold.Percent,
            Perceptron.Accuracy(best.Outputs, labelling.Targets, context.Seeds.For($"perceptron/{labelling.Key}")),
            best.Correlation,
            best.Threshold.Threshold,
            [.. best.Controls],
            best.Inside,
            [.. best.Outputs],
            replay
        );

    private Replay Replayed(Labelling labelling, SearchResult found, int attempt)
    {
        var purpose = $"replay/{labelling.Key}/{attempt}";
        using var placed = context.Laboratory.Place(
            plan.Network,
            SearchPlace.Instrument,
            purpose,
            plan.Plateau,
            context.Stop
        );
        var outputs = placed.Network.Evaluate(labelling.Data, labelling.Targets.Length, found.Controls, 1).ToArray();
        var fit = ThresholdAccuracy.Rising(outputs, labelling.Targets);
        var wanted = Array.ConvertAll(labelling.Targets, label => label ? 1.0 : 0.0);
        return new Replay(
            fit.Percent,
            Statistics.Correlation(outputs, wanted),
            Statistics.RootMeanSquareError(outputs, found.Outputs),
            Enough(fit.Percent, labelling.Required) && !Saturation.Reached(outputs, placed.Network.OutputClip),
            [.. outputs]
        );
    }

    private static bool IsFound(SearchResult result, Labelling labelling) =>
        result.Inside && !result.Saturated && Enough(result.Threshold.Percent, labelling.Required);

    // 100·(1 − 0.5/N) is not exact in binary; a billionth of a per cent forgives that and nothing else.
    private static bool Enough(double percent, double required) => percent >= required - 1e-9;

    private static bool IsBetter(SearchResult a, SearchResult b) =>
        a.Inside != b.Inside ? a.Inside
        : a.Threshold.Percent != b.Threshold.Percent ? a.Threshold.Percent > b.Threshold.Percent
        : a.Gap != b.Gap ? a.Gap > b.Gap
        : a.Correlation > b.Correlation;

    private T Holding<T>(SemaphoreSlim free, Func<T> work)
    {
        free.Wait(context.Stop);
        try
        {
            return work();
        }
        finally
        {
            free.Release();
        }
    }
}
