using System.Numerics;
using NeuralNet.Core;
using static System.FormattableString;

namespace NeuralNet.Data;

/// <summary>The class that a <see cref="RecordPredictor{TRecord, T}"/> predicts for a record, all of it from one model. Immutable.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly record struct RecordClass<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The index of the class, [0, classes); -1 if a logit is NaN, as for values so large that their sum overflows.</summary>
    public required int Index { get; init; }

    /// <summary>The name of the class; null if the model has no class names, or a logit is NaN.</summary>
    public required string? Name { get; init; }

    /// <summary>
    /// The probability of the class, [0, 1]; NaN if a logit is NaN, or infinite with softmax. It is the largest of all classes, unless the network has one output and
    /// a threshold other than 0.5.
    /// </summary>
    public required T Probability { get; init; }

    /// <summary>The version of the model in its host, [1, inf): <see cref="PublishedPerceptron{T}.Version"/>. Null without a host.</summary>
    public required long? Version { get; init; }

    /// <summary>Returns the name, or the index, and the probability, such as <c>leaves 0.973</c>.</summary>
    public override string ToString() => Invariant($"{Name ?? Invariant($"{Index}")} {Probability:F3}");
}
