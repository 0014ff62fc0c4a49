using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Weights within bounds on several blocks of rows, of which inputs nearly repeat others: each optimizer that keeps bounds.</summary>
internal static class BoundFits
{
    private const int RowCount = 3000;
    private const int Inputs = 9;

    /// <summary>A line with the fingerprint of all numbers for each kind of fit.</summary>
    public static IEnumerable<string> Run<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Optimizer optimizer in (Optimizer[])[Optimizer.Newton(), Optimizer.CoordinateDescent, Optimizer.Lbfgs()])
        {
            yield return Run("least squares", Perceptron.Regressor<T>(Inputs, outputs: 2), optimizer, threads);
            yield return Run("log loss", Perceptron.BinaryClassifier<T>(Inputs).WithStandardization(), optimizer, threads);
            yield return Run("poisson", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Poisson), optimizer, threads);
            yield return Run("softmax", Perceptron.Classifier<T>(Inputs, 3), optimizer, threads);
        }
    }

    private static string Run<T>(string loss, PerceptronBuilder<T> description, Optimizer optimizer, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} {optimizer} {loss}, bounds of {Inputs} inputs";
        T[] rows = Rows.Inputs<T>(RowCount, Inputs);
        T nearly = T.CreateTruncating(typeof(T) == typeof(double) ? 1e-5 : 1e-2);
        for (int start = 0; start < rows.Length; start += Inputs)
        {
            rows[start + 4] = rows[start + 1] + (nearly * rows[start + 4]);
        }

        var fingerprint = new Fingerprint();
        foreach (T[] weights in (T[][])[[], Rows.Weights<T>(RowCount)])
        {
            Perceptron<T> network = description.WithOptimizer(optimizer).WithWeightBounds(0, 0.25).Build();
            Examples<T> examples = loss == "softmax"
                ? new(rows, Rows.Labels(RowCount, network.ClassCount), weights)
                : new(rows, Rows.Targets<T>(RowCount, network.OutputCount, description.Loss.Targets), weights);
            TrainingResult<T> result = network.Fit(examples, new() { Epochs = 12, Threads = threads });
            foreach (T weight in network.Weights)
            {
                Check.That(weight >= T.Zero && weight <= T.CreateTruncating(0.25), name, $"weights within the bounds, not {weight}");
            }

            fingerprint.Add<double>([.. result.LossHistory]);
            fingerprint.Add(network.Weights);
            fingerprint.Add(network.Bias);
        }

        return $"{name} {fingerprint.Take()}";
    }
}
