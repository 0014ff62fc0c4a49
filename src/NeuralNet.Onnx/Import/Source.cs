using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Import;

/// <summary>
/// The source of a value: the node that computes it, and the place of the node in the graph; no node for an input or initializer.
/// </summary>
internal readonly record struct Source(string Name, NodeProto? Node, int Place)
{
    /// <summary>Describes the value for an error message.</summary>
    public override string ToString() =>
        Node is null ? $"'{Name.Shown()}', which no node computes" : $"'{Name.Shown()}', computed by the node {Node.Title()}";
}
