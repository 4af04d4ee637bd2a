using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Networks;
using Nano.Runtime.Numerics;
using Nano.Runtime.Surrogates;

namespace Nano.Runtime.Protocols;

/// <summary>
/// The devices of a plan with their models and instruments, each opened once and only when first asked for.
/// </summary>
public sealed class Laboratory(
    ExperimentPlan plan,
    SeedTree seeds,
    Func<FilePlan, string> findFile,
    InstrumentOpener open
) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SurrogateModel?[] models = new SurrogateModel?[plan.Devices.Length];
    private readonly DenseEvaluator?[] evaluators = new DenseEvaluator?[plan.Devices.Length];
    private readonly IInstrument?[] instruments = new IInstrument?[plan.Devices.Length];

    public SurrogateModel? Model(int device)
    {
        lock (gate)
        {
            if (models[device] is null && plan.Devices[device].Surrogate is SurrogateFilePlan file)
            {
                var model = SurrogateFile.Read(findFile(file.File));
                CheckShape(plan.Devices[device], model);
                models[device] = model;
            }
            return models[device];
        }
    }

    public IInstrument Instrument(int device)
    {
        var model = Model(device);
        lock (gate)
            return instruments[device] ??= open(
                plan.Devices[device],
                plan.Instrument,
                model,
                seeds.Below($"device/{plan.Devices[device].Name}"),
                SampleRate(plan.Protocol)
            );
    }

    /// <summary>The same simulated device at another temperature. The caller disposes it.</summary>
    public IInstrument AtTemperature(int device, double kelvin)
    {
        var warmer = plan.Devices[device];
        if (warmer.Physics is not HoppingPlan physics || plan.Instrument is not SimulatedPlan)
            throw new NanoException(
                "N401",
                $"only a simulated device has a temperature that can be set; '{warmer.Name}' is none",
                "give it 'physics' and choose the instrument 'simulated', or leave out the temperatures"
            );
        return open(
            warmer with
            {
                Physics = physics with { Temperature = kelvin },
            },
            plan.Instrument,
            null,
            seeds.Below(string.Create(CultureInfo.InvariantCulture, $"device/{warmer.Name}/{kelvin:R} K")),
            SampleRate(plan.Protocol)
        );
    }

    /// <summary>The network with its nodes evaluated at a place. Dispose it to let go of the instrument.</summary>
    /// <param name="purpose">Name of the random stream of an instrument's session.</param>
    /// <param name="searching">A point without a steady state is a bad candidate, not a failure.</param>
    public PlacedNetwork Place(
        NetworkPlan network,
        SearchPlace place,
        string purpose,
        int plateau,
        CancellationToken stop,
        bool searching = false
    )
    {
        var used = ImmutableArray.CreateBuilder<IDeviceEvaluator?>(plan.Devices.Length);
        for (var device = 0; device < plan.Devices.Length; device++)
            used.Add(
                !Uses(network, device) ? null
                : place == SearchPlace.Surrogate ? Surrogate(device)
                : new InstrumentEvaluator(Instrument(device), purpose, plateau, stop, allowGaps: searching)
            );
        var evaluatorsUsed = used.MoveToImmutable();
        return new PlacedNetwork(new DnpuNetwork(network, plan.Devices, evaluatorsUsed), evaluatorsUsed);
    }

    /// <summary>How many sessions may run side by side on every instrument of a network.</summary>
    public int Sessions(NetworkPlan network)
    {
        var sessions = int.MaxValue;
        for (var device = 0; device < plan.Devices.Length; device++)
            if (Uses(network, device))
                sessions = Math.Min(sessions, Instrument(device).Facts.Sessions);
        return sessions;
    }

    public void Dispose()
    {
        foreach (var instrument in instruments)
            instrument?.Dispose();
    }

    /// <summary>The model of a device as an evaluator.</summary>
    public SurrogateEvaluator Surrogate(int device)
    {
        var model =
            Model(device)
            ?? throw new NanoException(
                "N203",
                $"device '{plan.Devices[device].Name}' has no surrogate to search on",
                "name one (surrogate: FILE), or search-on: instrument"
            );
        lock (gate)
            evaluators[device] ??= new DenseEvaluator(model.Network);
        return new SurrogateEvaluator(model, evaluators[device]!);
    }

    /// <summary>The rate of the protocol's own sampling; searches and curves run at 5 kHz.</summary>
    private static double SampleRate(ProtocolPlan protocol) =>
        protocol switch
        {
            AcquirePlan acquire => acquire.Sampling.SampleRate,
            SurrogateTrainingPlan { Data: SampledPlan sampled } => sampled.Sampling.SampleRate,
            SurrogateTrainingPlan or VcDimensionPlan or BooleanPlan or AbundancePlan or CharacterisePlan => 5000,
            _ => throw new InvalidOperationException(
                $"no sample rate for a protocol of type {protocol.GetType().Name}"
            ),
        };

    private static bool Uses(NetworkPlan network, int device)
    {
        foreach (var layer in network.Layers)
            if (layer is DnpuPlan nodes && nodes.Device == device)
                return true;
        return false;
    }

    private static void CheckShape(DevicePlan device, SurrogateModel model)
    {
        if (model.Network.InputWidth != device.Electrodes.Length || model.Network.OutputWidth != 1)
            throw new NanoException(
                "N214",
                $"the surrogate of '{device.Name}' takes {model.Network.InputWidth} voltages and gives "
                    + $"{model.Network.OutputWidth} currents, but the device has {device.Electrodes.Length} activation "
                    + "electrodes and one readout"
            );
    }
}

/// <summary>A network and the evaluators that it holds.</summary>
public sealed class PlacedNetwork(DnpuNetwork network, ImmutableArray<IDeviceEvaluator?> evaluators) : IDisposable
{
    public DnpuNetwork Network { get; } = network;

    public void Dispose()
    {
        foreach (var evaluator in evaluators)
            evaluator?.Dispose();
    }
}
