using System.Runtime.InteropServices;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.AotApp;

/// <summary>Files without reflection: what is saved, loaded and trained on has the bits of what stayed in memory.</summary>
internal static class Files
{
    public static void CheckThatTheyAreExact()
    {
        // The checksum is OpenSSL's, which an emulated machine has not.
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return;
        }

        const int RowCount = 60;
        const int InputCount = 5;
        float[] rows = Rows.Inputs<float>(RowCount, InputCount);
        int[] labels = Rows.Labels(RowCount, 3);
        var options = new TrainingOptions { Epochs = 4, ValidationFraction = 0.2 };
        Perceptron<float> network = Perceptron.Classifier<float>(InputCount, 3)
            .WithStandardization()
            .WithOptimizer(Optimizer.From(new HeavyBall(0.9)))
            .WithLearningRate(LearningRate.Cosine(0.1, 20).WithWarmUp(2))
            .WithAveraging(3)
            .WithClassNames("a", "b", "ç")
            .Build();
        network.Fit(rows, labels, options);
        byte[] bytes = network.ToBytes();

        Perceptron<float> loaded = Perceptron.Load<float>(bytes, new CustomParts { Optimizer = Optimizer.From(new HeavyBall(0.9)) });
        network.Fit(rows, labels, options with { Resume = true });
        loaded.Fit(rows, labels, options with { Resume = true });

        Check.That(loaded.ToBytes().AsSpan().SequenceEqual(network.ToBytes()), "files", "equal bytes after training on from a file");
        Check.That(FrozenPerceptron.Load<float>(bytes).ClassNames?[2] == "ç", "files", "the names that were saved");
        Check.That(ModelFile.Inspect(bytes).IsIntact == true, "files", "a checksum that holds");
    }
}
