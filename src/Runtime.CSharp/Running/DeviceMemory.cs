using Nano.Plan;

namespace Nano.Runtime.Running;

/// <summary>What models and simulated devices take.</summary>
internal static class DeviceMemory
{
    // The Coulomb matrix, the Jacobian and its factors, pairs and their derivatives: some eight numbers for each pair.
    private const double BytesForEachPair = 64;

    // The file, its tensors, the packed weights, and the same once more for derivatives.
    private const double BytesForEachByteOfAModel = 8;

    public static IEnumerable<MemoryPart> Of(DevicePlan device, int threads, Func<FilePlan, string> files)
    {
        if (device.Physics is HoppingPlan physics)
        {
            var pairs = (double)physics.Acceptors * physics.Acceptors;
            yield return new(
                $"the device '{device.Name}' ({physics.Acceptors} acceptors, a solver on each of {threads} threads)",
                BytesForEachPair * pairs * (threads + 1)
            );
        }
        if (device.Surrogate is SurrogateFilePlan surrogate)
            yield return new(
                $"the model '{surrogate.File.Name}'",
                BytesForEachByteOfAModel * new FileInfo(files(surrogate.File)).Length
            );
    }
}
