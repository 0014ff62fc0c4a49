using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Coordinate descent on several blocks of rows, and on more inputs than rows: each loss that it trains.</summary>
internal static class LassoFits
{
    /// <summary>A line with the fingerprint of all numbers for each kind of fit.</summary>
    public static IEnumerable<string> Run<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach ((int rows, int inputs) in new[] { (3000, 9), (40, 150), (24, 1030) })
        {
            yield return Run("least squares", Perceptron.Regressor<T>(inputs, outputs: 2), rows, threads);
            yield return Run("log loss", Perceptron.BinaryClassifier<T>(inputs).WithStandardization(), rows, threads);
            yield return Run("poisson", Perceptron.WithInputs<T>(inputs).WithLoss(Loss.Poisson), rows, threads);
            yield return Run("softmax", Perceptron.Classifier<T>(inputs, 3), rows, threads);
            yield return Run("labels", Perceptron.MultiLabelClassifier<T>(inputs, 2), rows, threads);
        }
    }

    private static string Run<T>(string loss, PerceptronBuilder<T> description, int rows, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} coordinate-descent {loss}, {rows} rows of {description.InputCount} inputs";
        T[] inputs = Rows.Inputs<T>(rows, description.InputCount);
        var fingerprint = new Fingerprint();
        foreach (Penalty penalty in (Penalty[])[Penalty.L1(0.01), Penalty.ElasticNet(0.02)])
        {
            Perceptron<T> network = description.WithPenalty(penalty).WithOptimizer(Optimizer.CoordinateDescent).Build();
            Examples<T> examples = loss == "softmax"
                ? new(inputs, Rows.Labels(rows, network.ClassCount), Rows.Weights<T>(rows))
                : new(inputs, Rows.Targets<T>(rows, network.OutputCount, description.Loss.Targets), Rows.Weights<T>(rows));
            TrainingResult<T> result = network.Fit(examples, new() { Epochs = 4, Threads = threads });
            fingerprint.Add<double>([.. result.LossHistory]);
            fingerprint.Add(network.Weights);
            fingerprint.Add(network.Bias);
        }

        return $"{name} {fingerprint.Take()}";
    }
}
