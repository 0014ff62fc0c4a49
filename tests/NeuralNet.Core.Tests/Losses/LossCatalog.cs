using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.Tests.Losses;

/// <summary>Every loss by its name, the user-written ones included; the names are those of one output.</summary>
internal static class LossCatalog
{
    public static IReadOnlyList<Loss> All { get; } =
    [
        Loss.HalfSquaredError,
        Loss.LogLoss,
        Loss.HalfSquaredErrorThrough(Activation.Sigmoid),
        Loss.HalfSquaredErrorThrough(Activation.Tanh),
        Loss.HalfSquaredErrorThrough(Activation.ReLU),
        Loss.HalfSquaredErrorThrough(Activation.Softplus),
        Loss.HalfSquaredErrorThrough(Activation.Exp),
        Loss.HalfSquaredErrorThrough(Activation.From(default(Softsign))),
        Loss.Hinge,
        Loss.SquaredHinge,
        Loss.ModifiedHuber,
        Loss.Perceptron,
        Loss.Huber(1.25),
        Loss.EpsilonInsensitive(0),
        Loss.EpsilonInsensitive(0.125),
        Loss.SquaredEpsilonInsensitive(0.125),
        Loss.Quantile(0.25),
        Loss.Quantile(0.875),
        Loss.Poisson,
        Loss.From(default(LogCosh), Activation.Identity),
    ];

    private static readonly Loss[] Coupled = [Loss.SoftmaxCrossEntropy, Loss.MultiClassPerceptron, Loss.CrammerSinger];

    /// <summary>The losses of one output, and those that compare the outputs of a row.</summary>
    public static IReadOnlyList<Loss> Everything { get; } = [.. All, .. Coupled];

    public static TheoryData<string> Names { get; } = [.. All.Select(loss => loss.Name)];

    public static Loss Named(string name) => All.Concat(Coupled).Single(loss => loss.Name == name);
}
