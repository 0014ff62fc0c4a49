using NeuralNet.Core;

namespace NeuralNet.Extensions.AI;

/// <summary>
/// The progress of <see cref="TextClassifier.FitAsync"/>: first the embedding, reported at its start and after each call of the generator,
/// then the training, reported after each epoch.
/// </summary>
public readonly record struct TextTrainingProgress
{
    /// <summary>
    /// The number of texts whose vector is known, [0, <see cref="Texts"/>]: embedded so far, found in the cache, or equal to such a text.
    /// </summary>
    public required int EmbeddedTexts { get; init; }

    /// <summary>The number of texts, [1, inf).</summary>
    public required int Texts { get; init; }

    /// <summary>The epoch that just ended; null while texts are embedded.</summary>
    public TrainingProgress? Training { get; init; }
}
