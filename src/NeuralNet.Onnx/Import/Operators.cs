using NeuralNet.Core;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Import;

/// <summary>The operators of which a layer may be made.</summary>
internal static class Operators
{
    private const string Allowed =
        "A layer is allowed, and nothing else: a Gemm, or a MatMul with or without an Add, and a link after it; or LinearClassifier or LinearRegressor of ai.onnx.ml, with ZipMap after it. Scaler may stand before.";

    private static readonly HashSet<string> _standard =
        ["Gemm", "MatMul", "Add", "Identity", "Constant", "Transpose", "Cast", "Flatten", "Greater", "Sigmoid", "Softmax", "Tanh", "Relu", "Softplus", "Exp"];

    private static readonly string[] _ofMachineLearning = ["LinearClassifier", "LinearRegressor", "Scaler", "Normalizer", "ZipMap"];

    /// <exception cref="ModelFormatException">An operator is none of those, wherever it stands.</exception>
    public static void Check(IEnumerable<NodeProto> nodes)
    {
        NodeProto? other = nodes.FirstOrDefault(node =>
            !(NodeShape.IsStandard(node.Domain) && _standard.Contains(node.OpType)) && !_ofMachineLearning.Any(node.IsOfMachineLearning));
        if (other is not null)
        {
            string domain = NodeShape.IsStandard(other.Domain) ? "ai.onnx" : other.Domain;
            throw new ModelFormatException(
                $"The operator of the node {other.Title()} is not supported: {other.OpType} of the domain {domain}. {Allowed}");
        }
    }
}
