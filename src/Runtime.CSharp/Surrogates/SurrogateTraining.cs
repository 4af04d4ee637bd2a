using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Networks;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Surrogates;

/// <summary>What a training gave. Errors are root-mean-square, in nanoamperes.</summary>
/// <param name="Network">Volts in, volts (nanoamperes / amplification) out, from the epoch of lowest validation error.</param>
/// <param name="BestEpoch">Counted from 1.</param>
/// <param name="TrainingError">Mean over the batches of the best epoch, each before its step.</param>
/// <param name="TestError">NaN where there are no test rows.</param>
/// <param name="OutputRange">Smallest and largest current in the rows that were used.</param>
public sealed record SurrogateTraining(
    DenseNetwork Network,
    int BestEpoch,
    double TrainingError,
    double ValidationError,
    double TestError,
    Bounds OutputRange,
    ImmutableArray<EpochErrors> Profile,
    SurrogateSplit Split
);
