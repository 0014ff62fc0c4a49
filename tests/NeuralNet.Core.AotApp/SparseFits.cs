using System.Numerics;

namespace NeuralNet.Core.AotApp;

/// <summary>Trainings on sparse rows, which must have the bits of the same rows with their zeros, but for penalties and averages of steps, and for columns.</summary>
internal static class SparseFits
{
    /// <summary>A line with the fingerprint of all numbers for each kind of fit.</summary>
    public static IEnumerable<string> Run<T>(int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int inputs in new[] { 9, 100, 2000 })
        {
            yield return Run("sgd row by row", Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.Sgd), inputs, threads, 1);
            yield return Run("adagrad batches", Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.AdaGrad()), inputs, threads, 32);
            yield return Run("ftrl row by row", Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.Ftrl(l1: 0.1)), inputs, threads, 1);
            yield return Run("passive-aggressive", Perceptron.BinaryClassifier<T>(inputs).WithLoss(Loss.Hinge).WithOptimizer(Optimizer.PassiveAggressive()), inputs, threads, 1);
            yield return Run("adagrad softmax", Perceptron.Classifier<T>(inputs, 3).WithOptimizer(Optimizer.AdaGrad()), inputs, threads, 8);
            yield return Run("lbfgs log loss", Perceptron.BinaryClassifier<T>(inputs).WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.01)), inputs, threads, null);
            yield return Run("sgd elastic net, paid later", Perceptron.BinaryClassifier<T>(inputs).WithPenalty(Penalty.ElasticNet(0.01)), inputs, threads, 1, hasBitsOfDense: false);
            yield return Run("sgd L2, averaged", Perceptron.BinaryClassifier<T>(inputs).WithPenalty(Penalty.L2(0.01)).WithAveraging(500), inputs, threads, 8, hasBitsOfDense: false);
            yield return Run("adagrad scaled", Perceptron.BinaryClassifier<T>(inputs).WithStandardization(center: false).WithOptimizer(Optimizer.AdaGrad()), inputs, threads, 1);
            yield return Run("lbfgs scaled", Perceptron.BinaryClassifier<T>(inputs).WithStandardization(center: false).WithOptimizer(Optimizer.Lbfgs()).WithPenalty(Penalty.L2(0.01)), inputs, threads, null);
            if (inputs == 100)
            {
                // Registers of 256 and of 128 bits, by column.
                yield return Run("adagrad 20 classes", Perceptron.Classifier<T>(inputs, 20).WithOptimizer(Optimizer.AdaGrad()), inputs, threads, 1);
                yield return Run("lbfgs 13 classes", Perceptron.Classifier<T>(inputs, 13).WithOptimizer(Optimizer.Lbfgs()), inputs, threads, null);
            }

            if (inputs > 1000)
            {
                yield return Run("lasso over columns", Perceptron.BinaryClassifier<T>(inputs).WithPenalty(Penalty.L1(0.002)).WithOptimizer(Optimizer.CoordinateDescent), inputs, threads, null, hasBitsOfDense: false);
                yield return Run("softmax over columns", Perceptron.Classifier<T>(inputs, 3).WithPenalty(Penalty.ElasticNet(0.005)).WithOptimizer(Optimizer.CoordinateDescent), inputs, threads, null, hasBitsOfDense: false);

                // Without vectors its many passes over the zeros of the dense rows take minutes.
                continue;
            }

            yield return Run("dual log loss", Perceptron.BinaryClassifier<T>(inputs).WithPenalty(Penalty.L2(0.01)).WithOptimizer(Optimizer.DualCoordinateDescent), inputs, threads, null);
            yield return Run("dual hinge", Perceptron.Classifier<T>(inputs, 3).WithLoss(Loss.Hinge).WithPenalty(Penalty.L2(0.01)).WithOptimizer(Optimizer.DualCoordinateDescent), inputs, threads, null, rowCount: 200);
        }
    }

    private static string Run<T>(string kind, PerceptronBuilder<T> description, int inputs, int threads, int? batchSize, bool hasBitsOfDense = true, int rowCount = 1500)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = $"{typeof(T).Name} sparse {kind}, {inputs} inputs";
        T[] rows = Rows.Inputs<T>(rowCount, inputs);
        (List<int> starts, List<int> indices, List<T> values) = ([0], [], []);
        for (int index = 0; index < rows.Length; index++)
        {
            // About seven values in each row.
            bool isGiven = ((index * 2654435761L) & 0xFFFF) * inputs < 7 * 0x10000;
            rows[index] = isGiven ? rows[index] : T.Zero;
            if (rows[index] != T.Zero)
            {
                indices.Add(index % inputs);
                values.Add(rows[index]);
            }

            if (index % inputs == inputs - 1)
            {
                starts.Add(indices.Count);
            }
        }

        SparseRowMemory<T> sparse = new(starts.ToArray(), indices.ToArray(), values.ToArray());
        var options = new TrainingOptions { Epochs = 3, Threads = threads, BatchSize = batchSize };
        string fingerprint = Of(sparse);
        if (hasBitsOfDense)
        {
            Check.That(Of(rows) == fingerprint, name, "the bits of the rows with their zeros");
        }

        return $"{name} {fingerprint}";

        string Of(RowMemory<T> form)
        {
            Perceptron<T> network = description.WithSeed(1).Build();
            TrainingResult<T> result = network.Fit(
                new Examples<T>(form, Rows.Labels(rowCount, network.ClassCount), Rows.Weights<T>(rowCount)), options);
            var hash = new Fingerprint();
            hash.Add<double>([.. result.LossHistory]);
            hash.Add(network.Weights);
            hash.Add(network.Bias);
            T[] predictions = new T[rowCount * network.OutputCount];
            network.Predict(form.Rows, predictions);
            hash.Add<T>(predictions);
            return hash.Take();
        }
    }
}
