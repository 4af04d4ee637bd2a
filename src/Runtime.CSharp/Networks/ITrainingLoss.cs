namespace Nano.Runtime.Networks;

/// <summary>What a training makes small, in the place of the square of the difference. One for each thread.</summary>
public interface ITrainingLoss
{
    /// <summary>The slope of each sample's loss by its output.</summary>
    /// <param name="targets">May be the same memory as <paramref name="slopes"/>.</param>
    /// <returns>The sum of the losses.</returns>
    double Slopes(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> slopes);
}
