using Nano.Plan;

namespace Nano.Runtime.Running;

/// <summary>What studies of a device take that search for nothing.</summary>
internal static class StudyMemory
{
    private const double Real = sizeof(double);

    // A number of a result is held, written as text twice, and drawn.
    private const double BytesForEachNumber = 250;

    // Currents of the instrument and of the surrogate, and those that a checkpoint keeps.
    private const double BytesForEachCurrent = 64;

    // Volts as they are dealt out and as they are held for a plateau, and what is read.
    private const double BytesForEachVoltage = 32;

    public static IEnumerable<MemoryPart> Abundance(ExperimentPlan plan, AbundancePlan abundance, int threads)
    {
        var (samples, points) = ((double)abundance.Samples, abundance.Points.Length);
        var voltages = (double)points * abundance.Plateau * SearchMemory.Voltages(plan, abundance.Network);
        yield return new(
            $"the currents of {samples} settings at {points} points",
            BytesForEachCurrent * samples * points
        );
        yield return new(
            $"a setting on each of {threads} threads ({points} points × {abundance.Plateau} samples)",
            BytesForEachVoltage * voltages * threads
        );
        yield return new(
            $"{abundance.Gates.Length} gates of {points} points each",
            BytesForEachNumber * abundance.Gates.Length * (100.0 + (4 * points))
        );
    }

    public static IEnumerable<MemoryPart> Characterise(ExperimentPlan plan, CharacterisePlan study, int threads)
    {
        var electrodes = plan.Devices[study.Device].Electrodes.Length;
        // Up and down; voltage, current, slope, and what is marked on them.
        var numbers = 2.0 * 4 * study.Points * (electrodes + study.Temperatures.Length);
        yield return new($"curves of {study.Points} points", BytesForEachNumber * numbers);
        yield return new(
            $"{study.Maps.Length} maps",
            BytesForEachNumber * study.Maps.Sum(map => 4.0 * map.Points * map.Points)
        );
        yield return new($"slopes at {study.Settings} settings", 2 * Real * study.Settings * electrodes);
        yield return new(
            $"a waveform on each of {threads} threads ({study.Points} points × {study.Plateau} samples)",
            BytesForEachVoltage * 2.0 * study.Points * study.Plateau * electrodes * threads
        );
    }
}
