using System.Collections.Immutable;

namespace Nano.Runtime.Protocols;

/// <summary>How common gates are among random settings of the control voltages.</summary>
/// <param name="Readable">
/// Settings with a current at every point; the others have no steady state or saturate the reading, and count nowhere.
/// </param>
/// <param name="Responses">For each input of the network: settings in which raising it alone lowers the current.</param>
/// <param name="AnyResponse">Settings in which this is so for at least one input.</param>
/// <param name="Surrogate">The same settings on the surrogate; null where there is none to compare.</param>
public sealed record AbundanceResult(
    DeviceStudy Device,
    int Samples,
    int Readable,
    ImmutableArray<GateAbundance> Gates,
    ImmutableArray<Fraction> Responses,
    Fraction AnyResponse,
    SurrogateAbundance? Surrogate
) : ProtocolResult;

/// <summary>A gate among the readable settings.</summary>
/// <param name="Present">Settings with enough correlation and contrast.</param>
/// <param name="Separable">Settings in which a threshold has every point on its right side, 1 above.</param>
/// <param name="Fitness">How many settings have a fitness in each of equally wide bins from 0 to 1.</param>
/// <param name="Best">Of the settings with enough contrast that of the highest fitness; null where there is none.</param>
/// <param name="Confusion">The device's word against the surrogate's; null where there is none to compare.</param>
public sealed record GateAbundance(
    string Name,
    ImmutableArray<bool> Targets,
    Fraction Present,
    Fraction Separable,
    ImmutableArray<int> Fitness,
    BestSetting? Best,
    Confusion? Confusion
);

/// <summary>A setting and what it does.</summary>
/// <param name="Setting">Its number among those drawn, from 0.</param>
/// <param name="Fitness">1 − mean |Î − target|, Î the currents scaled to 0..1.</param>
/// <param name="Contrast">(Largest − smallest current) / largest size of a current.</param>
/// <param name="Controls">Volts: nodes of the network in order, controls of each in the device's order.</param>
/// <param name="Outputs">Nanoamperes at each point on the instrument.</param>
/// <param name="Predicted">The surrogate's; empty where there is none to compare.</param>
public sealed record BestSetting(
    int Setting,
    double Fitness,
    double Correlation,
    double Contrast,
    bool Separable,
    ImmutableArray<double> Controls,
    ImmutableArray<double> Outputs,
    ImmutableArray<double> Predicted
);

/// <summary>So many of so many, with the 95 % interval (Wilson) of the probability behind it.</summary>
/// <param name="Share">Null of none.</param>
public sealed record Fraction(int Count, int Of, double? Share, double Low, double High)
{
    public static Fraction Make(int count, int of)
    {
        var (low, high) = Numerics.Statistics.Wilson(count, of);
        return new Fraction(count, of, of > 0 ? (double)count / of : null, low, high);
    }
}

/// <summary>All gates together, on the settings that both the instrument and the surrogate can be read at.</summary>
/// <param name="Error">Root-mean-square difference of their currents there, nanoamperes.</param>
public sealed record SurrogateAbundance(int Compared, double Error, Confusion All);

/// <summary>Settings by whether the gate is there on the device and whether the surrogate says so.</summary>
/// <param name="FalsePositives">Of those that the surrogate claims, those that the device refutes.</param>
/// <param name="FalseNegatives">Of those that the device has, those that the surrogate denies.</param>
public sealed record Confusion(
    int Both,
    int DeviceOnly,
    int SurrogateOnly,
    int Neither,
    Fraction FalsePositives,
    Fraction FalseNegatives
)
{
    public static Confusion Make(int both, int deviceOnly, int surrogateOnly, int neither) =>
        new(
            both,
            deviceOnly,
            surrogateOnly,
            neither,
            Fraction.Make(surrogateOnly, both + surrogateOnly),
            Fraction.Make(deviceOnly, both + deviceOnly)
        );
}
