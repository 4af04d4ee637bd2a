using Nano.Plan;

namespace Nano.Runtime.Running;

/// <summary>What searches take: the candidates on each thread, and all findings to the end.</summary>
internal static class SearchMemory
{
    // Volts and currents as they are dealt out, as they are given to a device, and their derivatives.
    private const double BytesForEachVoltage = 32;

    // A finding is held as numbers, as the text of result.json and metrics.csv, and in figures.
    private const double BytesForEachNumber = 250;
    private const double BytesForEachFinding = 8000;

    public static IEnumerable<MemoryPart> Of(ExperimentPlan plan, SearchPlan search, int points, int threads)
    {
        var onInstrument = search.SearchOn == SearchPlace.Instrument;
        var candidates = search.Rule is GeneticPlan genetic ? genetic.Elite + genetic.Offspring : 1;
        yield return Part(onInstrument ? "the search on the instrument" : "the search", candidates, onInstrument);
        if (search.Validate && !onInstrument)
            yield return Part("the replay of findings", 1, true);

        MemoryPart Part(string what, int candidates, bool held)
        {
            var samples = held ? search.Plateau : 1;
            var voltages = (double)points * samples * candidates * Voltages(plan, search);
            return new(
                $"{what} ({points} points × {samples} samples × {candidates} candidates × {Voltages(plan, search)} voltages, on {threads} threads)",
                BytesForEachVoltage * voltages * threads
            );
        }
    }

    public static MemoryPart Findings(ExperimentPlan plan, SearchPlan search, int points, double count)
    {
        var numbers = (3 * points) + Controls(plan, search);
        return new(
            $"{count} findings of {points} points each",
            count * (BytesForEachFinding + (BytesForEachNumber * numbers))
        );
    }

    /// <summary>All labellings of N points but the two constant ones, for N = from..to.</summary>
    public static double Labellings(int from, int to)
    {
        var count = 0.0;
        for (var points = from; points <= to; points++)
            count += Math.Pow(2, points) - 2;
        return count;
    }

    /// <summary>Voltages of all nodes of the network.</summary>
    public static long Voltages(ExperimentPlan plan, SearchPlan search) =>
        search
            .Network.Layers.OfType<DnpuPlan>()
            .Sum(layer => (long)layer.Width * plan.Devices[layer.Device].Electrodes.Length);

    private static long Controls(ExperimentPlan plan, SearchPlan search) =>
        search
            .Network.Layers.OfType<DnpuPlan>()
            .Sum(layer => (long)layer.Width * plan.Devices[layer.Device].Controls.Length);
}
