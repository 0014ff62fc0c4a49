using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>The attributes of a node, or what they are where they are not given.</summary>
internal static class Attributes
{
    public static long Integer(NodeProto node, string name, long otherwise) => Find(node, name)?.I ?? otherwise;

    public static float Number(NodeProto node, string name, float otherwise) => Find(node, name)?.F ?? otherwise;

    private static AttributeProto? Find(NodeProto node, string name) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
