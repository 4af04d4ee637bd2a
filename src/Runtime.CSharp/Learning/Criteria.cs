using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Learning;

/// <summary>
/// How well currents (nanoamperes) follow labels. A <em>fitness</em> is maximised by genetic search; a <em>loss</em>
/// with its gradient is minimised by gradient search. The formulas are those of brains-py (utils/signal.py): corr_fit,
/// corrsig_fit, corrsig, fisher; its fisher_fit, which maximised the negative loss, is the positive ratio here.
/// </summary>
public static class Criteria
{
    /// <summary>Shift of the corr-sigmoid loss: keeps the numerator positive at perfect correlation.</summary>
    public const double LossShift = 1.1;

    /// <summary>Fitness of a genome whose outputs are constant or at the clip: the worst of its kind.</summary>
    public static double Worst(Criterion criterion) =>
        criterion switch
        {
            Criterion.Correlation or Criterion.CorrelationSigmoid => -1,
            Criterion.Fisher or Criterion.Accuracy => 0,
            _ => throw new ArgumentOutOfRangeException(
                nameof(criterion),
                criterion,
                "a criterion without a worst value"
            ),
        };

    /// <summary>What genetic search maximises.</summary>
    public static double Fitness(Criterion criterion, ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets)
    {
        var moments = Moments.Of(outputs, targets);
        if (!(moments.OutputSquares > 0))
            return Worst(criterion);
        return criterion switch
        {
            Criterion.Correlation => moments.Correlation,
            // r · sigmoid(mean₁ − mean₀)
            Criterion.CorrelationSigmoid => moments.Correlation
                * Elementary.Sigmoid(moments.MeanOne - moments.MeanZero),
            Criterion.Fisher => FisherRatio(outputs, targets, moments),
            Criterion.Accuracy => ThresholdAccuracy.Rising(outputs, targets).Percent,
            _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "a criterion without a fitness"),
        };
    }

    /// <summary>Loss and its gradient by every output.</summary>
    public static double Loss(
        Criterion criterion,
        ReadOnlySpan<double> outputs,
        ReadOnlySpan<bool> targets,
        Span<double> gradient
    )
    {
        var moments = Moments.Of(outputs, targets);
        switch (criterion)
        {
            case Criterion.Correlation:
                CorrelationGradient(outputs, targets, moments, -1, gradient);
                return 1 - moments.Correlation;
            case Criterion.CorrelationSigmoid:
                return CorrelationSigmoidLoss(outputs, targets, moments, gradient);
            case Criterion.Fisher:
                return FisherLoss(outputs, targets, moments, gradient);
            default:
                throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "a criterion without a gradient");
        }
    }

    // (1.1 − r) / sigmoid(d), d = min(outputs labelled 1) − max(outputs labelled 0)
    private static double CorrelationSigmoidLoss(
        ReadOnlySpan<double> outputs,
        ReadOnlySpan<bool> targets,
        in Moments moments,
        Span<double> gradient
    )
    {
        int lowestOne = -1,
            highestZero = -1;
        for (var i = 0; i < outputs.Length; i++)
        {
            if (targets[i] && (lowestOne < 0 || outputs[i] < outputs[lowestOne]))
                lowestOne = i;
            if (!targets[i] && (highestZero < 0 || outputs[i] > outputs[highestZero]))
                highestZero = i;
        }
        var sigmoid = Elementary.Sigmoid(outputs[lowestOne] - outputs[highestZero]);
        // Where the gap is hopeless the sigmoid underflows; the floor keeps loss and slope finite.
        sigmoid = Math.Max(sigmoid, 1e-12);
        var numerator = LossShift - moments.Correlation;
        CorrelationGradient(outputs, targets, moments, -1 / sigmoid, gradient);
        var slope = -numerator * (1 - sigmoid) / sigmoid;
        gradient[lowestOne] += slope;
        gradient[highestZero] -= slope;
        return numerator / sigmoid;
    }

    // ∂r/∂oᵢ = (tᵢ − t̄)/√(Soo·Stt) − r·(oᵢ − ō)/Soo
    private static void CorrelationGradient(
        ReadOnlySpan<double> outputs,
        ReadOnlySpan<bool> targets,
        in Moments moments,
        double scale,
        Span<double> gradient
    )
    {
        if (!(moments.OutputSquares > 0))
        {
            gradient.Clear();
            return;
        }
        var norm = 1 / (Math.Sqrt(moments.OutputSquares) * Math.Sqrt(moments.TargetSquares));
        for (var i = 0; i < outputs.Length; i++)
        {
            var target = (targets[i] ? 1 : 0) - moments.TargetMean;
            var output = outputs[i] - moments.OutputMean;
            gradient[i] = scale * (target * norm - moments.Correlation * output / moments.OutputSquares);
        }
    }

    // (m₁ − m₀)² / (s₀ + s₁) with unbiased variances; a class of one point has variance 0. A millionth of the total
    // variance is added so that points which coincide within their classes give a large number, not infinity.
    private static double FisherRatio(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets, in Moments moments)
    {
        var difference = moments.MeanOne - moments.MeanZero;
        return difference * difference / FisherDenominator(outputs, targets, moments);
    }

    private static double FisherDenominator(
        ReadOnlySpan<double> outputs,
        ReadOnlySpan<bool> targets,
        in Moments moments
    )
    {
        double zero = 0,
            one = 0;
        for (var i = 0; i < outputs.Length; i++)
        {
            var distance = outputs[i] - (targets[i] ? moments.MeanOne : moments.MeanZero);
            if (targets[i])
                one += distance * distance;
            else
                zero += distance * distance;
        }
        return zero / Math.Max(1, moments.Zeros - 1)
            + one / Math.Max(1, moments.Ones - 1)
            + 1e-6 * moments.OutputSquares / outputs.Length;
    }

    private static double FisherLoss(
        ReadOnlySpan<double> outputs,
        ReadOnlySpan<bool> targets,
        in Moments moments,
        Span<double> gradient
    )
    {
        if (!(moments.OutputSquares > 0))
        {
            gradient.Clear();
            return 0;
        }
        var denominator = FisherDenominator(outputs, targets, moments);
        var difference = moments.MeanOne - moments.MeanZero;
        var ratio = difference * difference / denominator;
        for (var i = 0; i < outputs.Length; i++)
        {
            var count = targets[i] ? moments.Ones : moments.Zeros;
            var distance = outputs[i] - (targets[i] ? moments.MeanOne : moments.MeanZero);
            var top = 2 * difference * (targets[i] ? 1.0 : -1.0) / count;
            var bottom =
                2 * distance / Math.Max(1, count - 1) + 2e-6 * (outputs[i] - moments.OutputMean) / outputs.Length;
            gradient[i] = -(top - ratio * bottom) / denominator;
        }
        return -ratio;
    }

    /// <summary>Sums that all criteria share.</summary>
    private readonly record struct Moments(
        double OutputMean,
        double TargetMean,
        double OutputSquares,
        double TargetSquares,
        double Correlation,
        double MeanZero,
        double MeanOne,
        int Zeros,
        int Ones
    )
    {
        public static Moments Of(ReadOnlySpan<double> outputs, ReadOnlySpan<bool> targets)
        {
            double sum = 0,
                sumOne = 0;
            var ones = 0;
            for (var i = 0; i < outputs.Length; i++)
            {
                sum += outputs[i];
                if (!targets[i])
                    continue;
                sumOne += outputs[i];
                ones++;
            }
            var n = outputs.Length;
            var mean = sum / n;
            var targetMean = (double)ones / n;
            double squares = 0,
                product = 0,
                targetSquares = 0;
            for (var i = 0; i < n; i++)
            {
                var output = outputs[i] - mean;
                var target = (targets[i] ? 1 : 0) - targetMean;
                squares += output * output;
                product += output * target;
                targetSquares += target * target;
            }
            var norm = Math.Sqrt(squares) * Math.Sqrt(targetSquares);
            return new Moments(
                mean,
                targetMean,
                squares,
                targetSquares,
                norm > 0 ? product / norm : 0,
                (sum - sumOne) / (n - ones),
                sumOne / ones,
                n - ones,
                ones
            );
        }
    }
}
