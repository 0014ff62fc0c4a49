namespace NeuralNet.Core.PeerBenchmarks.Data;

/// <summary>Losses and predictions in double, by plain loops: what every contestant is judged by, ours included.</summary>
internal static class Reference
{
    private const int ScaleSteps = 32;

    /// <summary>1 / (1 + exp(-z)).</summary>
    public static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>The logits of a row, by weights <c>[outputs x inputs]</c>.</summary>
    public static void Logits(ReadOnlySpan<float> row, ReadOnlySpan<double> weights, ReadOnlySpan<double> bias, Span<double> logits)
    {
        for (int output = 0; output < logits.Length; output++)
        {
            double sum = bias.IsEmpty ? 0 : bias[output];
            ReadOnlySpan<double> vector = weights.Slice(output * row.Length, row.Length);
            for (int i = 0; i < row.Length; i++)
            {
                sum += row[i] * vector[i];
            }

            logits[output] = sum;
        }
    }

    /// <summary>The mean log loss, or for several outputs cross-entropy, over all rows.</summary>
    public static double MeanLoss(DataSet data, Weights weights)
    {
        double[] logits = new double[weights.Bias.Length];
        double sum = 0;
        for (int row = 0; row < data.Rows; row++)
        {
            Logits(data.Row(row), weights.Values, weights.Bias, logits);
            sum += logits.Length == 1
                ? LogLoss(logits[0], data.Labels[row])
                : Math.Log(logits.Sum(logit => Math.Exp(logit - logits[data.Labels[row]])));
        }

        return sum / data.Rows;
    }

    /// <summary>The sum of the log losses and half the sum of squared weights: the objective of C = 1.</summary>
    public static double Objective(DataSet data, Weights weights) =>
        (MeanLoss(data, weights) * data.Rows) + (0.5 * weights.Values.Sum(weight => weight * weight));

    /// <summary>
    /// The mean log loss of the logits times the one number that makes it least, so that a learner whose scores aren't
    /// logits, such as a perceptron, can be judged beside the others.
    /// </summary>
    public static double BestScaledLoss(DataSet data, Weights weights)
    {
        double[] logits = new double[data.Rows];
        for (int row = 0; row < data.Rows; row++)
        {
            Logits(data.Row(row), weights.Values, weights.Bias, logits.AsSpan(row, 1));
        }

        return BestScaledLoss(logits, data.Labels);
    }

    /// <summary>The same of logits that are known.</summary>
    public static double BestScaledLoss(double[] logits, int[] labels)
    {
        double Loss(double logScale)
        {
            double scale = Math.Exp(logScale);
            double sum = 0;
            for (int row = 0; row < logits.Length; row++)
            {
                sum += LogLoss(logits[row] * scale, labels[row]);
            }

            return sum / logits.Length;
        }

        // A convex function of the scale: thirds are cut off until nothing is left.
        double low = -10;
        double high = 5;
        for (int step = 0; step < ScaleSteps; step++)
        {
            double third = (high - low) / 3;
            (low, high) = Loss(low + third) < Loss(high - third) ? (low, high - third) : (low + third, high);
        }

        return Loss((low + high) / 2);
    }

    /// <summary>The probabilities of all rows <c>[rows x outputs]</c>.</summary>
    public static double[] Predictions(DataSet data, Weights weights)
    {
        int outputs = weights.Bias.Length;
        double[] predictions = new double[data.Rows * outputs];
        for (int row = 0; row < data.Rows; row++)
        {
            Span<double> logits = predictions.AsSpan(row * outputs, outputs);
            Logits(data.Row(row), weights.Values, weights.Bias, logits);
            double total = 0;
            foreach (ref double logit in logits)
            {
                logit = outputs == 1 ? Sigmoid(logit) : Math.Exp(logit);
                total += logit;
            }

            if (outputs > 1)
            {
                foreach (ref double probability in logits)
                {
                    probability /= total;
                }
            }
        }

        return predictions;
    }

    /// <summary>The largest distance between two sets of predictions.</summary>
    public static double Distance(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
        {
            return double.PositiveInfinity;
        }

        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i] - actual[i]));
        }

        return largest;
    }

    // softplus(z) - y z, without overflow.
    private static double LogLoss(double logit, int label) =>
        Math.Max(logit, 0) - (label * logit) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
}
