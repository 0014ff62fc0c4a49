using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Trainings with offsets by each kind of optimizer, from the best constant beside them, and their summaries.</summary>
internal static class OffsetFits
{
    private const int RowCount = 3000;
    private const int RowsOfKinks = 700;
    private const int Inputs = 5;

    /// <summary>A line with the fingerprint of all numbers for each kind of fit.</summary>
    public static IEnumerable<string> Run<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return Run("newton poisson", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Poisson).WithOptimizer(Optimizer.Newton()), threads);
        yield return Run("newton least squares", Perceptron.Regressor<T>(Inputs, outputs: 2).WithOptimizer(Optimizer.Newton()), threads);
        yield return Run("newton quantile", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.Quantile(0.3)).WithOptimizer(Optimizer.Newton()), threads, RowsOfKinks);
        yield return Run("lbfgs log loss", Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.Lbfgs()), threads);
        yield return Run("coordinate-descent softmax", Perceptron.Classifier<T>(Inputs, 3).WithPenalty(Penalty.L1(0.01)).WithOptimizer(Optimizer.CoordinateDescent), threads);
        yield return Run("adam softmax", Perceptron.Classifier<T>(Inputs, 3).WithStandardization().WithSeed(1), threads);
        yield return Run("sgd log loss row by row", Perceptron.BinaryClassifier<T>(Inputs).WithOptimizer(Optimizer.Sgd).WithLearningRate(0.01).WithSeed(1), threads, batchSize: 1);
        yield return Run("passive-aggressive", Perceptron.WithInputs<T>(Inputs).WithLoss(Loss.EpsilonInsensitive()).WithOptimizer(Optimizer.PassiveAggressive()).WithSeed(1), threads, batchSize: 1);
    }

    private static string Run<T>(string kind, PerceptronBuilder<T> description, int threads, int count = RowCount, int? batchSize = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} offsets {kind}";
        T[] rows = Rows.Inputs<T>(count, Inputs);
        T[] offsets = Rows.Inputs<T>(count, description.OutputCount);
        var fingerprint = new Fingerprint();
        foreach (T[] weights in (T[][])[[], Rows.Weights<T>(count)])
        {
            Perceptron<T> network = description.Build();
            Examples<T> examples = description.OutputCount == 3
                ? new(rows, Rows.Labels(count, network.ClassCount), weights) { Offsets = offsets }
                : new(rows, Rows.Targets<T>(count, network.OutputCount, description.Loss.Targets), weights) { Offsets = offsets };
            TrainingResult<T> result = network.Fit(examples, new() { Epochs = 4, Threads = threads, BatchSize = batchSize });
            Check.That(network.HasOffsets, name, $"a network that knows of its offsets, not: {result.Message}");
            fingerprint.Add<double>([.. result.LossHistory]);
            fingerprint.Add(network.Weights);
            fingerprint.Add(network.Bias);
            T[] predictions = new T[count * network.OutputCount];
            network.Predict(rows, predictions, offsets);
            fingerprint.Add<T>(predictions);
        }

        return $"{name} {fingerprint.Take()}";
    }
}
