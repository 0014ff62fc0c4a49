using System.Numerics;
using System.Numerics.Tensors;
using NeuralNet.Core.Foundation;
using NeuralNet.Core.Kernels;
using NeuralNet.Core.Losses;
using NeuralNet.Core.Prediction;
using NeuralNet.Core.Training;

namespace NeuralNet.Core.Evaluation;

/// <summary>Computes the metrics. Sums are in double whatever the network's precision.</summary>
internal static class Evaluator
{
    public static ClassificationMetrics Classification<T>(
        in Predictor<T> predictor, ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, int classes, bool givesProbabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, predictor.InputCount);
        ExampleCheck.Labels(nameof(labels), labels, rows, classes);
        T[] finite = FiniteLogits(predictor, inputs, rows);
        var logits = new double[finite.Length];
        TensorPrimitives.ConvertTruncating<T, double>(finite, logits);
        var predicted = new int[rows];
        int outputs = predictor.OutputCount;
        for (int row = 0; row < rows; row++)
        {
            predicted[row] = Decision.Of<double>(logits.AsSpan(row * outputs, outputs));
        }

        return new ClassificationMetrics(
            new ConfusionMatrix(labels, predicted, classes),
            givesProbabilities ? MeanLogLoss(logits, labels, outputs) : null,
            outputs == 1 ? RocCurve.Area(logits, labels.ToArray()) : null);
    }

    public static RegressionMetrics Regression<T>(
        in Predictor<T> predictor, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Shape.Rows(nameof(inputs), inputs.Length, predictor.InputCount);
        int outputs = predictor.OutputCount;
        if (targets.Length != (long)rows * outputs)
        {
            Throw.Argument_TargetCount(nameof(targets), targets.Length, rows, outputs);
        }

        WeightCheck.CheckFinite(nameof(targets), targets, outputs);
        T[] predictions = FiniteLogits(predictor, inputs, rows);
        predictor.ApplyLink(predictions);
        double rootMeanSquaredError = 0, meanAbsoluteError = 0, rSquared = 0;
        for (int output = 0; output < outputs; output++)
        {
            double mean = 0, squares = 0, distances = 0, variation = 0;
            for (int index = output; index < targets.Length; index += outputs)
            {
                mean += double.CreateTruncating(targets[index]) / rows;
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

    private static T[] FiniteLogits<T>(in Predictor<T> predictor, ReadOnlySpan<T> inputs, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        WeightCheck.CheckFinite(nameof(inputs), inputs, predictor.InputCount, Throw.MissingInputs);
        var logits = new T[Shape.Count(nameof(inputs), rows, predictor.OutputCount)];
        predictor.Logits(inputs, logits);
        int index = Finite.IndexOfNonFinite<T>(logits);
        if (index >= 0)
        {
            Throw.Argument_Overflow(nameof(inputs), index / predictor.OutputCount);
        }

        return logits;
    }

    private static double MeanLogLoss(double[] logits, ReadOnlySpan<int> labels, int outputs)
    {
        double sum = 0;
        var targets = new double[outputs];
        var derivatives = new double[outputs];
        var losses = new double[1];
        for (int row = 0; row < labels.Length; row++)
        {
            if (outputs == 1)
            {
                sum += default(OutputwiseLoss<LogLoss>).Evaluate(logits[row], (double)labels[row], out double _);
                continue;
            }

            Array.Clear(targets);
            targets[labels[row]] = 1;
            default(SoftmaxCrossEntropy).Evaluate<double>(
                logits.AsSpan(row * outputs, outputs), targets, outputs, derivatives, losses);
            sum += losses[0];
        }

        return sum / labels.Length;
    }
}
