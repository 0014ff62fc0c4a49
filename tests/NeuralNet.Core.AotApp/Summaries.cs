using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Summaries of regressions on several blocks of rows, with their intervals and robust errors.</summary>
internal static class Summaries
{
    private const int RowCount = 1000;
    private const int Inputs = 9;

    /// <summary>A line with the fingerprint of all numbers for each loss.</summary>
    public static IEnumerable<string> Run<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return Run<T>("least squares", Perceptron.Regressor<T>(Inputs));
        yield return Run<T>("log loss", Perceptron.BinaryClassifier<T>(Inputs));
        yield return Run<T>("poisson", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Poisson));
        yield return Run<T>("softmax", Perceptron.Classifier<T>(Inputs, 3));
    }

    private static string Run<T>(string loss, PerceptronBuilder<T> description)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] rows = Rows.Inputs<T>(RowCount, Inputs);
        T[] weights = Rows.Weights<T>(RowCount);
        Perceptron<T> network = description.WithOptimizer(Optimizer.Newton()).Build();
        TrainingOptions options = new() { Epochs = 20 };
        RegressionSummary<T> summary;
        if (network.ClassCount > 0)
        {
            int[] labels = Rows.Labels(RowCount, network.ClassCount);
            network.Fit(new Examples<T>(rows, labels, weights), options);
            summary = network.Summarize(rows, labels, weights);
        }
        else
        {
            T[] targets = Rows.Targets<T>(RowCount, 1, description.Loss.Targets);
            network.Fit(new Examples<T>(rows, targets, weights), options);
            summary = network.Summarize(rows, targets, weights);
        }

        var fingerprint = new Fingerprint();
        foreach (RegressionSummary<T> own in (RegressionSummary<T>[])[summary, summary.Robust])
        {
            foreach (Coefficient coefficient in own.Coefficients)
            {
                fingerprint.Add<double>([coefficient.Estimate, coefficient.StandardError, coefficient.PValue, coefficient.Lower, coefficient.Upper]);
            }

            foreach (ConfidenceInterval interval in own.PredictMean(rows))
            {
                fingerprint.Add<double>([interval.Estimate, interval.Lower, interval.Upper]);
            }
        }

        fingerprint.Add<double>([summary.Deviance, summary.NullDeviance, summary.Dispersion, summary.LogLikelihood ?? 0]);
        return $"{typeof(T).Name} summary {loss} {fingerprint.Take()}";
    }
}
