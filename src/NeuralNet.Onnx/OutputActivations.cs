using NeuralNet.Core;

namespace NeuralNet.Onnx;

/// <summary>
/// The activations that are one operator of ONNX. The step is none of them: it takes two, Greater and Cast.
/// </summary>
internal static class OutputActivations
{
    private static readonly (Activation Link, string Operator)[] _all =
    [
        (Activation.Identity, "Identity"),
        (Activation.Sigmoid, "Sigmoid"),
        (Activation.Softmax, "Softmax"),
        (Activation.Tanh, "Tanh"),
        (Activation.ReLU, "Relu"),
        (Activation.Softplus, "Softplus"),
        (Activation.Exp, "Exp"),
    ];

    /// <summary>Null where there is no such operator.</summary>
    public static string? OperatorOf(Activation outputActivation) =>
        Array.Find(_all, pair => ReferenceEquals(pair.Link, outputActivation)).Operator;

    /// <summary>Null where the operator is no output activation.</summary>
    public static Activation? OutputActivationOf(string operatorName) =>
        Array.Find(_all, pair => pair.Operator == operatorName).Link;
}
