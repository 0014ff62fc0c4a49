using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>What a node must look like, so that nothing of it is passed over.</summary>
internal static class NodeShape
{
    private const int FloatAttribute = 1;
    private const int IntegerAttribute = 2;

    /// <summary>Whether the domain is that of the operators of ONNX itself.</summary>
    public static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    /// <summary>The operator, and the name where the node has one: <c>Gemm 'layer'</c>.</summary>
    public static string Title(this NodeProto node)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(string.Empty);
        string domain = IsStandard(node.Domain) ? string.Empty : $"{node.Domain}.";
        return $"{domain}{node.OpType} '{name}'";
    }

    /// <summary>Whether the node is a standard operator of that name.</summary>
    public static bool Is(this NodeProto node, string operatorName) => node.OpType == operatorName && IsStandard(node.Domain);

    /// <exception cref="ModelFormatException">The node has another number of inputs, or other attributes.</exception>
    public static void Check(this NodeProto node, int leastInputs, int mostInputs, params ReadOnlySpan<string> attributes)
    {
        if (node.Input.Count < leastInputs || node.Input.Count > mostInputs || node.Output.Count != 1)
        {
            throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {node.Input.Count} inputs and {node.Output.Count} outputs; {leastInputs} to {mostInputs} inputs and one output are allowed."));
        }

        for (int index = 0; index < node.Attribute.Count; index++)
        {
            string name = node.Attribute[index].Name;
            if (!attributes.Contains(name) || node.Attribute[index].RefAttrName.Length > 0)
            {
                throw new ModelFormatException(
                    $"The node {node.Title()} has the attribute '{name}', which is not understood; {(attributes.IsEmpty ? "none is" : $"{string.Join(", ", attributes.ToArray())} are")} allowed.");
            }

            if (node.Attribute.Take(index).Any(other => other.Name == name))
            {
                throw new ModelFormatException($"The node {node.Title()} has the attribute '{name}' twice; once is allowed.");
            }
        }
    }

    /// <summary>The attribute, or what it is when left out.</summary>
    /// <exception cref="ModelFormatException">The attribute is of another type.</exception>
    public static long Integer(this NodeProto node, string name, long otherwise) =>
        node.Find(name, IntegerAttribute, "an integer")?.I ?? otherwise;

    /// <inheritdoc cref="Integer"/>
    public static float Real(this NodeProto node, string name, float otherwise) =>
        node.Find(name, FloatAttribute, "a float")?.F ?? otherwise;

    /// <exception cref="ModelFormatException">The value is none of those allowed.</exception>
    public static void Require(this NodeProto node, string name, long value, params ReadOnlySpan<long> allowed)
    {
        if (!allowed.Contains(value))
        {
            throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {name} = {value}; {string.Join(" or ", allowed.ToArray())} is allowed."));
        }
    }

    private static AttributeProto? Find(this NodeProto node, string name, int type, string allowed)
    {
        AttributeProto? attribute = node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
        return attribute is null || attribute.Type == type
            ? attribute
            : throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has the attribute '{name}' of type {attribute.Type}; {allowed}, type {type}, is allowed."));
    }
}
