using Nano.Plan;
using Nano.Runtime.Formats;

namespace Nano.Runtime.Running;

/// <summary>What data and trainings take.</summary>
internal static class TrainingMemory
{
    private const double Real = sizeof(double);

    // Weights, moments, eight partial gradients, the best network so far, and what is written.
    private const double FloatsForEachWeight = 20;

    // The profile is held, written twice as text, and drawn.
    private const double BytesForEachEpoch = 800;

    // Arrays of this size are given back late: what is dropped is held once more on the average.
    private const double Late = 2;

    public static IEnumerable<MemoryPart> Sampled(ExperimentPlan plan, SamplingPlan sampling, int threads)
    {
        var columns = plan.Devices[sampling.Device].Electrodes.Length + 1;
        var rows = (double)sampling.Batches * sampling.BatchSamples;
        yield return new(
            $"the sampled data ({sampling.Batches} batches of {sampling.BatchSamples} samples)",
            Late * Real * rows * columns
        );
        var batch = sampling.BatchSamples + (2 * sampling.Ramp * sampling.SampleRate);
        yield return new($"the batch on each of {threads} threads", Late * Real * batch * columns * threads);
    }

    public static IEnumerable<MemoryPart> Of(
        ExperimentPlan plan,
        SurrogateTrainingPlan training,
        int threads,
        Func<FilePlan, string> files
    )
    {
        double rows;
        int device;
        switch (training.Data)
        {
            case SampledPlan { Sampling: var sampling }:
                foreach (var part in Sampled(plan, sampling, threads))
                    yield return part;
                (rows, device) = ((double)sampling.Batches * sampling.BatchSamples, sampling.Device);
                break;
            case RecordedPlan recorded:
                var (bytes, cells) = Table(files(recorded.File));
                yield return new($"the table '{recorded.File.Name}'", bytes + (4 * Real * cells));
                device = recorded.Device;
                rows = cells / (plan.Devices[device].Electrodes.Length + 1);
                break;
            default:
                throw new InvalidOperationException($"no estimate for data of type {training.Data.GetType().Name}");
        }
        var columns = plan.Devices[device].Electrodes.Length + 1;
        // The table in single precision, the targets, and the rows in three orders.
        yield return new($"the training on {rows:0} rows", Late * sizeof(float) * rows * (columns + 4));
        yield return Network(training, columns - 1, threads);
        yield return new($"the profile of {training.Epochs} epochs", BytesForEachEpoch * training.Epochs);
    }

    private static MemoryPart Network(SurrogateTrainingPlan training, int inputs, int threads)
    {
        var (weights, widths, before) = (0.0, 0.0, inputs);
        foreach (var width in training.Hidden.Append(1))
        {
            // Widths are rounded up to whole vectors.
            weights += (before + 16.0) * (width + 16.0);
            widths += width + 16.0;
            before = width;
        }
        const int samples = 64;
        return new(
            $"the network of hidden: [{string.Join(", ", training.Hidden)}]",
            sizeof(float) * ((FloatsForEachWeight * weights) + (3.0 * samples * widths * threads))
        );
    }

    /// <summary>The size of a table, and how many cells it has at most.</summary>
    private static (double Bytes, double Cells) Table(string path)
    {
        using var stream = FileBytes.Open(path);
        var buffer = new byte[1 << 16];
        double cells = 1;
        while (stream.Read(buffer) is > 0 and var count)
        {
            var read = buffer.AsSpan(0, count);
            cells += read.Count((byte)',') + read.Count((byte)'\n');
        }
        return (stream.Length, cells);
    }
}
