using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Networks;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// A trained model of a device: volts at the activation electrodes in, current out:
/// nanoamperes = clip(amplification · network(volts)).
/// </summary>
/// <param name="Ranges">Volts that each activation electrode may carry; the model holds inside them.</param>
/// <param name="Amplification">Nanoamperes for each volt at the readout.</param>
/// <param name="Clip">Nanoamperes at which the readout saturates; ±infinity where it does not.</param>
/// <param name="DataInputs">Channels that the file names as data inputs; empty where it names none.</param>
public sealed record SurrogateModel(
    DenseNetwork Network,
    ImmutableArray<Bounds> Ranges,
    double Amplification,
    Bounds Clip,
    ImmutableArray<int> DataInputs,
    SurrogateOrigin Origin
);

/// <summary>Where a model comes from and how good it is. Errors are root-mean-square, in nanoamperes; NaN where unknown.</summary>
/// <param name="Maker">Program and version, or the kind of file ("PyTorch zip", "PyTorch legacy").</param>
/// <param name="Device">SHA-256 of the canonical JSON of the <see cref="PhysicsPlan"/> it was sampled from, or "".</param>
/// <param name="Plan">Identity of the run that trained it, or "".</param>
/// <param name="OutputRange">Smallest and largest current seen in the training data; NaN where unknown.</param>
/// <param name="Notes">Whatever else the file tells (sampling rates, data paths …), as text.</param>
public sealed record SurrogateOrigin(
    string Maker,
    string Device,
    string Plan,
    long TrainingRows,
    int BestEpoch,
    double TrainingError,
    double ValidationError,
    double TestError,
    Bounds OutputRange,
    ImmutableSortedDictionary<string, string> Notes
)
{
    public static SurrogateOrigin Unknown(string maker) =>
        new(
            maker,
            "",
            "",
            0,
            0,
            double.NaN,
            double.NaN,
            double.NaN,
            new Bounds(double.NaN, double.NaN),
            ImmutableSortedDictionary<string, string>.Empty
        );
}
