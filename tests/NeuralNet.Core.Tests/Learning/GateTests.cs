using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>What one layer can learn, AND and OR, and what it can't, XOR.</summary>
public abstract class GateTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Seeds = 20;

    private static readonly T[] Inputs = Numbers.Of<T>(0, 0, 0, 1, 1, 0, 1, 1);
    private static readonly int[] And = [0, 0, 0, 1];
    private static readonly int[] Or = [0, 1, 1, 1];
    private static readonly int[] Xor = [0, 1, 1, 0];

    [Theory]
    [MemberData(nameof(Classifiers.Losses), MemberType = typeof(Classifiers))]
    public void Every_loss_of_classification_learns_AND(string loss) => Learns(loss, And);

    [Theory]
    [MemberData(nameof(Classifiers.Losses), MemberType = typeof(Classifiers))]
    public void Every_loss_of_classification_learns_OR(string loss) => Learns(loss, Or);

    [Theory]
    [MemberData(nameof(Classifiers.Losses), MemberType = typeof(Classifiers))]
    public void No_loss_learns_or_rejects_XOR(string loss)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            TrainingResult<T> result = Train(loss, Xor, seed);

            result.StopReason.Should().Be(StopReason.MaxEpochs);
            result.Network.Evaluate(Inputs, Xor).Accuracy.Should().BeLessThanOrEqualTo(0.75, $"of seed {seed}");
        }
    }

    private static void Learns(string loss, int[] labels)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            Perceptron<T> network = Train(loss, labels, seed).Network;

            var predicted = new int[labels.Length];
            network.PredictClasses(Inputs, predicted);
            predicted.Should().Equal(labels, $"of seed {seed}");
        }
    }

    private static TrainingResult<T> Train(string loss, int[] labels, int seed) =>
        Classifiers.Named<T>(loss, inputs: 2, classes: 2)
            .WithInitialWeights(InitialWeights.GlorotUniform)
            .WithSeed(seed)
            .WithLearningRate(1)
            .Build()
            .Fit(Inputs, labels, new() { Epochs = 1000, BatchSize = TrainingOptions.FullBatch });
}

public sealed class GateTestsInDouble : GateTests<double>;

public sealed class GateTestsInFloat : GateTests<float>;
