using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Import;

/// <summary>The operators of which a layer may be made.</summary>
internal static class Operators
{
    private const string Allowed =
        "A layer is allowed, and nothing else: a Gemm, or a MatMul with or without an Add, and an output activation after it; or LinearClassifier or LinearRegressor of ai.onnx.ml, with ZipMap after it. Scaler may stand before.";

    private static readonly HashSet<string> _standard =
        ["Gemm", "MatMul", "Add", "Identity", "Constant", "Transpose", "Cast", "Flatten", "Greater", "Sigmoid", "Softmax", "Tanh", "Relu", "Softplus", "Exp"];

    private static readonly string[] _ofMachineLearning = ["LinearClassifier", "LinearRegressor", "Scaler", "Normalizer", "ZipMap"];

    /// <exception cref="ModelFormatException">An operator is none of those, wherever it stands.</exception>
    public static void Check(IEnumerable<NodeProto> nodes)
    {
        NodeProto? other = nodes.FirstOrDefault(node => !IsKnown(node.OpType, node.Domain));
        if (other is not null)
        {
            string domain = NodeShape.IsStandard(other.Domain) ? "ai.onnx" : other.Domain.Shown();
            throw new ModelFormatException(
                $"The operator of the node {other.Title()} is not supported: {other.OpType.Shown()} of the domain {domain}. {Allowed}");
        }
    }

    /// <summary>Refuses functions of the model that take the place of operators: their nodes would compute something else than their names say.</summary>
    /// <exception cref="ModelFormatException">There is such a function.</exception>
    public static void CheckFunctions(IEnumerable<FunctionProto> functions)
    {
        FunctionProto? other = functions.FirstOrDefault(function => IsKnown(function.Name, function.Domain));
        if (other is not null)
        {
            throw new ModelFormatException(
                $"The model has a function of its own in place of the operator {other.Name} of the domain {(NodeShape.IsStandard(other.Domain) ? "ai.onnx" : other.Domain)}; only functions of other names or domains are allowed. Give it another name, or export the model with its functions inlined (onnx.inliner).");
        }
    }

    private static bool IsKnown(string name, string domain) =>
        (NodeShape.IsStandard(domain) && _standard.Contains(name)) || (NodeShape.IsMachineLearning(domain) && _ofMachineLearning.Contains(name));
}
