using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Every loss of one output, the user-written ones included, by its name.</summary>
internal static class LossCatalog
{
    private static readonly Loss[] All =
    [
        Loss.HalfSquaredError,
        Loss.LogLoss,
        Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        Loss.HalfSquaredErrorThrough(Activation.Tanh),
        Loss.HalfSquaredErrorThrough(Activation.From(default(Softsign))),
        Loss.From(default(LogCosh), Activation.Identity),
    ];

    public static TheoryData<string> Names { get; } = [.. All.Select(loss => loss.Name)];

    public static Loss Named(string name) =>
        name == Loss.SoftmaxCrossEntropy.Name ? Loss.SoftmaxCrossEntropy : All.Single(loss => loss.Name == name);
}
