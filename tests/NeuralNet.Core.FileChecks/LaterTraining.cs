using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.FileChecks;

/// <summary>Trainings that go on in another process than the one they began in.</summary>
internal static class LaterTraining
{
    public const int Inputs = 7;

    private const int Rows = 200;

    public static TrainingOptions Options { get; } = new() { ValidationFraction = 0.25, Patience = 1000, Resume = true };

    public static (double[] Rows, int[] Labels) Data
    {
        get
        {
            var random = new Random(5);
            double[] rows = [.. Enumerable.Range(0, Rows * Inputs).Select(_ => random.NextDouble())];
            return (rows, [.. Enumerable.Range(0, Rows).Select(row => rows[row * Inputs] + random.NextDouble() > 1 ? 1 : 0)]);
        }
    }

    /// <summary>The parts of a user that a file may name.</summary>
    public static CustomParts Parts { get; } = new() { Optimizer = Optimizer.From(new HeavyBall(0.9)) };

    /// <summary>Trains the network of a file for so many epochs more.</summary>
    public static int GoOn(string path, int epochs)
    {
        Perceptron<double> network = Perceptron.Load<double>(path, Parts);
        network.Fit(Data.Rows, Data.Labels, Options with { Epochs = epochs });
        network.Save(path);
        return 0;
    }
}
