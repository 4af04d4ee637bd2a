using Nano.Plan;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;

namespace Nano.Runtime.Devices;

/// <summary>
/// Opens the instrument that stands for a device. The runtime is handed one; it does not know which drivers exist.
/// </summary>
/// <param name="device">The device, with the limits of this experiment.</param>
/// <param name="instrument">What was asked for.</param>
/// <param name="model">The device's surrogate where it has one.</param>
/// <param name="seeds">Source of the instrument's own randomness.</param>
/// <param name="sampleRate">Samples per second of sources and reading.</param>
/// <exception cref="NanoException">N4xx: no such instrument for this device.</exception>
public delegate IInstrument InstrumentOpener(
    DevicePlan device,
    InstrumentPlan instrument,
    SurrogateModel? model,
    SeedTree seeds,
    double sampleRate
);
