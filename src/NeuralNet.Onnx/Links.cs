using NeuralNet.Core;

namespace NeuralNet.Onnx;

/// <summary>The links that ONNX has an operator for.</summary>
internal static class Links
{
    private static readonly (Activation Link, string Operator)[] _all =
    [
        (Activation.Identity, "Identity"),
        (Activation.Sigmoid, "Sigmoid"),
        (Activation.Tanh, "Tanh"),
        (Activation.ReLU, "Relu"),
        (Activation.Softplus, "Softplus"),
        (Activation.Exp, "Exp"),
        (Activation.Softmax, "Softmax"),
    ];

    public static string OperatorOf(Activation link)
    {
        foreach ((Activation known, string kind) in _all)
        {
            if (ReferenceEquals(known, link))
            {
                return kind;
            }
        }

        throw new NotSupportedException(
            $"The link '{link.Name}' is a user's own, and ONNX has no operator for it. Export a network with a link of the library, such as the identity, and apply the link to its predictions.");
    }

    /// <summary>The link of an operator; null where it is none.</summary>
    public static Activation? Of(string kind) => Array.Find(_all, pair => pair.Operator == kind).Link;
}
