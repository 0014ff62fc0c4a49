using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Import;

/// <summary>
/// Where a value comes from: the node that makes it, and its place among the nodes; no node for what comes from outside.
/// </summary>
internal readonly record struct Source(string Name, NodeProto? Node, int Place)
{
    /// <summary>The value in words, for an error.</summary>
    public override string ToString() =>
        Node is null ? $"'{Name.Shown()}', which no node makes" : $"'{Name.Shown()}', made by the node {Node.Title()}";
}
