using System.Collections.Immutable;
using Nano.Plan;

namespace Nano.Runtime.Protocols;

/// <summary>
/// A device as it shows itself. Currents are in nanoamperes, slopes in nanoamperes per volt (nanosiemens); null where
/// there was no steady state.
/// </summary>
/// <param name="Noise">Standard deviation of a reading at rest; 0 on an ideal instrument.</param>
/// <param name="Output">Conductance of the readout to all other electrodes together, everything at 0 V.</param>
/// <param name="Temperatures">Null where none were asked for.</param>
/// <param name="Readings">Points that were read, over all studies.</param>
/// <param name="Missing">Of these, points without a steady state.</param>
public sealed record CharacteriseResult(
    string Device,
    string Instrument,
    double Noise,
    ImmutableArray<ElectrodeCurve> Curves,
    ZeroBias Output,
    ImmutableArray<SlopeShare> Shares,
    ImmutableArray<VoltageMap> Maps,
    TemperatureStudy? Temperatures,
    int Readings,
    int Missing
) : ProtocolResult;

/// <summary>One electrode swept over its limits, the others at rest.</summary>
/// <param name="Down">On the way back, in the order of <paramref name="Volts"/>; empty where only up was asked for.</param>
/// <param name="Largest">Largest |current|.</param>
/// <param name="Hysteresis">Largest |down − up|; null where there is no way back, or where a missing reading
/// made the sweep start anew.</param>
/// <param name="HysteresisClear">It is more than white noise makes in one curve of a thousand, and more than 2.5 times what as many
/// readings at rest show.</param>
/// <param name="Falls">Windows of negative differential resistance.</param>
public sealed record ElectrodeCurve(
    int Electrode,
    ImmutableArray<double> Volts,
    ImmutableArray<double?> Up,
    ImmutableArray<double?> Down,
    double? Largest,
    double? Hysteresis,
    bool HysteresisClear,
    ZeroBias ZeroBias,
    ImmutableArray<NdrWindow> Falls
);

/// <summary>The current falls while the voltage rises.</summary>
/// <param name="Back">Seen on the way back.</param>
/// <param name="FromVolts">The peak.</param>
/// <param name="ToVolts">The valley.</param>
/// <param name="Clear">Deeper than white noise on a flat curve makes but one in a thousand, and than twice the deepest fall of
/// as many readings at rest.</param>
/// <param name="Repeated">The other direction shows a clear window that overlaps; null where there is no other.</param>
public sealed record NdrWindow(
    bool Back,
    double FromVolts,
    double ToVolts,
    double FromNanoamperes,
    double ToNanoamperes,
    double Depth,
    bool Clear,
    bool? Repeated
);

/// <summary>Slope of the readout current by one voltage where all voltages are 0.</summary>
/// <param name="Volts">Middle of the difference: 0 unless the limits leave no room to one side.</param>
/// <param name="Error">Standard error from repeated readings; 0 on an ideal instrument.</param>
/// <param name="Ohms">Null where the slope does not stand clear of zero.</param>
public sealed record ZeroBias(double Volts, double? Slope, double Error, double? Ohms);

/// <summary>How often the current falls with an electrode's voltage, over random settings of all voltages.</summary>
/// <param name="Settings">Slopes that were read.</param>
/// <param name="Negative">Of these, below 0.</param>
/// <param name="Interval">Wilson's interval of 95 % of <paramref name="Share"/>.</param>
/// <param name="Clear">Below 0 by more than three standard errors of the noise.</param>
public sealed record SlopeShare(
    int Electrode,
    int Settings,
    int Negative,
    double Share,
    Bounds Interval,
    int Clear,
    double ClearShare,
    Bounds ClearInterval
);

/// <summary>The current over the voltages of two electrodes, row-major: a row for each voltage of the second.</summary>
/// <param name="Slopes">By the first electrode's voltage.</param>
/// <param name="Share">Part of the area where the slope is below 0.</param>
/// <param name="ClearShare">Part where it is so by more than three standard errors of the noise.</param>
public sealed record VoltageMap(
    int First,
    int Second,
    ImmutableArray<double> FirstVolts,
    ImmutableArray<double> SecondVolts,
    ImmutableArray<double?> Nanoamperes,
    ImmutableArray<double?> Slopes,
    double Share,
    double ClearShare
);

/// <summary>The simulated device at several temperatures.</summary>
/// <param name="Electrode">The one that is swept.</param>
/// <param name="ElectrodeFit">Law of this electrode's zero-bias conductance; null with too few points.</param>
/// <param name="OutputFit">Law of the output's.</param>
public sealed record TemperatureStudy(
    int Electrode,
    ImmutableArray<TemperatureCurve> Curves,
    TransportFit? ElectrodeFit,
    TransportFit? OutputFit
);

/// <summary>One temperature.</summary>
public sealed record TemperatureCurve(
    double Kelvin,
    ImmutableArray<double> Volts,
    ImmutableArray<double?> Nanoamperes,
    ZeroBias ZeroBias,
    ZeroBias Output
);

/// <summary>ln G = <paramref name="Intercept"/> − (T0/T)^(1/3), G in nanoamperes per volt.</summary>
/// <param name="Temperatures">How many the line goes through.</param>
/// <param name="T0">Kelvin; negative where the conductance falls with temperature.</param>
/// <param name="RSquared">Part of the variance of ln G that the line explains.</param>
public sealed record TransportFit(int Temperatures, double T0, double Intercept, double RSquared);
