using System.Numerics;
using NeuralNet.Common;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Training;
using static System.FormattableString;

namespace NeuralNet.Core.Evaluation;

/// <summary>Checks predictions and labels that come without a network.</summary>
internal static class ScoreCheck
{
    /// <summary>Returns the number of classes of finite scores <c>[rows]</c> or <c>[rows x classes]</c>.</summary>
    public static int Classes<T>(string parameter, ReadOnlySpan<T> scores, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Throw.IfNotFloatOrDouble<T>();
        if (labels.IsEmpty || scores.IsEmpty || scores.Length % labels.Length != 0)
        {
            throw new ArgumentException(Invariant(
                $"{parameter} has {Shown.Count(scores.Length, "value")} for {Shown.Count(labels.Length, "label")}; pass one per row (for class 1), or one per class and row, and at least one row."), parameter);
        }

        int width = scores.Length / labels.Length;
        WeightCheck.CheckFinite(parameter, scores, width);
        int classes = Math.Max(width, 2);
        TargetCheck.Labels(nameof(labels), labels, labels.Length, classes);
        return classes;
    }

    public static void Classes(string parameter, ReadOnlySpan<int> predicted, ReadOnlySpan<int> labels, int classes)
    {
        if (classes < 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes), classes, $"classes is {classes}; a classifier needs 2 or more.");
        }

        if (labels.IsEmpty || predicted.Length != labels.Length)
        {
            throw new ArgumentException(Invariant(
                $"{parameter} has {Shown.Count(predicted.Length, "value")} for {Shown.Count(labels.Length, "label")}; pass one per row, and at least one row."), parameter);
        }

        TargetCheck.Labels(nameof(labels), labels, labels.Length, classes);
        TargetCheck.Labels(parameter, predicted, labels.Length, classes);
    }

    /// <summary>Rejects numbers that are not probabilities, and rows of several that do not sum to 1.</summary>
    public static void Probabilities<T>(string parameter, ReadOnlySpan<T> probabilities, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int index = 0; index < probabilities.Length; index++)
        {
            double probability = double.CreateTruncating(probabilities[index]);
            if (!Interval.Probability.Contains(probability))
            {
                throw new ArgumentException(Invariant(
                    $"{parameter} has {probability} at row {index / width}, which is not a probability, in [0, 1]. Use FromScores for margins and logits."), parameter);
            }

            sum = index % width == 0 ? probability : sum + probability;
            if (width > 1 && index % width == width - 1 && Math.Abs(sum - 1) > TargetCheck.DistributionTolerance)
            {
                throw new ArgumentException(Invariant(
                    $"{parameter} sum to {sum} at row {index / width}; the {width} class probabilities of a row must sum to 1. Use FromScores for other scores."), parameter);
            }
        }
    }

    public static void Threshold(double threshold)
    {
        if (!double.IsFinite(threshold))
        {
            throw new ArgumentOutOfRangeException(
                nameof(threshold), threshold, Invariant($"threshold is {threshold}; it must be finite."));
        }
    }
}
