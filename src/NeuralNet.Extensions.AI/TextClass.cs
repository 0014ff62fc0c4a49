using static System.FormattableString;

namespace NeuralNet.Extensions.AI;

/// <summary>The class that a <see cref="TextClassifier"/> predicts for a text, with its probability. Immutable.</summary>
public sealed class TextClass
{
    /// <summary>The name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>The index of the class in <see cref="TextClassifier.ClassNames"/>, [0, classes).</summary>
    public required int Index { get; init; }

    /// <summary>
    /// The probability of the class, [0, 1]. It is the largest of <see cref="Probabilities"/>, unless the network has two classes and a
    /// threshold other than 0.5.
    /// </summary>
    public required float Probability { get; init; }

    /// <summary>
    /// The probability of each class <c>[classes]</c>, each in [0, 1], in the order of <see cref="TextClassifier.ClassNames"/>. Their sum
    /// is 1.
    /// </summary>
    public required IReadOnlyList<float> Probabilities { get; init; }

    /// <summary>Returns the name and the probability, such as <c>spam 0.973</c>.</summary>
    public override string ToString() => Invariant($"{Name} {Probability:F3}");
}
