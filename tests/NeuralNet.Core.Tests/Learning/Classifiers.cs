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
        Loss.Hinge,
        Loss.SquaredHinge,
        Loss.ModifiedHuber,
        Loss.Perceptron,
        Loss.MultiClassPerceptron,
        Loss.CrammerSinger,
    ];

    public static TheoryData<string> Losses { get; } = [.. All.Select(loss => loss.Name)];

    /// <summary>One output for each class if the loss compares them; otherwise one output for two classes.</summary>
    public static PerceptronBuilder<T> Named<T>(string name, int inputs, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Loss loss = All.Single(loss => loss.Name == name);
        return Perceptron.WithInputs<T>(inputs).WithOutputs(loss.CouplesOutputs ? classes : 1).WithLoss(loss);
    }
}
