using NeuralNet.Core;

namespace NeuralNet.Onnx;

/// <summary>
/// The activations that are a single ONNX operator. The step takes two, Greater and Cast.
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

    /// <summary>Returns the operator of an activation; null if there is none.</summary>
    public static string? OperatorOf(Activation outputActivation) =>
        Array.Find(_all, pair => ReferenceEquals(pair.Link, outputActivation)).Operator;

    /// <summary>Returns the activation of an operator; null if the operator is no activation.</summary>
    public static Activation? OutputActivationOf(string operatorName) =>
        Array.Find(_all, pair => pair.Operator == operatorName).Link;
}
