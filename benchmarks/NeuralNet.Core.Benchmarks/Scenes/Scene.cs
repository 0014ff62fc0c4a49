using System.Numerics;

namespace NeuralNet.Core.Benchmarks;

/// <summary>Rows with noisy labels, and the three that learn them: the plain loop, the one of TensorPrimitives, the library.</summary>
internal sealed class Scene<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LearningRate = 0.01;

    public Scene(int rows, int inputs)
    {
        var random = new Random(1);
        Rows = new RowStore<T>(rows, inputs);
        foreach (ref T value in Rows.Span)
        {
            value = T.CreateTruncating((2 * random.NextDouble()) - 1);
        }

        Targets = new T[rows];
        for (int row = 0; row < rows; row++)
        {
            Targets[row] = T.CreateTruncating(Label(Rows.Row(row), random));
        }

        Scalar = new ScalarNeuron<T>(inputs, LearningRate);
        Tensor = new TensorNeuron<T>(inputs, LearningRate);
        Network = Perceptron.BinaryClassifier<T>(inputs).WithInitialWeights(InitialWeights.Zeros).WithLearningRate(LearningRate).Build();
        CheckAgreement();
    }

    public RowStore<T> Rows { get; }

    public T[] Targets { get; }

    public ScalarNeuron<T> Scalar { get; }

    public TensorNeuron<T> Tensor { get; }

    public Perceptron<T> Network { get; }

    public TrainingResult<T> Fit(TrainingOptions options) => Network.Fit(Rows.Span, Targets, options);

    /// <summary>Mostly the sign of the first inputs' sum, so that there is something to learn, and an optimum to approach.</summary>
    private static int Label(ReadOnlySpan<T> row, Random random)
    {
        double sum = random.NextDouble() - 0.5;
        foreach (T value in row[..Math.Min(row.Length, 8)])
        {
            sum += double.CreateTruncating(value);
        }

        return random.Next(8) == 0 ? random.Next(2) : sum > 0 ? 1 : 0;
    }

    /// <summary>A ratio says something only where both sides do the same: trained alike, they predict alike.</summary>
    private void CheckAgreement()
    {
        foreach (int batchSize in (int[])[1, 32, Targets.Length])
        {
            Scalar.LearnEpoch(Rows.Span, Targets, batchSize);
            Tensor.LearnEpoch(Rows.Span, Targets, batchSize);
            Fit(new() { Epochs = 1, BatchSize = batchSize, Shuffle = false });
        }

        var scalar = new T[Targets.Length];
        var tensor = new T[Targets.Length];
        var library = new T[Targets.Length];
        Scalar.Predict(Rows.Span, scalar);
        Tensor.Predict(Rows.Span, tensor);
        Network.Predict(Rows.Span, library);
        Agreement.Check<T>("the plain loop", scalar, library);
        Agreement.Check<T>("the loop of TensorPrimitives", tensor, library);
    }
}
