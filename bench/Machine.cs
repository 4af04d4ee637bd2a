using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nano.Bench;

/// <summary>What the numbers were measured on.</summary>
public static class Machine
{
    public static IEnumerable<string> Header()
    {
        yield return $"processor: {Processor()}";
        yield return $"cores: {Environment.ProcessorCount}";
        yield return $"runtime: {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}";
        yield return $"vectors: {VectorBits()} bits";
    }

    private static string Processor()
    {
        const string information = "/proc/cpuinfo";
        var fields = File.Exists(information)
            ? File.ReadLines(information)
                .TakeWhile(line => line.Length > 0)
                .Select(line => line.Split(':', 2))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim())
            : [];
        return fields.TryGetValue("model name", out var name)
            ? $"{name}, family {fields.GetValueOrDefault("cpu family")} model {fields.GetValueOrDefault("model")}"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 64;
}
