using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Prediction;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Evaluation;

/// <summary>Computes the metrics. Sums are in double whatever the network's precision.</summary>
internal static class Evaluator
{
    /// <param name="predictor">The network.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="classes">The classes the network tells apart.</param>
    /// <param name="threshold">Where a single output decides.</param>
    /// <param name="givesProbabilities">Whether a prediction is the probability of class 1, or one of each class.</param>
    /// <param name="classNames">The names of the classes, if they have some.</param>
    /// <param name="featureNames">The names of the inputs, if they have some.</param>
    public static ClassificationMetrics Classification<T>(
        in Predictor<T> predictor,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<int> labels,
        int classes,
        T threshold,
        bool givesProbabilities,
        IReadOnlyList<string>? classNames,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, predictor.InputCount);
        ExampleCheck.Labels(nameof(labels), labels, rows, classes);
        double[] logits = InDouble(FiniteLogits(predictor, inputs, rows, featureNames));
        int outputs = predictor.OutputCount;
        if (outputs == 1)
        {
            double above = double.CreateTruncating(threshold);
            return ClassScoring.OfTwo(logits, labels.ToArray(), above, givesProbabilities, classNames);
        }

        if (outputs > 2)
        {
            return ClassScoring.OfMany(logits, labels, outputs, givesProbabilities, classNames);
        }

        // The likelier of two classes is told by the sign of the difference, as by one output with that logit.
        var differences = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double difference = logits[(2 * row) + 1] - logits[2 * row];
            differences[row] = Math.Clamp(difference, double.MinValue, double.MaxValue);
        }

        return ClassScoring.OfTwo(differences, labels.ToArray(), 0, givesProbabilities, classNames);
    }

    /// <param name="predictor">The network.</param>
    /// <param name="inputs">The rows.</param>
    /// <param name="targets">At each output the low or the high end of the range.</param>
    /// <param name="range">The targets of the loss.</param>
    /// <param name="threshold">Where an output decides.</param>
    /// <param name="givesProbabilities">Whether the prediction of an output is the probability of its label.</param>
    /// <param name="classNames">The names of the classes, if they have some; with several outputs those of the labels.</param>
    /// <param name="featureNames">The names of the inputs, if they have some.</param>
    public static MultiLabelMetrics Labels<T>(
        in Predictor<T> predictor,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        Interval range,
        T threshold,
        bool givesProbabilities,
        IReadOnlyList<string>? classNames,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, predictor.InputCount);
        int outputs = predictor.OutputCount;
        if (targets.Length != (long)rows * outputs)
        {
            Throw.Argument_TargetCount(nameof(targets), targets.Length, rows, outputs);
        }

        int[] labels = TwoSided(nameof(targets), targets, outputs, range);
        double[] logits = InDouble(FiniteLogits(predictor, inputs, rows, featureNames));
        double above = double.CreateTruncating(threshold);
        var perLabel = new ClassificationMetrics[outputs];
        for (int output = 0; output < outputs; output++)
        {
            var ownLogits = new double[rows];
            var ownLabels = new int[rows];
            for (int row = 0; row < rows; row++)
            {
                ownLogits[row] = logits[(row * outputs) + output];
                ownLabels[row] = labels[(row * outputs) + output];
            }

            perLabel[output] = ClassScoring.OfTwo(ownLogits, ownLabels, above, givesProbabilities);
        }

        int exactRows = 0;
        for (int row = 0; row < rows; row++)
        {
            bool isExact = true;
            for (int index = row * outputs; index < (row + 1) * outputs; index++)
            {
                isExact &= (logits[index] > above) == (labels[index] == 1);
            }

            exactRows += isExact ? 1 : 0;
        }

        return new MultiLabelMetrics(Array.AsReadOnly(perLabel), exactRows, outputs == 1 ? null : classNames);
    }

    public static ThresholdChoice<T> Threshold<T>(
        in Predictor<T> predictor,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<int> labels,
        ThresholdGoal goal,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, predictor.InputCount);
        ExampleCheck.Labels(nameof(labels), labels, rows, classes: 2);
        CheckBothClasses(labels);
        return ThresholdSearch.Best(FiniteLogits(predictor, inputs, rows, featureNames), labels.ToArray(), goal);
    }

    public static RegressionMetrics Regression<T>(
        in Predictor<T> predictor,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, predictor.InputCount);
        int outputs = predictor.OutputCount;
        if (targets.Length != (long)rows * outputs)
        {
            Throw.Argument_TargetCount(nameof(targets), targets.Length, rows, outputs);
        }

        WeightCheck.CheckFinite(nameof(targets), targets, outputs);
        T[] predictions = FiniteLogits(predictor, inputs, rows, featureNames);
        predictor.ApplyLink(predictions);
        double rootMeanSquaredError = 0, meanAbsoluteError = 0, rSquared = 0;
        for (int output = 0; output < outputs; output++)
        {
            // Averaged from the first target on: equal targets then have exactly no variation.
            double first = double.CreateTruncating(targets[output]);
            double mean = first, squares = 0, distances = 0, variation = 0;
            for (int index = output; index < targets.Length; index += outputs)
            {
                mean += (double.CreateTruncating(targets[index]) - first) / rows;
            }

            for (int index = output; index < targets.Length; index += outputs)
            {
                double target = double.CreateTruncating(targets[index]);
                double error = double.CreateTruncating(predictions[index]) - target;
                squares += error * error;
                distances += Math.Abs(error);
                variation += (target - mean) * (target - mean);
            }

            rootMeanSquaredError += Math.Sqrt(squares / rows) / outputs;
            meanAbsoluteError += distances / rows / outputs;
            rSquared += (variation > 0 ? 1 - (squares / variation) : squares == 0 ? 1 : 0) / outputs;
        }

        return new RegressionMetrics(rootMeanSquaredError, meanAbsoluteError, rSquared);
    }

    /// <summary>The Platt scaling of a classifier with one output, found on labelled rows; refused where there is none.</summary>
    public static PlattScaling Calibration<T>(
        in Predictor<T> predictor,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<int> labels,
        IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, predictor.InputCount);
        ExampleCheck.Labels(nameof(labels), labels, rows, classes: 2);
        CheckBothClasses(labels);
        double[] logits = InDouble(FiniteLogits(predictor, inputs, rows, featureNames));
        if (!logits.AsSpan().ContainsAnyExcept(logits[0]))
        {
            Throw.Argument_EqualLogits(nameof(inputs), logits[0]);
        }

        if (PlattScaling.Fit(logits, labels) is not { } scaling)
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
        in Predictor<T> predictor, ReadOnlySpan<T> inputs, int rows, IReadOnlyList<string>? featureNames)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WeightCheck.CheckFinite(nameof(inputs), inputs, predictor.InputCount, Throw.MissingInputs, featureNames);
        var logits = new T[Shape.Count(nameof(inputs), rows, predictor.OutputCount)];
        predictor.Logits(inputs, logits);
        int index = Finite.IndexOfNonFinite<T>(logits);
        if (index >= 0)
        {
            Throw.Argument_Overflow(nameof(inputs), index / predictor.OutputCount);
        }

        return logits;
    }

    private static double[] InDouble<T>(T[] logits)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new double[logits.Length];
        TensorPrimitives.ConvertTruncating<T, double>(logits, result);
        return result;
    }

    /// <summary>Targets at the ends of the range as labels 0 and 1; refuses any between.</summary>
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
