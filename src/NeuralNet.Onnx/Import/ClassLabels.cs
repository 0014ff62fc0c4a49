using NeuralNet.Common;
using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>The class labels of a node, in the order of its columns.</summary>
/// <param name="Texts">The labels as text.</param>
/// <param name="AreIndices">Whether the labels are the numbers 0, 1, 2 and so on, as in every network.</param>
internal sealed record ClassLabels(string[] Texts, bool AreIndices)
{
    /// <summary>The names of the classes; null if the labels are only class indices.</summary>
    public string[]? Names => AreIndices ? null : Texts;

    /// <summary>Reads the labels of a node from one of two attributes.</summary>
    /// <exception cref="ModelFormatException">The node has no labels, or both integers and strings.</exception>
    public static ClassLabels Read(NodeProto node, string integers, string strings)
    {
        long[] numbers = node.Integers(integers);
        string[] texts = node.Texts(strings);
        return (numbers.Length > 0) == (texts.Length > 0)
            ? throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {Shown.Count(numbers.Length, "value")} of {integers} and {texts.Length} of {strings}; exactly one of the two must have labels."))
            : texts.Length > 0
            ? new ClassLabels(texts, AreIndices: false)
            : new ClassLabels([.. numbers.Select(number => Invariant($"{number}"))], numbers.Index().All(pair => pair.Item == pair.Index));
    }
}
