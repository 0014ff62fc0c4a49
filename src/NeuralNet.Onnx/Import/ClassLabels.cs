using NeuralNet.Core;
using NeuralNet.Onnx.Schema;
using static System.FormattableString;

namespace NeuralNet.Onnx.Import;

/// <summary>What a node calls its classes, that of the first column first.</summary>
/// <param name="Texts">The labels as text.</param>
/// <param name="AreIndices">Whether they are the numbers 0, 1, 2 and so on, which a network has anyway.</param>
internal sealed record ClassLabels(string[] Texts, bool AreIndices)
{
    /// <summary>The names of the classes; null where their numbers say it all.</summary>
    public string[]? Names => AreIndices ? null : Texts;

    /// <exception cref="ModelFormatException">There are none, or both integers and strings.</exception>
    public static ClassLabels Read(NodeProto node, string integers, string strings)
    {
        long[] numbers = node.Integers(integers);
        string[] texts = node.Texts(strings);
        return (numbers.Length > 0) == (texts.Length > 0)
            ? throw new ModelFormatException(Invariant(
                $"The node {node.Title()} has {numbers.Length} values of {integers} and {texts.Length} of {strings}; labels in one of the two are needed."))
            : texts.Length > 0
            ? new ClassLabels(texts, AreIndices: false)
            : new ClassLabels([.. numbers.Select(number => Invariant($"{number}"))], numbers.Index().All(pair => pair.Item == pair.Index));
    }
}
