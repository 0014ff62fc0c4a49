using System.Numerics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Rows with noisy labels, and the two that learn them: the plain loop and the library.</summary>
internal sealed class Scene<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LearningRate = 0.01;

    public Scene(int rows, int inputs)
    {
        var random = new Random(1);
        Inputs = inputs;
        Rows = new T[rows * inputs];
        foreach (ref T value in Rows.AsSpan())
        {
            value = T.CreateTruncating((2 * random.NextDouble()) - 1);
        }

        Targets = new T[rows];
        foreach (ref T target in Targets.AsSpan())
        {
            target = T.CreateTruncating(random.Next(2));
        }

        Scalar = new ScalarNeuron<T>(inputs, LearningRate);
        Network = Perceptron.BinaryClassifier<T>(inputs).WithLearningRate(LearningRate).Build();
        CheckAgreement();
    }

    public int Inputs { get; }

    public T[] Rows { get; }

    public T[] Targets { get; }

    public ScalarNeuron<T> Scalar { get; }

    public Perceptron<T> Network { get; }

    /// <summary>A ratio says something only where both sides do the same: trained alike, they predict alike.</summary>
    private void CheckAgreement()
    {
        foreach (int batchSize in (int[])[1, 32, Targets.Length])
        {
            Scalar.LearnEpoch(Rows, Targets, batchSize);
            Network.Fit(Rows, Targets, new() { Epochs = 1, BatchSize = batchSize, Shuffle = false });
        }

        var expected = new T[Targets.Length];
        var actual = new T[Targets.Length];
        Scalar.Predict(Rows, expected);
        Network.Predict(Rows, actual);
        for (int row = 0; row < actual.Length; row++)
        {
            if (T.Abs(actual[row] - expected[row]) > T.CreateTruncating(1e-3))
            {
                throw new InvalidOperationException($"Row {row}: the plain loop predicts {expected[row]}, the library {actual[row]}.");
            }
        }
    }
}
