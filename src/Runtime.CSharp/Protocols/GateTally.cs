using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Learning;

namespace Nano.Runtime.Protocols;

/// <summary>Counts one gate over settings, in their order.</summary>
internal sealed class GateTally(GatePlan gate, double correlation, double contrast)
{
    /// <summary>Bins of the fitness from 0 to 1.</summary>
    public const int Bins = 50;

    private readonly double[] wanted = [.. gate.Targets.Select(label => label ? 1.0 : 0.0)];
    private readonly int[] fitness = new int[Bins];
    private int present;
    private int separable;
    private int both;
    private int deviceOnly;
    private int surrogateOnly;
    private int neither;
    private GateReading best;

    /// <summary>The best setting so far; −1 where none had contrast.</summary>
    public int BestSetting { get; private set; } = -1;

    public Confusion Confusion => Confusion.Make(both, deviceOnly, surrogateOnly, neither);

    /// <summary>A setting that the instrument could be read at.</summary>
    /// <param name="predicted">The surrogate's currents; empty where it cannot be compared.</param>
    public void Add(int setting, ReadOnlySpan<double> currents, ReadOnlySpan<double> predicted)
    {
        var reading = GateReading.Of(currents, wanted);
        var isPresent = IsPresent(reading);
        present += isPresent ? 1 : 0;
        separable += reading.Separable ? 1 : 0;
        fitness[Math.Clamp((int)(reading.Fitness * Bins), 0, Bins - 1)]++;
        if (reading.Contrast > contrast && (BestSetting < 0 || reading.Fitness > best.Fitness))
            (best, BestSetting) = (reading, setting);
        if (predicted.Length == 0)
            return;
        var isClaimed = IsPresent(GateReading.Of(predicted, wanted));
        both += isPresent && isClaimed ? 1 : 0;
        deviceOnly += isPresent && !isClaimed ? 1 : 0;
        surrogateOnly += !isPresent && isClaimed ? 1 : 0;
        neither += !isPresent && !isClaimed ? 1 : 0;
    }

    /// <param name="describe">Voltages and currents of the best setting.</param>
    public GateAbundance Result(
        int readable,
        bool isCompared,
        Func<int, (double[] Controls, double[] Outputs, double[] Predicted)> describe
    )
    {
        BestSetting? shown = null;
        if (BestSetting >= 0)
        {
            var (controls, outputs, predicted) = describe(BestSetting);
            shown = new BestSetting(
                BestSetting,
                best.Fitness,
                best.Correlation,
                best.Contrast,
                best.Separable,
                [.. controls],
                [.. outputs],
                [.. predicted]
            );
        }
        return new GateAbundance(
            gate.Name,
            gate.Targets,
            Fraction.Make(present, readable),
            Fraction.Make(separable, readable),
            ImmutableArray.Create(fitness),
            shown,
            isCompared ? Confusion : null
        );
    }

    private bool IsPresent(in GateReading reading) => reading.Correlation > correlation && reading.Contrast > contrast;
}
