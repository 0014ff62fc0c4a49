using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Import;

/// <summary>The operators that a layer may consist of.</summary>
internal static class Operators
{
    private const string Allowed =
        "Only one layer is supported: a Gemm, or a MatMul with or without an Add, followed by an output activation; or a LinearClassifier or LinearRegressor of ai.onnx.ml, which a ZipMap may follow. A Scaler may come before the layer.";

    private static readonly HashSet<string> _standard =
        ["Gemm", "MatMul", "Add", "Identity", "Constant", "Transpose", "Cast", "Flatten", "Greater", "Sigmoid", "Softmax", "Tanh", "Relu", "Softplus", "Exp"];

    private static readonly string[] _ofMachineLearning = ["LinearClassifier", "LinearRegressor", "Scaler", "Normalizer", "ZipMap"];

    /// <summary>Rejects nodes with an unsupported operator.</summary>
    /// <exception cref="ModelFormatException">A node has an unsupported operator.</exception>
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

    /// <summary>Rejects functions of the model that replace supported operators: a node would not compute what its name says.</summary>
    /// <exception cref="ModelFormatException">The model has such a function.</exception>
    public static void CheckFunctions(IEnumerable<FunctionProto> functions)
    {
        FunctionProto? other = functions.FirstOrDefault(function => IsKnown(function.Name, function.Domain));
        if (other is not null)
        {
            throw new ModelFormatException(
                $"The model defines its own function in place of the operator {other.Name} of the domain {(NodeShape.IsStandard(other.Domain) ? "ai.onnx" : other.Domain)}; only functions with other names or domains are allowed. Rename it, or export the model with its functions inlined (onnx.inliner).");
        }
    }

    private static bool IsKnown(string name, string domain) =>
        (NodeShape.IsStandard(domain) && _standard.Contains(name)) || (NodeShape.IsMachineLearning(domain) && _ofMachineLearning.Contains(name));
}
