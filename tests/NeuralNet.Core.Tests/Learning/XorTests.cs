using System.Numerics;
using NeuralNet.Core.Tests.Contract;
using NeuralNet.Core.Tests.Optimizers;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>No line solves XOR: every loss and optimizer trains on it, and at most three of the four rows come out right.</summary>
public abstract class XorTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] Inputs = Numbers.Of<T>(0, 0, 0, 1, 1, 0, 1, 1);
    private static readonly int[] Labels = [0, 1, 1, 0];

    [Fact]
    public void No_loss_and_optimizer_learns_or_rejects_XOR()
    {
        foreach (Pair pair in Pair.Possible)
        {
            Perceptron<T> network = Perceptron.WithInputs<T>(2)
                .WithOutputs(pair.Loss.CouplesOutputs ? 2 : 1)
                .WithLoss(pair.Loss)
                .WithOptimizerOf(pair.Optimizer)
                .WithInitialWeights(InitialWeights.GlorotUniform)
                .Build();
            TrainingOptions options = new() { Epochs = 200 };

            // A regression loss uses the labels as numbers, and the class is the nearer one.
            TrainingResult<T> result = network.ClassCount > 0
                ? network.Fit(Inputs, Labels, options)
                : network.Fit(Inputs, [.. Labels.Select(T.CreateTruncating)], options);

            result.StopReason.Should().NotBe(StopReason.Diverged, $"of {pair}").And.NotBe(StopReason.Separable, $"of {pair}");
            Correct(network).Should().BeLessThanOrEqualTo(3, $"of {pair}");
        }
    }

    private static int Correct(Perceptron<T> network)
    {
        var classes = new int[Labels.Length];
        if (network.ClassCount > 0)
        {
            network.PredictClasses(Inputs, classes);
        }
        else
        {
            var predictions = new T[Labels.Length];
            network.Predict(Inputs, predictions);
            classes = [.. predictions.Select(prediction => prediction > T.CreateTruncating(0.5) ? 1 : 0)];
        }

        return classes.Zip(Labels).Count(pair => pair.First == pair.Second);
    }
}

public sealed class XorTestsInDouble : XorTests<double>;

public sealed class XorTestsInFloat : XorTests<float>;
