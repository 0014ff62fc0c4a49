using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core.Evaluation;

/// <summary>From logits and labels to metrics.</summary>
internal static class ClassScoring
{
    /// <summary>Class 1 where the logit <c>[rows]</c> is above the threshold. Keeps both arrays, and sorts them.</summary>
    public static ClassificationMetrics OfTwo(
        double[] logits,
        int[] labels,
        double threshold,
        bool givesProbabilities,
        IReadOnlyList<string>? classNames = null)
    {
        var predicted = new int[labels.Length];
        double logLoss = 0, brierScore = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            predicted[row] = Decision.Of<double>(logits.AsSpan(row, 1), threshold);
            if (givesProbabilities)
            {
                // The derivative of the log loss is the predicted probability minus the truth, with all its digits.
                logLoss += default(OutputwiseLoss<LogLoss>).Evaluate(logits[row], (double)labels[row], out double distance);
                brierScore += distance * distance;
            }
        }

        var confusionMatrix = new ConfusionMatrix(labels, predicted, 2, classNames);
        Array.Sort(logits, labels);
        return new ClassificationMetrics(
            confusionMatrix,
            givesProbabilities ? logLoss / labels.Length : null,
            givesProbabilities ? brierScore / labels.Length : null,
            RocCurve.Area(logits, labels),
            PrecisionRecallCurve.Area(logits, labels),
            givesProbabilities ? logits : null,
            givesProbabilities ? labels : null);
    }

    /// <summary>The class with the largest of the logits <c>[rows x classes]</c>, which are overwritten.</summary>
    public static ClassificationMetrics OfMany(
        double[] logits,
        ReadOnlySpan<int> labels,
        int classes,
        bool givesProbabilities,
        IReadOnlyList<string>? classNames)
    {
        var predicted = new int[labels.Length];
        var powers = new double[classes];
        double logLoss = 0, brierScore = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<double> own = logits.AsSpan(row * classes, classes);
            predicted[row] = Decision.Of<double>(own, 0);
            if (givesProbabilities)
            {
                brierScore += ToLogProbabilities(own, powers, labels[row]);
                logLoss -= own[labels[row]];
            }
        }

        return new ClassificationMetrics(
            new ConfusionMatrix(labels, predicted, classes, classNames),
            givesProbabilities ? logLoss / labels.Length : null,
            givesProbabilities ? brierScore / labels.Length : null,
            MeanRocArea(logits, labels, classes));
    }

    /// <summary>
    /// The logits of a row become the logarithms of its probabilities, which rank rows also where a probability is rounded
    /// to 1. Returns the squared distance of the probabilities from the truth.
    /// </summary>
    private static double ToLogProbabilities(Span<double> logits, double[] powers, int label)
    {
        double others = SoftmaxRow.Exponentials<double>(logits, powers, out int largest);
        double most = logits[largest];
        double logTotal = LaneMath.Log1p(new Scalar<double>(others)).Value;
        double total = 1 + others;
        double squares = 0;
        for (int index = 0; index < logits.Length; index++)
        {
            logits[index] = (logits[index] - most) - logTotal;

            // What the likeliest class lacks of 1 is known to all its digits.
            double probability = powers[index] / total;
            double distance = index != label ? probability : index == largest ? others / total : 1 - probability;
            squares += distance * distance;
        }

        return squares;
    }

    /// <summary>The mean area of each class against the rest; null where a class has no rows.</summary>
    private static double? MeanRocArea(double[] scores, ReadOnlySpan<int> labels, int classes)
    {
        for (int label = 0; label < classes; label++)
        {
            if (!labels.Contains(label))
            {
                return null;
            }
        }

        double mean = 0;
        var ownScores = new double[labels.Length];
        var isOwn = new int[labels.Length];
        for (int label = 0; label < classes; label++)
        {
            for (int row = 0; row < labels.Length; row++)
            {
                ownScores[row] = scores[(row * classes) + label];
                isOwn[row] = labels[row] == label ? 1 : 0;
            }

            Array.Sort(ownScores, isOwn);
            mean += (RocCurve.Area(ownScores, isOwn) ?? 0) / classes;
        }

        return mean;
    }
}
