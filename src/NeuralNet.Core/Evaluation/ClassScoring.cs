using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Prediction;

namespace NeuralNet.Core.Evaluation;

/// <summary>Computes metrics from scores and labels of the rows that count.</summary>
internal static class ClassScoring
{
    /// <summary>
    /// Computes the metrics of checked scores <c>[rows]</c> or <c>[rows x classes]</c>. Two scores per row are reduced to their
    /// difference, the score of class 1, unless they are probabilities.
    /// </summary>
    public static ClassificationMetrics Score<T>(
        ReadOnlySpan<T> scores, ReadOnlySpan<int> labels, in CountedRows counted, int classes, double threshold, ScoreKind kind)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ScoreCheck.Threshold(threshold);
        int width = scores.Length / labels.Length;
        T[] own = counted.Select(scores.ToArray(), width);
        int[] ownLabels = counted.Select(labels.ToArray());
        return width > 2 ? ScoreMany(own, ownLabels, counted, classes, kind, null)
            : kind == ScoreKind.Probability ? OfTwoProbabilities<T>(InDouble(own), ownLabels, counted, threshold)
            : width == 1 ? ScoreTwo(InDouble(own), ownLabels, counted, threshold, kind)
            : ScoreTwo(Differences(own), ownLabels, counted, 0, kind);
    }

    /// <summary>
    /// Returns the score of class 1 minus the score of class 0 of each row; its sign decides, as for one output with that logit.
    /// </summary>
    public static double[] Differences<T>(T[] scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] pairs = InDouble(scores);
        var differences = new double[pairs.Length / 2];
        for (int row = 0; row < differences.Length; row++)
        {
            differences[row] = Math.Clamp(pairs[(2 * row) + 1] - pairs[2 * row], double.MinValue, double.MaxValue);
        }

        return differences;
    }

    public static double[] InDouble<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new double[values.Length];
        TensorPrimitives.ConvertTruncating<T, double>(values, result);
        return result;
    }

    /// <summary>
    /// Predicts class 1 if the score <c>[rows]</c>, a logit or a margin, exceeds the threshold. Keeps and sorts the arrays.
    /// </summary>
    public static ClassificationMetrics ScoreTwo(
        double[] logits,
        int[] labels,
        CountedRows counted,
        double threshold,
        ScoreKind kind,
        IReadOnlyList<string>? classNames = null)
    {
        double[] weights = counted.Weights;
        var predicted = new int[labels.Length];
        double logLoss = 0, brierScore = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            predicted[row] = Decision.Decide<double>(logits.AsSpan(row, 1), threshold);
            if (kind == ScoreKind.Logit)
            {
                // The derivative of the log loss is the predicted probability minus the truth, with all its digits.
                double weight = weights.Length == 0 ? 1 : weights[row];
                Scalar<double> loss = default(LogLoss).Evaluate(
                    new Scalar<double>(logits[row]), new Scalar<double>(labels[row]), out Scalar<double> distance);
                logLoss += weight * loss.Value;
                brierScore += weight * distance.Value * distance.Value;
            }
        }

        return ScoreTwo(logits, predicted, labels, counted, kind, logLoss, brierScore, classNames);
    }

    /// <summary>
    /// Predicts class 1 if its probability <c>[rows]</c> exceeds the threshold. With two probabilities per row, <c>[rows x 2]</c>,
    /// predicts the more likely class, the first if both are equal.
    /// </summary>
    public static ClassificationMetrics OfTwoProbabilities<T>(
        double[] probabilities, int[] labels, CountedRows counted, double threshold)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = probabilities.Length / labels.Length;
        double[] weights = counted.Weights;
        var predicted = new int[labels.Length];
        var scores = new double[labels.Length];
        double logLoss = 0, brierScore = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<double> own = probabilities.AsSpan(row * width, width);
            predicted[row] = Decision.Decide<double>(own, threshold);
            scores[row] = own[^1];
            double weight = weights.Length == 0 ? 1 : weights[row];
            double distance = scores[row] - labels[row];
            logLoss += weight * (width == 1 ? TrueClassLoss.Compute<T>(own[0], labels[row]) : TrueClassLoss.Compute<T>(own[labels[row]]));
            brierScore += weight * distance * distance;
        }

        return ScoreTwo(scores, predicted, labels, counted, ScoreKind.Probability, logLoss, brierScore, null);
    }

    /// <summary>Predicts the class with the largest of the scores <c>[rows x classes]</c>, three or more. Keeps the arrays.</summary>
    public static ClassificationMetrics ScoreMany<T>(
        T[] scores,
        int[] labels,
        CountedRows counted,
        int classes,
        ScoreKind kind,
        IReadOnlyList<string>? classNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool areLogits = kind == ScoreKind.Logit;
        double[] weights = counted.Weights;
        var predicted = new int[labels.Length];
        var largest = new double[areLogits ? labels.Length : 0];
        var logTotals = new double[areLogits ? labels.Length : 0];
        var own = new double[classes];
        var powers = new double[areLogits ? classes : 0];
        double logLoss = 0, brierScore = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<T> given = scores.AsSpan(row * classes, classes);
            TensorPrimitives.ConvertTruncating(given, own);
            predicted[row] = Decision.Decide<double>(own, 0);
            double weight = weights.Length == 0 ? 1 : weights[row];
            if (areLogits)
            {
                brierScore += weight * SquaredDistance(own, powers, labels[row], out largest[row], out logTotals[row]);
                logLoss -= weight * ((own[labels[row]] - largest[row]) - logTotals[row]);
            }
            else if (kind == ScoreKind.Probability)
            {
                logLoss += weight * TrueClassLoss.Compute<T>(own[labels[row]]);
                own[labels[row]]--;
                foreach (double distance in own)
                {
                    brierScore += weight * distance * distance;
                }
            }
        }

        return new ClassificationMetrics(
            new ConfusionMatrix(labels, predicted, classes, classNames, counted),
            kind,
            logLoss,
            brierScore,
            oneVersusRest: new([new(new ClassScores<T>(scores, classes, largest, logTotals), labels, weights)]));
    }

    private static ClassificationMetrics ScoreTwo(
        double[] scores,
        int[] predicted,
        int[] labels,
        CountedRows counted,
        ScoreKind kind,
        double logLoss,
        double brierScore,
        IReadOnlyList<string>? classNames)
    {
        var confusionMatrix = new ConfusionMatrix(labels, predicted, 2, classNames, counted);
        return new ClassificationMetrics(
            confusionMatrix, kind, logLoss, brierScore, new RankedScores(scores, labels, counted.Weights));
    }

    /// <summary>
    /// Returns the squared distance between the probabilities of a row and the truth, with the two values that turn logits into log
    /// probabilities: the largest logit, and the logarithm of the sum of powers relative to it.
    /// </summary>
    private static double SquaredDistance(
        ReadOnlySpan<double> logits, double[] powers, int label, out double most, out double logTotal)
    {
        double others = SoftmaxRow.Exponentials<double>(logits, powers, out int largest);
        most = logits[largest];
        logTotal = LaneMath.Log1p(new Scalar<double>(others)).Value;
        double total = 1 + others;
        double squares = 0;
        for (int index = 0; index < logits.Length; index++)
        {
            // For the most likely class, 1 - probability is known to full precision.
            double probability = powers[index] / total;
            double distance = index != label ? probability : index == largest ? others / total : 1 - probability;
            squares += distance * distance;
        }

        return squares;
    }
}
