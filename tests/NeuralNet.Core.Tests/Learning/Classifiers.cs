using System.Numerics;

namespace NeuralNet.Core.Tests.Learning;

/// <summary>A network for every loss of classification.</summary>
internal static class Classifiers
{
    private static readonly Loss[] All =
    [
        Loss.LogLoss,
        Loss.SoftmaxCrossEntropy,
        Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        Loss.HalfSquaredErrorThrough(Activation.Tanh),
    ];

    public static TheoryData<string> Losses { get; } = [.. All.Select(loss => loss.Name)];

    /// <summary>One output for each class with softmax, otherwise one for the two of them.</summary>
    public static PerceptronBuilder<T> Named<T>(string loss, int inputs, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        loss == Loss.SoftmaxCrossEntropy.Name
            ? Perceptron.Classifier<T>(inputs, classes)
            : Perceptron.WithInputs<T>(inputs).WithLoss(All.Single(other => other.Name == loss));
}
