namespace Nano.Runtime.Networks;

/// <summary>All that a training needs to go on with the same bits.</summary>
/// <param name="Step">Steps of Adam taken.</param>
/// <param name="First">Mean gradients, in the shape of the network's parameters.</param>
/// <param name="Second">Mean squared gradients, likewise.</param>
public sealed record TrainerState(long Step, DenseNetwork Network, DenseNetwork First, DenseNetwork Second);
