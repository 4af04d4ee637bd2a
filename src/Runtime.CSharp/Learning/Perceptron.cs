using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>
/// The peer's accuracy: one neuron on z-scored outputs, trained with Adam on binary cross-entropy until all points are
/// right or the epochs are used up (brains-py utils/performance; settings of its boolean task). Kept beside the exact
/// <see cref="ThresholdAccuracy"/> so that figures can be compared. It may choose either direction, so it can be better than
/// the rising threshold of a finding, never better than <see cref="ThresholdAccuracy.EitherWay"/>.
/// </summary>
public static class Perceptron
{
    private const int Epochs = 10_000;
    private const double Rate = 0.01;

    /// <returns>Per cent of points classified as wanted; 0 for constant outputs.</returns>
    public static double Accuracy(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets, RandomStream random)
    {
        var n = outputs.Length;
        var scores = new double[n];
        if (!Normalise(outputs, scores))
            return 0;
        // PyTorch's default for one input: uniform in ±1.
        double weight = random.Uniform(-1, 1),
            bias = random.Uniform(-1, 1);
        Adam stepWeight = default,
            stepBias = default;
        var right = 0;
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            double slopeWeight = 0,
                slopeBias = 0;
            right = 0;
            for (var i = 0; i < n; i++)
            {
                var logit = weight * scores[i] + bias;
                right += (logit > 0) == targets[i] ? 1 : 0;
                var error = Elementary.Sigmoid(logit) - (targets[i] ? 1 : 0);
                slopeWeight += error * scores[i];
                slopeBias += error;
            }
            if (right == n)
                break;
            weight -= stepWeight.Step(slopeWeight / n);
            bias -= stepBias.Step(slopeBias / n);
        }
        return 100.0 * right / n;
    }

    private static bool Normalise(ReadOnlySpan<double> outputs, Span<double> scores)
    {
        var mean = Statistics.Mean(outputs);
        var spread = Statistics.Spread(outputs) * Math.Sqrt(outputs.Length / (outputs.Length - 1.0));
        if (!(spread > 0) || !double.IsFinite(spread))
            return false;
        for (var i = 0; i < outputs.Length; i++)
            scores[i] = (outputs[i] - mean) / spread;
        return true;
    }

    private struct Adam
    {
        private double first;
        private double second;

        // 1 − βᵗ, by the same recursion as the moments themselves.
        private double firstWeight;
        private double secondWeight;

        public double Step(double slope)
        {
            first = 0.9 * first + 0.1 * slope;
            second = 0.999 * second + 0.001 * slope * slope;
            firstWeight = 0.9 * firstWeight + 0.1;
            secondWeight = 0.999 * secondWeight + 0.001;
            return Rate * (first / firstWeight) / (Math.Sqrt(second / secondWeight) + 1e-8);
        }
    }
}
