using System.Numerics;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Prediction;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Evaluation;

/// <summary>Computes metrics of a network. Sums are in double for any precision of the network.</summary>
internal static class Evaluator
{
    /// <param name="forward">The network.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="sampleWeights">The weight of each row; empty if every row counts once.</param>
    /// <param name="offsets">What is added to the logits; empty for 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="threshold">The logit above which a single output predicts class 1.</param>
    /// <param name="givesProbabilities">Whether predictions are probabilities of class 1 or of each class.</param>
    /// <param name="classNames">The names of the classes, or null.</param>
    /// <param name="featureNames">The names of the inputs, or null.</param>
    public static ClassificationMetrics Classification<T>(
        in ForwardPass<T> forward,
        Rows<T> inputs,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<T> sampleWeights,
        ReadOnlySpan<T> offsets,
        int classes,
        T threshold,
        bool givesProbabilities,
        IReadOnlyList<string>? classNames,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = inputs.Count(nameof(inputs), forward.InputCount);
        TargetCheck.Labels(nameof(labels), labels, rows, classes);
        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, rows);
        int outputs = forward.OutputCount;
        T[] logits = counted.Select(FiniteLogits(forward, inputs, rows, offsets, featureNames), outputs);
        int[] ownLabels = counted.Select(labels.ToArray());
        ScoreKind kind = givesProbabilities ? ScoreKind.Logit : ScoreKind.Margin;
        return outputs > 2
            ? ClassScoring.ScoreMany(logits, ownLabels, counted, outputs, kind, classNames)
            : ClassScoring.ScoreTwo(
                outputs == 1 ? ClassScoring.InDouble(logits) : ClassScoring.Differences(logits),
                ownLabels,
                counted,
                outputs == 1 ? double.CreateTruncating(threshold) : 0,
                kind,
                classNames);
    }

    /// <param name="forward">The network.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="targets">The low or the high end of the range, for each output.</param>
    /// <param name="sampleWeights">The weight of each row; empty if every row counts once.</param>
    /// <param name="offsets">What is added to the logits; empty for 0.</param>
    /// <param name="range">The range of the targets of the loss.</param>
    /// <param name="threshold">The logit above which an output predicts its label.</param>
    /// <param name="givesProbabilities">Whether the prediction of an output is the probability of its label.</param>
    /// <param name="classNames">The names of the classes, with several outputs of the labels, or null.</param>
    /// <param name="featureNames">The names of the inputs, or null.</param>
    public static MultiLabelMetrics Labels<T>(
        in ForwardPass<T> forward,
        Rows<T> inputs,
        Rows<T> targets,
        ReadOnlySpan<T> sampleWeights,
        ReadOnlySpan<T> offsets,
        Interval range,
        T threshold,
        bool givesProbabilities,
        IReadOnlyList<string>? classNames,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = inputs.Count(nameof(inputs), forward.InputCount);
        int outputs = forward.OutputCount;
        ReadOnlySpan<T> numbers = targets.Targets(nameof(targets), outputs);
        if (numbers.Length != (long)rows * outputs)
        {
            Throw.Argument_TargetCount(nameof(targets), numbers.Length, rows, outputs);
        }

        int[] labels = TwoSided(nameof(targets), numbers, outputs, range);
        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, rows);
        T[] logits = FiniteLogits(forward, inputs, rows, offsets, featureNames);
        return LabelScoring.Score(
            logits,
            labels,
            outputs,
            counted,
            double.CreateTruncating(threshold),
            givesProbabilities ? ScoreKind.Logit : ScoreKind.Margin,
            outputs == 1 ? null : classNames);
    }

    public static (T Logit, ThresholdChoice Choice) Threshold<T>(
        in ForwardPass<T> forward,
        Rows<T> inputs,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<T> sampleWeights,
        ReadOnlySpan<T> offsets,
        ThresholdGoal goal,
        bool givesProbabilities,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = inputs.Count(nameof(inputs), forward.InputCount);
        TargetCheck.Labels(nameof(labels), labels, rows, classes: 2);
        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, rows);
        int[] ownLabels = counted.Select(labels.ToArray());
        CheckBothClasses(ownLabels);
        T[] logits = counted.Select(FiniteLogits(forward, inputs, rows, offsets, featureNames));
        return ThresholdSearch.Best(logits, ownLabels, counted.Weights, goal, givesProbabilities);
    }

    /// <param name="forward">The network.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="targets">Real targets.</param>
    /// <param name="sampleWeights">The weight of each row; empty if every row counts once.</param>
    /// <param name="offsets">What is added to the logits; empty for 0.</param>
    /// <param name="labelTargets">
    /// The two targets that stand for labels: if all targets are one of them, they are rejected. Null accepts any targets.
    /// </param>
    /// <param name="own">The metric that the network was trained for.</param>
    /// <param name="featureNames">The names of the inputs, or null.</param>
    public static RegressionMetrics Regression<T>(
        in ForwardPass<T> forward,
        Rows<T> inputs,
        Rows<T> targets,
        ReadOnlySpan<T> sampleWeights,
        ReadOnlySpan<T> offsets,
        Interval? labelTargets,
        OwnMetric own,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = inputs.Count(nameof(inputs), forward.InputCount);
        int outputs = forward.OutputCount;
        ReadOnlySpan<T> numbers = targets.Targets(nameof(targets), outputs);
        TargetCheck.TargetCount(nameof(targets), numbers.Length, rows, outputs, isClassification: labelTargets is not null);
        WeightCheck.CheckFinite(nameof(targets), numbers, outputs);
        if (labelTargets is { } ends && !numbers.ContainsAnyExcept(T.CreateTruncating(ends.Low), T.CreateTruncating(ends.High)))
        {
            Throw.Argument_LabelsOfAClassifier(nameof(targets), ends);
        }

        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, rows);
        T[] predictions = FiniteLogits(forward, inputs, rows, offsets, featureNames);
        forward.ApplyOutputActivation(predictions);
        return RegressionMetrics.Compute<T>(predictions, nameof(targets), numbers, outputs, counted, own);
    }

    /// <summary>Fits the Platt scaling of a classifier with one output on labeled rows; throws if there is none.</summary>
    public static PlattScaling Calibration<T>(
        in ForwardPass<T> forward,
        Rows<T> inputs,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<T> sampleWeights,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = inputs.Count(nameof(inputs), forward.InputCount);
        TargetCheck.Labels(nameof(labels), labels, rows, classes: 2);
        CountedRows counted = CountedRows.Count(nameof(sampleWeights), sampleWeights, rows);
        int[] ownLabels = counted.Select(labels.ToArray());
        CheckBothClasses(ownLabels);
        double[] logits = ClassScoring.InDouble(counted.Select(FiniteLogits(forward, inputs, rows, offsets: default, featureNames)));
        if (!logits.AsSpan().ContainsAnyExcept(logits[0]))
        {
            Throw.Argument_EqualLogits(nameof(inputs), logits[0]);
        }

        if (PlattScaling.Fit(logits, ownLabels, counted.Weights) is not { } scaling)
        {
            Throw.Argument_NotCalibratable(nameof(inputs), typeof(T).Name);
            return default;
        }

        if (!(scaling.Slope > 0))
        {
            Throw.Argument_FallingCalibration(nameof(labels), scaling.Slope);
        }

        return scaling;
    }

    private static void CheckBothClasses(ReadOnlySpan<int> labels)
    {
        if (!labels.ContainsAnyExcept(labels[0]))
        {
            Throw.Argument_OneClassOnly(nameof(labels), $"label {labels[0]}");
        }
    }

    private static T[] FiniteLogits<T>(
        in ForwardPass<T> forward, Rows<T> inputs, int rows, ReadOnlySpan<T> offsets, IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        inputs.CheckFinite(nameof(inputs), forward.InputCount, featureNames);
        TargetCheck.Offsets(nameof(offsets), offsets, rows, forward.OutputCount);
        var logits = new T[Shape.Count(nameof(inputs), rows, forward.OutputCount)];
        forward.Logits(inputs, logits, offsets);
        int index = Finite.IndexOfNonFinite<T>(logits);
        if (index >= 0)
        {
            if (!offsets.IsEmpty)
            {
                Throw.Argument_OffsetOverflow(nameof(inputs), index / forward.OutputCount);
            }

            Throw.Argument_Overflow(nameof(inputs), index / forward.OutputCount);
        }

        return logits;
    }

    /// <summary>Converts targets at the ends of the range to labels 0 and 1; rejects any other target.</summary>
    private static int[] TwoSided<T>(string parameter, ReadOnlySpan<T> targets, int outputs, Interval range)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T low = T.CreateTruncating(range.Low);
        T high = T.CreateTruncating(range.High);
        var labels = new int[targets.Length];
        for (int index = 0; index < targets.Length; index++)
        {
            if (targets[index] != low && targets[index] != high)
            {
                Throw.Argument_TargetIsNoLabel(parameter, targets[index], index / outputs, index % outputs, low, high);
            }

            labels[index] = targets[index] == high ? 1 : 0;
        }

        return labels;
    }
}
