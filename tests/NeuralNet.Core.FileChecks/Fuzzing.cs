using SharpFuzz;

namespace NeuralNet.Core.FileChecks;

/// <summary>The reader of files under a fuzzer: anything but a model or a refusal is a finding.</summary>
internal static class Fuzzing
{
    public static int Run()
    {
        Fuzzer.Run(Read);
        return 0;
    }

    public static int WriteSeeds(string folder)
    {
        Directory.CreateDirectory(folder);
        Perceptron<float> small = Perceptron.BinaryClassifier<float>(2).WithFeatureNames("a", "b").Standardized().Build();
        small.Fit([0, 1, 1, 0, 1, 1, 0, 0], [0, 1, 1, 0], new TrainingOptions { Epochs = 2, ValidationShare = 0.5 });
        small.Save(Path.Combine(folder, "network"));
        small.Freeze().Save(Path.Combine(folder, "predictor"));
        Perceptron<float> other = Perceptron.Classifier<float>(1, 3).WithOptimizer(Optimizer.Lbfgs(2)).Build();
        other.Fit([0, 1, 2], [0, 1, 2], new TrainingOptions { Epochs = 2 });
        other.Save(Path.Combine(folder, "lbfgs"));
        return 0;
    }

    private static void Read(Stream input)
    {
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        Try(() => Perceptron.Load<float>(bytes.ToArray()));
        Try(() => FrozenPerceptron.LoadWeights<float>(bytes.ToArray(), Activation.Sigmoid));
        Try(() => ModelFile.Inspect(bytes.ToArray()).ToString());
    }

    private static void Try(Func<object> read)
    {
        try
        {
            read();
        }
        catch (ModelFormatException)
        {
        }
    }
}
