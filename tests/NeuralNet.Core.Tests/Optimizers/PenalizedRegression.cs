using System.Numerics;

namespace NeuralNet.Core.Tests.Optimizers;

/// <summary>Regressions with random rows, and the conditions of their optimum with a penalty.</summary>
internal static class PenalizedRegression<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int RowCount = 700;
    public const int Inputs = 6;

    /// <summary>The rows, <c>[RowCount x Inputs]</c>.</summary>
    public static double[] Values { get; } = new Random(21).Values(RowCount * Inputs, -2, 2);

    /// <summary>A number in [0, 1) for each row.</summary>
    public static double[] Noise { get; } = new Random(22).Values(RowCount, 0, 1);

    /// <summary>The description of a network for a loss.</summary>
    public static PerceptronBuilder<T> Describe(string loss, int inputs = Inputs) => loss switch
    {
        "squared" => Perceptron.Regressor<T>(inputs),
        "log-loss" => Perceptron.BinaryClassifier<T>(inputs),
        "poisson" => Perceptron.WithInputs<T>(inputs).WithLoss(Loss.Poisson),
        "softmax" => Perceptron.Classifier<T>(inputs, 3),
        _ => Perceptron.MultiLabelClassifier<T>(inputs, 2),
    };

    /// <summary>Rows with targets that the first inputs tell in part.</summary>
    public static Examples<T> Rows(string loss, T[] inputs, int rows = RowCount) => loss switch
    {
        "log-loss" => new(inputs, Labels(2, rows)),
        "softmax" => new(inputs, Labels(3, rows)),
        _ => new(inputs, Numbers.Of<T>(Targets(loss, rows))),
    };

    private static double[] Targets(string loss, int rows) => loss switch
    {
        "labels" => [.. Labels(2, rows).Zip(Labels(3, rows)).SelectMany(pair => new double[] { pair.First, pair.Second > 0 ? 1 : 0 })],
        "poisson" => [.. Labels(3, rows).Select(label => (double)label)],
        "squared" => [.. Enumerable.Range(0, rows).Select(row => Row(row)[1] - Row(row)[2] + Noise[row])],
        "log-loss" => [.. Labels(2, rows).Select(label => (double)label)],
        _ => [.. Labels(3, rows).SelectMany(label => Enumerable.Range(0, 3).Select(output => output == label ? 1.0 : 0))],
    };

    /// <summary>Classes that the inputs tell in part.</summary>
    public static int[] Labels(int classes, int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => Math.Clamp((int)Math.Floor((classes / 2.0) + (0.4 * Row(row)[0]) - (0.2 * Row(row)[2]) + (2 * (Noise[row] - 0.5))), 0, classes - 1))];

    public static double[] Row(int row) => Values[(row * Inputs)..((row + 1) * Inputs)];

    /// <summary>
    /// By how much a derivative is above what the penalty holds: the conditions of an optimum, from the definition of the losses, whose
    /// derivative with respect to a logit is the prediction less the target.
    /// </summary>
    public static double Excess(
        string loss, Perceptron<T> network, double[] rows, double lasso, double ridge, int count = RowCount, double[]? factors = null)
    {
        int inputs = network.InputCount, outputs = network.OutputCount;
        double[] gradient = Gradient(loss, network, rows, out double[] scales, count);
        double excess = 0;
        for (int index = 0; index < gradient.Length; index++)
        {
            double weight = index < inputs * outputs ? double.CreateTruncating(network.Weights[index]) * scales[index % inputs] : 0;
            double factor = factors?[index % inputs] ?? 1;
            double own = index < inputs * outputs ? lasso * factor : 0;
            double slope = gradient[index] + (ridge * factor * weight);
            excess = Math.Max(excess, weight == 0 ? Math.Abs(slope) - own : Math.Abs(slope + (own * Math.Sign(weight))));
        }

        return excess;
    }

    /// <summary>
    /// By how much a derivative is above what penalty and bounds <c>[outputs x inputs]</c> of the raw weights hold: the conditions of an
    /// optimum within bounds.
    /// </summary>
    public static double ExcessWithin(
        string loss, Perceptron<T> network, double[] rows, double lasso, double ridge, double[] low, double[] high, int count = RowCount)
    {
        int inputs = network.InputCount;
        double[] gradient = Gradient(loss, network, rows, out double[] scales, count);
        double excess = gradient[low.Length..].Max(Math.Abs);
        for (int index = 0; index < low.Length; index++)
        {
            T weight = network.Weights[index];
            double slope = gradient[index] + (ridge * double.CreateTruncating(weight) * scales[index % inputs]);
            if (weight < T.CreateTruncating(high[index]))
            {
                excess = Math.Max(excess, -(slope + (weight >= T.Zero ? lasso : -lasso)));
            }

            if (weight > T.CreateTruncating(low[index]))
            {
                excess = Math.Max(excess, slope + (weight > T.Zero ? lasso : -lasso));
            }
        }

        return excess;
    }

    /// <summary>The derivatives of the mean loss, by the weights of standardized inputs if the network standardizes, by their definition.</summary>
    public static double[] Gradient(string loss, Perceptron<T> network, double[] rows, out double[] scales, int count = RowCount)
    {
        int inputs = network.InputCount, outputs = network.OutputCount;
        double[] means = Enumerable.Repeat(0.0, inputs).ToArray(), units = Enumerable.Repeat(1.0, inputs).ToArray();
        if (network.Description.IsStandardized)
        {
            for (int input = 0; input < inputs; input++)
            {
                double[] column = [.. Enumerable.Range(0, count).Select(row => rows[(row * inputs) + input])];
                means[input] = column.Average();
                units[input] = Math.Sqrt(column.Average(value => (value - means[input]) * (value - means[input])));
            }
        }

        double[] targets = Targets(loss, count);
        var gradient = new double[(inputs + 1) * outputs];
        for (int row = 0; row < count; row++)
        {
            double[] logits = [.. Enumerable.Range(0, outputs).Select(output => double.CreateTruncating(network.Bias[output])
                + Enumerable.Range(0, inputs).Sum(input => double.CreateTruncating(network.Weights[(output * inputs) + input]) * rows[(row * inputs) + input]))];
            for (int output = 0; output < outputs; output++)
            {
                double prediction = loss switch
                {
                    "squared" => logits[output],
                    "poisson" => Math.Exp(logits[output]),
                    "softmax" => Math.Exp(logits[output]) / logits.Sum(Math.Exp),
                    _ => 1 / (1 + Math.Exp(-logits[output])),
                };
                double derivative = (prediction - targets[(row * outputs) + output]) / count;
                gradient[(outputs * inputs) + output] += derivative;
                for (int input = 0; input < inputs; input++)
                {
                    gradient[(output * inputs) + input] += derivative * At(row, input);
                }
            }
        }

        scales = units;
        return gradient;

        double At(int row, int input) => (rows[(row * inputs) + input] - means[input]) / units[input];
    }
}
