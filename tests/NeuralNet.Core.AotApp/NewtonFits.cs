using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Newton's method on several blocks of rows: each loss that it trains, inputs that repeat others, and those that nearly do.</summary>
internal static class NewtonFits
{
    private const int RowCount = 5000;

    /// <summary>The interior point method of losses with kinks takes many passes, and processors without vectors are slow.</summary>
    private const int RowsOfKinks = 1300;
    private const int Inputs = 9;

    /// <summary>A line with the fingerprint of all numbers for each kind of fit.</summary>
    public static IEnumerable<string> Run<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int repeat in new[] { 0, 1, 2 })
        {
            yield return Run<T>("least squares", Perceptron.Regressor<T>(Inputs, outputs: 2), repeat, threads);
            yield return Run<T>("log loss", Perceptron.BinaryClassifier<T>(Inputs), repeat, threads);
            yield return Run<T>("poisson", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Poisson), repeat, threads);
            yield return Run<T>("softmax", Perceptron.Classifier<T>(Inputs, 3), repeat, threads);
            yield return Run<T>("labels", Perceptron.MultiLabelClassifier<T>(Inputs, 2), repeat, threads);
            yield return Run<T>("huber", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Huber()), repeat, threads);
            yield return Run<T>("quantile", Perceptron.WithInputs<T>(Inputs).WithOutputs(2).WithLoss(Loss.Quantile(0.3)), repeat, threads, RowsOfKinks);
            yield return Run<T>("insensitive", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.EpsilonInsensitive()), repeat, threads, RowsOfKinks);
            yield return Run<T>("hinge", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Hinge), repeat, threads, RowsOfKinks);
        }
    }

    private static string Run<T>(string loss, PerceptronBuilder<T> description, int repeat, int threads, int count = RowCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string kind = repeat switch { 0 => "apart", 1 => "repeated", _ => "nearly repeated" };
        string name = $"{typeof(T).Name} newton {loss}, inputs {kind}";
        T[] rows = Rows.Inputs<T>(count, Inputs);
        T nearly = T.CreateTruncating(typeof(T) == typeof(double) ? 1e-5 : 1e-2);
        for (int start = 0; repeat > 0 && start < rows.Length; start += Inputs)
        {
            rows[start + 4] = repeat == 1 ? rows[start + 1] : rows[start + 1] + (nearly * rows[start + 4]);
        }

        var fingerprint = new Fingerprint();
        foreach (T[] weights in (T[][])[[], Rows.Weights<T>(count)])
        {
            Perceptron<T> network = description.WithOptimizer(Optimizer.Newton()).Build();
            Examples<T> examples = loss == "softmax"
                ? new(rows, Rows.Labels(count, network.ClassCount), weights)
                : new(rows, Rows.Targets<T>(count, network.OutputCount, description.Loss.Targets), weights);
            TrainingResult<T> result = network.Fit(examples, new() { Epochs = 4, Threads = threads });
            Check.That(result.AliasedInputs.Count == (repeat == 1 ? 1 : 0), name, $"one repeated input at most, not: {result.Message}");
            fingerprint.Add<double>([.. result.LossHistory]);
            fingerprint.Add(network.Weights);
            fingerprint.Add(network.Bias);
        }

        return $"{name} {fingerprint.Take()}";
    }
}
