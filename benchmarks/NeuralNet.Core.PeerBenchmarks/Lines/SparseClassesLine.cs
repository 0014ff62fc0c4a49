using System.Numerics.Tensors;
using NeuralNet.Core.PeerBenchmarks.Data;
using NeuralNet.Core.PeerBenchmarks.Peers;

namespace NeuralNet.Core.PeerBenchmarks.Lines;

/// <summary>Softmax over sparse rows: products, steps row by row, and passes over all rows. Only times count, so the classes are drawn.</summary>
internal sealed class SparseClassesLine(int rows, int columns, int perRow, int classes) : ILine
{
    private const int Epochs = 3;
    private const double Margin = 0.02;

    /// <inheritdoc/>
    public string Name => FormattableString.Invariant($"sparse {rows:N0} x {columns:N0}, {perRow} a row, {classes} classes");

    /// <inheritdoc/>
    public IEnumerable<Contest> Contests(PythonPeers python)
    {
        SparseSet data = SparseSet.Draw(rows, 1, columns, perRow).Training;
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];
        double values = data.Values.Length;
        PerceptronBuilder<float> description = Perceptron.Classifier<float>(columns, classes);

        Outcome Measure(Action work, int passes) => new(Timing.Median(work) / passes / values, double.NaN);

        Outcome Trained(PerceptronBuilder<float> with, int batchSize, int threads = 1)
        {
            var options = new TrainingOptions { Epochs = Epochs, BatchSize = batchSize, Threads = threads, Shuffle = false };
            return Measure(() => with.Build().Fit(data.Memory.Rows, labels, options), Epochs);
        }

        Contest Of(string work, Func<Outcome> ours, params Contestant[] peers) => new(
            FormattableString.Invariant($"sparse {work}, {columns:N0} columns, {perRow} a row, {classes} classes"),
            TimeUnit.NanosecondsPerValue,
            Agreement.NotBetterThanOurs(Margin),
            new("ours", null, ours),
            peers);

        Perceptron<float> trained = description.WithOptimizer(Optimizer.Sgd).Build();
        trained.Fit(data.Memory.Rows, labels, new() { Epochs = 1, BatchSize = 1 });
        float[] logits = new float[rows * classes];
        float[] byColumn = new float[columns * classes];
        for (int index = 0; index < byColumn.Length; index++)
        {
            byColumn[index] = trained.Weights[((index % classes) * columns) + (index / classes)];
        }

        yield return Of(
            "products",
            () => Measure(() => trained.Logits(data.Memory.Rows, logits), 1),
            new Contestant("TensorPrimitives, weights that lie by column", null, () => Measure(() => Multiply(data, byColumn, logits), 1)) { IsYardstick = true });
        PerceptronBuilder<float> sgd = description.WithOptimizer(Optimizer.Sgd).WithLearningRate(0.1);
        PerceptronBuilder<float> adaGrad = description.WithOptimizer(Optimizer.AdaGrad()).WithLearningRate(0.1);
        yield return Of("SGD by rows", () => Trained(sgd, 1));
        yield return Of("AdaGrad by rows", () => Trained(adaGrad, 1));
        yield return Of("AdaGrad in batches of 32", () => Trained(adaGrad, 32));
        yield return Of("FTRL by rows", () => Trained(description.WithOptimizer(Optimizer.Ftrl()), 1));
        foreach (int threads in new[] { 1, 2 })
        {
            yield return Of($"pass over all rows, {threads} thread(s)", () => Trained(sgd, TrainingOptions.FullBatch, threads));
        }
    }

    private void Multiply(SparseSet data, float[] byColumn, float[] logits)
    {
        Array.Clear(logits);
        for (int row = 0; row < data.Rows; row++)
        {
            Span<float> sums = logits.AsSpan(row * classes, classes);
            for (int place = data.RowStarts[row]; place < data.RowStarts[row + 1]; place++)
            {
                TensorPrimitives.MultiplyAdd(byColumn.AsSpan(data.Indices[place] * classes, classes), data.Values[place], sums, sums);
            }
        }
    }
}
