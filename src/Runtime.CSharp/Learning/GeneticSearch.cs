using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>
/// Genetic search of control voltages with the operators of brains-py (algorithms/ga.py): elitism, linear ranking with
/// pressure 1.5, stochastic universal sampling, BLX-α-β crossover, triangular mutation with a falling rate, and no two
/// equal genomes. Differences: one seeded stream; a fitness that is no number ranks last; elites keep their fitness
/// instead of being evaluated again.
/// </summary>
public sealed class GeneticSearch
{
    private readonly GeneticPlan plan;
    private readonly SearchTask task;
    private readonly SearchCriterion criterion;
    private readonly RandomStream random;
    private readonly int size;
    private readonly int genes;
    private readonly Bounds[] limits;
    private readonly double[] fitness;
    private readonly int[] order;
    private readonly int[] parents;
    private double[] pool;
    private double[] next;

    /// <summary>A search with a stream of its own.</summary>
    /// <param name="criterion">One of the caller's own in the place of the plan's.</param>
    public GeneticSearch(GeneticPlan plan, SearchTask task, RandomStream random, SearchCriterion? criterion = null)
    {
        this.plan = plan;
        this.task = task;
        this.random = random;
        this.criterion = criterion ?? SearchCriterion.Of(plan.Criterion);
        limits = [.. task.Network.ControlLimits];
        genes = limits.Length;
        size = plan.Elite + plan.Offspring;
        pool = new double[size * genes];
        next = new double[size * genes];
        fitness = new double[size];
        order = new int[size];
        parents = new int[2 * plan.Offspring];
    }

    /// <summary>Runs all generations, or until the task is solved as well as was asked.</summary>
    public SearchResult Run(CancellationToken stop)
    {
        var best = new BestOf(task, plan.StopCorrelation);
        for (var i = 0; i < pool.Length; i++)
            pool[i] = random.Uniform(limits[i % genes].Low, limits[i % genes].High);
        var generation = 0;
        var firstNew = 0; // the elite of the first generation is new, too
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            Evaluate(firstNew, best);
            generation++;
            if (best.Reached || generation >= plan.Generations)
                return best.Result(generation);
            Breed(generation);
            firstNew = plan.Elite;
        }
    }

    private void Evaluate(int first, BestOf best)
    {
        var genomes = size - first;
        var outputs = task.Network.Evaluate(task.Data, task.Rows, pool.AsSpan(first * genes), genomes);
        var clip = task.Network.OutputClip;
        var bestNew = -1;
        for (var genome = first; genome < size; genome++)
        {
            var currents = outputs.Slice((genome - first) * task.Rows, task.Rows);
            fitness[genome] = Saturation.Reached(currents, clip)
                ? criterion.Worst
                : criterion.Fitness(currents, task.Targets);
            if (bestNew < 0 || Compare(fitness[genome], fitness[bestNew]) < 0)
                bestNew = genome;
        }
        best.Offer(pool.AsSpan(bestNew * genes, genes), outputs.Slice((bestNew - first) * task.Rows, task.Rows));
    }

    /// <summary>One step of the peer's optimiser; <paramref name="generation"/> counts from 1.</summary>
    private void Breed(int generation)
    {
        Rank();
        SelectParents();
        for (var row = 0; row < plan.Elite; row++)
            Row(pool, order[row]).CopyTo(Row(next, row));
        for (var child = 0; child < plan.Offspring; child++)
            Cross(
                Row(pool, order[parents[2 * child]]),
                Row(pool, order[parents[2 * child + 1]]),
                Row(next, plan.Elite + child)
            );
        Mutate(generation - 1);
        RedrawDuplicates();
        Span<double> kept = stackalloc double[plan.Elite];
        for (var row = 0; row < plan.Elite; row++)
            kept[row] = fitness[order[row]];
        kept.CopyTo(fitness);
        (pool, next) = (next, pool);
    }

    /// <summary>Fittest first; no number counts as least fit; equal ones keep their order.</summary>
    private void Rank()
    {
        for (var i = 0; i < size; i++)
        {
            var j = i;
            for (; j > 0 && Compare(fitness[i], fitness[order[j - 1]]) < 0; j--)
                order[j] = order[j - 1];
            order[j] = i;
        }
    }

    private static int Compare(double a, double b) =>
        double.IsNaN(a) ? (double.IsNaN(b) ? 0 : 1)
        : double.IsNaN(b) ? -1
        : b.CompareTo(a);

    // Linear ranking: p(rank) = (1.5 − rank/(G − 1))/G; 2m equally spaced pointers; then shuffled into pairs.
    private void SelectParents()
    {
        var pointers = parents.Length;
        var pointer = random.Uniform(0, 1.0 / pointers);
        var rank = 0;
        var cumulative = Share(0);
        for (var k = 0; k < pointers; k++)
        {
            while (pointer > cumulative && rank < size - 1)
                cumulative += Share(++rank);
            parents[k] = rank;
            pointer += 1.0 / pointers;
        }
        random.Shuffle(parents.AsSpan());
        for (var k = 0; k < pointers; k += 2)
        {
            var (a, b) = (parents[k], parents[k + 1]);
            if (a == b)
                a = a == 0 ? 1 : a - 1;
            (parents[k], parents[k + 1]) = (Math.Min(a, b), Math.Max(a, b));
        }
    }

    private double Share(int rank) => (1.5 - (double)rank / (size - 1)) / size;

    // BLX-α-β: the fitter parent's side of the interval is widened by α, the other's by β.
    private void Cross(ReadOnlySpan<double> fitter, ReadOnlySpan<double> other, Span<double> child)
    {
        for (var gene = 0; gene < genes; gene++)
        {
            var (a, b) = (fitter[gene], other[gene]);
            var distance = Math.Abs(a - b);
            var value =
                a > b ? random.Uniform(b - plan.Beta * distance, a + plan.Alpha * distance)
                : a < b ? random.Uniform(a - plan.Alpha * distance, b + plan.Beta * distance)
                : a;
            child[gene] = Math.Clamp(value, limits[gene].Low, limits[gene].High);
        }
    }

    // Rate 0.625/(2 + 5·g/(G − 1)): 0.3125 in the first generation, 0.0893 in the last.
    private void Mutate(int generation)
    {
        var progress = plan.Generations > 1 ? (double)generation / (plan.Generations - 1) : 0;
        var rate = 0.625 / (2 + 5 * progress);
        for (var row = plan.Elite; row < size; row++)
        {
            var genome = Row(next, row);
            for (var gene = 0; gene < genes; gene++)
                if (random.Uniform() < rate)
                    genome[gene] = Redrawn(gene, genome[gene]);
        }
    }

    private void RedrawDuplicates()
    {
        for (var a = 0; a < size; a++)
        for (var b = Math.Max(a + 1, plan.Elite); b < size; b++)
        {
            if (!Row(next, a).SequenceEqual(Row(next, b)))
                continue;
            var genome = Row(next, b);
            for (var gene = 0; gene < genes; gene++)
                genome[gene] = Redrawn(gene, genome[gene]);
        }
    }

    private double Redrawn(int gene, double value) => random.Triangular(limits[gene].Low, value, limits[gene].High);

    private Span<double> Row(double[] genomes, int row) => genomes.AsSpan(row * genes, genes);
}
