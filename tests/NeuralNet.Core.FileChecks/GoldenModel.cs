using System.Runtime.InteropServices;

namespace NeuralNet.Core.FileChecks;

/// <summary>The model that each version of the format keeps a file of.</summary>
internal static class GoldenModel
{
    private const int RowCount = 60;

    public static float[] Rows { get; } = [.. Enumerable.Range(0, RowCount * 4).Select(index => (((index * 7919) % 1009) / 252f) - 2)];

    public static int[] Labels { get; } = [.. Enumerable.Range(0, RowCount).Select(row => row % 7 % 3)];

    public static TrainingOptions Options { get; } = new() { ValidationFraction = 0.25, Patience = 100 };

    public static Perceptron<float> Make()
    {
        Perceptron<float> network = Perceptron.Classifier<float>(4, 3)
            .WithStandardization()
            .WithOptimizer(Optimizer.Adam())
            .WithLearningRate(LearningRate.Cosine(0.1, 40).WithWarmUp(3).LoweredOnPlateau(0.5, patience: 2))
            .WithPenalty(Penalty.ElasticNet(0.001))
            .WithAveraging(5)
            .WithBalancedClasses()
            .WithFeatureNames("a", "b", "c", "d")
            .WithClassNames("rød", "grün", "青")
            .WithMetadata("made for", "every later version")
            .WithInitialWeights(InitialWeights.Zeros)
            .Build();
        network.Fit(Rows, Labels, Options with { Epochs = 10 });
        return network;
    }

    /// <summary>Rows of 700 columns, two or three of them 1, with columns that come again.</summary>
    public static SparseRowMemory<float> SparseRows { get; } = new(
        Enumerable.Range(0, RowCount + 1).Select(row => (5 * row / 2)).ToArray(),
        Enumerable.Range(0, RowCount).SelectMany(row => new[] { row % 5, 100 + (row % 3 * 7), 699 }.Take((5 * (row + 1) / 2) - (5 * row / 2))).ToArray());

    /// <summary>A network most of whose weights and states are 0, and left out of the file.</summary>
    public static Perceptron<float> MakeSparse()
    {
        Perceptron<float> network = Perceptron.Classifier<float>(700, 3)
            .WithOptimizer(Optimizer.Ftrl(alpha: 0.5, l1: 0.02))
            .WithClassNames("rød", "grün", "青")
            .Build();
        network.Fit(SparseRows.Rows, Labels, Options with { Epochs = 10 });
        return network;
    }

    /// <summary>Writes the file of the sparse network, and beside it the bits that it predicts and is trained on to.</summary>
    public static int WriteSparse(string path)
    {
        Perceptron<float> network = MakeSparse();
        network.Save(path);
        var predictions = new float[3];
        network.Predict(SparseRows.Rows[0], predictions);
        network.Fit(SparseRows.Rows, Labels, Options with { Epochs = 5, Resume = true });
        File.WriteAllLines(
            Path.Combine(Path.GetDirectoryName(path)!, "expected-sparse.txt"),
            [$"predictions {Bits(predictions)}", $"trained {Bits(network.Weights)}|{Bits(network.Bias)}"]);
        return 0;
    }

    /// <summary>Writes the file, and beside it the bits that it predicts and is trained on to.</summary>
    public static int Write(string path)
    {
        Perceptron<float> network = Make();
        network.Save(path);
        var predictions = new float[3];
        network.Predict(Rows.AsSpan(0, 4), predictions);
        network.Fit(Rows, Labels, Options with { Epochs = 5, Resume = true });
        File.WriteAllLines(
            Path.Combine(Path.GetDirectoryName(path)!, "expected.txt"),
            [$"predictions {Bits(predictions)}", $"trained {Bits(network.Weights)}|{Bits(network.Bias)}"]);
        return 0;
    }

    private static string Bits(ReadOnlySpan<float> values) => Convert.ToHexString(MemoryMarshal.AsBytes(values));
}
