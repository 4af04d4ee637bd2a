namespace Nano.Bench;

/// <summary>One number about speed.</summary>
/// <param name="Name">group/what/how, for instance "train/256/1-core".</param>
/// <param name="Floor">What it must reach (or must not exceed, where less is better); null where nothing is promised.</param>
/// <param name="Run">Prepares the work, has it measured, and returns the value in the unit.</param>
public sealed record Benchmark(string Name, string Unit, double? Floor, Func<Measure, double> Run)
{
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Cores that the work needs; with fewer in the machine the floor does not count.</summary>
    public int Cores { get; init; } = 1;
}
