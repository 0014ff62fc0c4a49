using System.Text;
using Google.Protobuf;
using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>Checks and reads nodes. Nothing in a node is ignored silently.</summary>
internal static class NodeShape
{
    private const int FloatAttribute = 1;
    private const int IntegerAttribute = 2;
    private const int TextAttribute = 3;
    private const int FloatsAttribute = 6;
    private const int IntegersAttribute = 7;
    private const int TextsAttribute = 8;

    /// <summary>The domain of the operators that scikit-learn's exporter writes.</summary>
    private const string MachineLearning = "ai.onnx.ml";

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks whether a domain is that of the standard operators.</summary>
    public static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    /// <summary>Checks whether a domain is that of scikit-learn's exporter, ai.onnx.ml.</summary>
    public static bool IsMachineLearning(string domain) => domain == MachineLearning;

    /// <summary>Returns the operator and the name of a node for messages: <c>Gemm 'layer'</c>.</summary>
    public static string Title(this NodeProto node)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(string.Empty);
        string domain = IsStandard(node.Domain) ? string.Empty : $"{node.Domain.Shown()}.";
        return $"{domain}{node.OpType.Shown()} '{name.Shown()}'";
    }

    /// <summary>Checks whether a node is the standard operator of this name.</summary>
    public static bool Is(this NodeProto node, string operatorName) => node.OpType == operatorName && IsStandard(node.Domain);

    /// <summary>Checks whether a node is the operator of ai.onnx.ml of this name.</summary>
    public static bool IsOfMachineLearning(this NodeProto node, string operatorName) =>
        node.OpType == operatorName && IsMachineLearning(node.Domain);

    /// <summary>Checks the inputs and attributes of a node with one output.</summary>
    /// <exception cref="ModelFormatException">The node has another number of inputs, or other attributes.</exception>
    public static void Check(this NodeProto node, int leastInputs, int mostInputs, params ReadOnlySpan<string> attributes) =>
        node.Check(leastInputs, mostInputs, mostOutputs: 1, attributes);

    /// <summary>Checks the inputs, outputs and attributes of a node.</summary>
    /// <exception cref="ModelFormatException">The node has another number of inputs or outputs, or other attributes.</exception>
    public static void Check(
        this NodeProto node, int leastInputs, int mostInputs, int mostOutputs, params ReadOnlySpan<string> attributes)
    {
        if (node.Input.Count < leastInputs || node.Input.Count > mostInputs || node.Output.Count < 1 || node.Output.Count > mostOutputs)
        {
            throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {Shown.Count(node.Input.Count, "input")} and {Shown.Count(node.Output.Count, "output")}; {leastInputs} to {Shown.Count(mostInputs, "input")} and {(mostOutputs == 1 ? "one output" : $"1 to {Shown.Count(mostOutputs, "output")}")} are allowed."));
        }

        for (int index = 0; index < node.Attribute.Count; index++)
        {
            string name = node.Attribute[index].Name;
            if (!attributes.Contains(name) || node.Attribute[index].RefAttrName.Length > 0)
            {
                throw new ModelFormatException(
                    $"The node {node.Title()} has the attribute '{name.Shown()}', which is not supported; {(attributes.IsEmpty ? "none is" : $"{string.Join(", ", attributes.ToArray())} are")} allowed.");
            }

            if (node.Attribute.Take(index).Any(other => other.Name == name))
            {
                throw new ModelFormatException($"The node {node.Title()} has the attribute '{name}' twice; once is allowed.");
            }
        }
    }

    /// <summary>Returns the value of an attribute, or a default if the attribute is absent.</summary>
    /// <exception cref="ModelFormatException">The attribute has another type.</exception>
    public static long Integer(this NodeProto node, string name, long otherwise) =>
        node.Find(name, IntegerAttribute, "an integer")?.I ?? otherwise;

    /// <inheritdoc cref="Integer"/>
    public static float Real(this NodeProto node, string name, float otherwise) =>
        node.Find(name, FloatAttribute, "a float")?.F ?? otherwise;

    /// <inheritdoc cref="Integer"/>
    public static string Text(this NodeProto node, string name, string otherwise) =>
        node.Find(name, TextAttribute, "a string") is { } attribute ? node.Decoded(name, attribute.S) : otherwise;

    /// <summary>Returns a list attribute, or an empty list if the attribute is absent.</summary>
    /// <exception cref="ModelFormatException">The attribute has another type, or a number is NaN or infinite.</exception>
    public static float[] Reals(this NodeProto node, string name)
    {
        float[] values = [.. node.Find(name, FloatsAttribute, "a list of floats")?.Floats ?? []];
        int index = Array.FindIndex(values, value => !float.IsFinite(value));
        return index < 0 ? values : throw new ModelFormatException(Invariant(
            $"The node {node.Title()} has {values[index]} at index {index} of {name}; values must be finite."));
    }

    /// <inheritdoc cref="Integer"/>
    public static long[] Integers(this NodeProto node, string name) =>
        [.. node.Find(name, IntegersAttribute, "a list of integers")?.Ints ?? []];

    /// <inheritdoc cref="Integer"/>
    public static string[] Texts(this NodeProto node, string name) =>
        [.. (node.Find(name, TextsAttribute, "a list of strings")?.Strings ?? []).Select(text => node.Decoded(name, text))];

    /// <summary>Checks that an attribute has one of the allowed values.</summary>
    /// <exception cref="ModelFormatException">The value is not allowed.</exception>
    public static void Require(this NodeProto node, string name, long value, params ReadOnlySpan<long> allowed)
    {
        if (!allowed.Contains(value))
        {
            throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {name} = {value}; {string.Join(" or ", allowed.ToArray())} is allowed."));
        }
    }

    private static string Decoded(this NodeProto node, string name, ByteString text)
    {
        try
        {
            return _utf8.GetString(text.Span);
        }
        catch (DecoderFallbackException exception)
        {
            throw new ModelFormatException($"The node {node.Title()} has text in {name} that is not valid UTF-8.", exception);
        }
    }

    private static AttributeProto? Find(this NodeProto node, string name, int type, string allowed)
    {
        AttributeProto? attribute = node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
        return attribute is null || attribute.Type == type
            ? attribute
            : throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has the attribute '{name}' of type {attribute.Type}; only {allowed}, type {type}, is allowed."));
    }
}
