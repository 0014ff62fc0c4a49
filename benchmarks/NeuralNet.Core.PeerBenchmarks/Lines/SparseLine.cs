using System.Text.Json.Nodes;
using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>Logistic regression on sparse rows of a million columns: products, steps row by row, the optimum, and passes over all rows.</summary>
internal sealed class SparseLine(int rows, int columns, int perRow) : ILine
{
    private const int Epochs = 3;
    private const double Rate = 0.5;
    private const double Margin = 0.02;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"sparse {rows:N0} x {columns:N0}, {perRow} a row");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        (SparseSet data, SparseSet heldOut) = SparseSet.Draw(rows, rows / 10, columns, perRow);
        using var files = new SparseFiles(data);
        var mlNet = new Lazy<SparseMlNet>(() => new SparseMlNet(data));
        double values = data.Values.Length;
        PerceptronBuilder<float> description = Perceptron.BinaryClassifier<float>(columns);

        Outcome Measure(Func<Weights?> work, int passes)
        {
            Weights? weights = null;
            double seconds = Timing.Median(() => weights = work());
            return new Outcome(seconds / passes / values, weights is null ? double.NaN : heldOut.BestScaledLoss(weights));
        }

        Outcome Ours(PerceptronBuilder<float> with, int batchSize, int threads = 1) => Measure(
            () =>
            {
                Perceptron<float> network = with.Build();
                network.Fit(data.Memory.Rows, data.Labels, new() { Epochs = Epochs, BatchSize = batchSize, Threads = threads, Shuffle = false });
                return Weights.Of(network);
            },
            Epochs);

        Outcome ScikitLearn(string task)
        {
            JsonObject request = new()
            {
                ["task"] = task, ["folder"] = files.Folder, ["columns"] = columns, ["epochs"] = Epochs, ["rate"] = Rate,
            };
            Answer answer = python.AskScikitLearn(request);
            return new Outcome(
                answer.Seconds / values, task is "sparse_online" or "sparse_optimum" ? heldOut.BestScaledLoss(answer.Weights with { Values = files.ReadWeights() }) : double.NaN);
        }

        Contest Of(string work, Contestant ours, params Contestant[] peers) => new(
            FormattableString.Invariant($"sparse {work}, {columns:N0} columns, {perRow} a row"),
            TimeUnit.NanosecondsPerValue,
            Agreement.NotBetterThanOurs(Margin),
            ours,
            peers);

        Perceptron<float> trained = description.WithOptimizer(Optimizer.AdaGrad()).WithLearningRate(0.3).Build();
        trained.Fit(data.Memory.Rows, data.Labels, new() { Epochs = 1, BatchSize = 1 });
        float[] predictions = new float[rows];
        yield return Of(
            "products",
            new("ours", null, () => Measure(() => Predicted(trained, data, predictions), 1)),
            new Contestant("SciPy csr_matrix @ vector", null, () => ScikitLearn("sparse_product")) { IsYardstick = true });
        yield return Of(
            "SGD by rows",
            new("ours", null, () => Ours(description.WithOptimizer(Optimizer.Sgd).WithLearningRate(Rate), 1)),
            new("scikit-learn SGDClassifier", null, () => ScikitLearn("sparse_online")),
            new("ML.NET SgdCalibrated", null, () => Measure(() => mlNet.Value.TrainSgd(Rate, Epochs), Epochs)));
        yield return Of(
            "AdaGrad by rows",
            new("ours", null, () => Ours(description.WithOptimizer(Optimizer.AdaGrad()).WithLearningRate(0.3), 1)),
            new Contestant("ML.NET AveragedPerceptron", null, () => Measure(() => mlNet.Value.TrainAveragedPerceptron(Epochs), Epochs)));
        yield return Of("FTRL by rows", new("ours", null, () => Ours(description.WithOptimizer(Optimizer.Ftrl(1, 0.1, 1)), 1)));
        PerceptronBuilder<float> penalized = description.WithoutBias().WithPenalty(Penalty.L2(1.0 / rows)).WithOptimizer(Optimizer.DualCoordinateDescent);
        yield return Of(
            "optimum with an L2 penalty, C = 1",
            new("ours", null, () => Measure(() => Weights.Of(penalized.Build().Fit(data.Memory.Rows, data.Labels).Network), 1)),
            new Contestant("LIBLINEAR in scikit-learn, dual, tol 0.1", null, () => ScikitLearn("sparse_optimum")));
        foreach (int threads in new[] { 1, 2 })
        {
            yield return Of(
                $"pass over all rows, {threads} thread(s)",
                new("ours", null, () => Ours(description.WithOptimizer(Optimizer.Sgd).WithLearningRate(Rate), TrainingOptions.FullBatch, threads)),
                new Contestant("SciPy products for loss and gradient", null, () => ScikitLearn("sparse_pass")) { IsYardstick = true });
        }
    }

    private static Weights? Predicted(Perceptron<float> network, SparseSet data, float[] predictions)
    {
        network.Predict(data.Memory.Rows, predictions);
        return null;
    }
}
