using System.Numerics;
using NeuralNet.Core.UserCode;

namespace NeuralNet.Core.AotApp;

/// <summary>
/// A number of outputs and a loss to train them with, on labels or on targets: every built-in loss and a user's own.
/// </summary>
internal sealed record Case(string Name, int Outputs, Loss Loss, bool TakesLabels)
{
    public static Case[] All { get; } =
    [
        .. Outputwise(1),
        .. Outputwise(3),
        Coupled(3, Loss.SoftmaxCrossEntropy),
        Coupled(3, Loss.MultiClassPerceptron),
        Coupled(3, Loss.CrammerSinger),
        Coupled(10, Loss.SoftmaxCrossEntropy),
        Coupled(10, Loss.CrammerSinger),
    ];

    /// <summary>Few enough for every number of inputs: one output, some, and more than rows or classes fit into registers.</summary>
    public static Case[] OfEverySize { get; } =
    [
        Of(1, Loss.LogLoss),
        Of(1, Loss.From(default(LogCosh), Activation.Identity)),
        Of(3, Loss.HalfSquaredError),
        Coupled(3, Loss.SoftmaxCrossEntropy),
        Of(10, Loss.LogLoss),
        Coupled(10, Loss.SoftmaxCrossEntropy),
    ];

    /// <summary>The learning rate of one input. An exponential as link makes steep what lies only a little too far.</summary>
    public double LearningRate => Loss.OutputActivation == Activation.Exp ? 1e-5 : 0.1;

    public PerceptronBuilder<T> Describe<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        DescribeWithOwnStart<T>(inputs).WithInitialWeights(InitialWeights.GlorotUniform);

    /// <summary>A network whose weights nobody chose, so that the first Fit finds where the bias begins.</summary>
    public PerceptronBuilder<T> DescribeWithOwnStart<T>(int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Perceptron.WithInputs<T>(inputs).WithOutputs(Outputs).WithLoss(Loss);

    private static Case[] Outputwise(int outputs) =>
    [
        Of(outputs, Loss.LogLoss),
        Of(outputs, Loss.HalfSquaredError),
        Through(outputs, Activation.Sigmoid),
        Through(outputs, Activation.Tanh),
        Through(outputs, Activation.From(default(Softsign))),
        Of(outputs, Loss.From(default(LogCosh), Activation.Identity)),
        Through(outputs, Activation.ReLU),
        Through(outputs, Activation.Softplus),
        Through(outputs, Activation.Exp),
        Of(outputs, Loss.Hinge),
        Of(outputs, Loss.SquaredHinge),
        Of(outputs, Loss.ModifiedHuber),
        Of(outputs, Loss.Perceptron),
        Of(outputs, Loss.Huber()),
        Of(outputs, Loss.EpsilonInsensitive()),
        Of(outputs, Loss.SquaredEpsilonInsensitive()),
        Of(outputs, Loss.Quantile(0.75)),
        Of(outputs, Loss.Poisson),
    ];

    public static Case Of(int outputs, Loss loss) =>
        new(loss.Name, outputs, loss, TakesLabels: outputs == 1 && loss.Targets.IsClassification);

    public static Case Coupled(int outputs, Loss loss) => new(loss.Name, outputs, loss, TakesLabels: true);

    private static Case Through(int outputs, Activation activation) =>
        Of(outputs, Loss.HalfSquaredErrorThrough(activation));
}
