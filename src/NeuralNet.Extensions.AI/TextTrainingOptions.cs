using NeuralNet.Core;

namespace NeuralNet.Extensions.AI;

/// <summary>The network and the training of a <see cref="TextClassifier"/>, and how it calls its embedding generator.</summary>
public sealed class TextTrainingOptions : TextClassifierOptions
{
    /// <summary>
    /// Changes the description of the network: it takes the default description and returns another one with as many inputs, for example
    /// <c>network => network.WithPenalty(Penalty.L2(0.01)).WithBalancedClasses()</c>. The network must give probabilities: log loss for
    /// two classes, softmax cross-entropy for more. Default null: the default description.
    /// </summary>
    /// <remarks>
    /// The default is logistic regression, sigmoid for two classes and softmax for more, trained by L-BFGS, which needs no learning rate,
    /// with an L2 penalty of 0.0003 for up to 1,000 texts and 0.3 / texts for more, and class names learned from the labels. Embeddings have
    /// hundreds of numbers, often more than there are texts, so some weights separate almost any training set: without a penalty they would
    /// grow without limit, and so would the certainty of wrong predictions. The strength is for vectors of length 1, as most generators
    /// return; on the data of docs/text.md, three times more or less changed the accuracy by about a point. Where many labels are wrong or
    /// a matter of opinion, three to ten times as much may predict better; compare with <see cref="TextClassifier.CrossValidateAsync"/>.
    /// Inputs are not standardized: all numbers of a vector have the same unit.
    /// </remarks>
    public Func<PerceptronBuilder<float>, PerceptronBuilder<float>>? Configure { get; init; }

    /// <summary>
    /// Epochs, threads, early stopping and other options of the training. Default null: <see cref="TrainingOptions"/> with its defaults,
    /// at most 100 iterations of L-BFGS.
    /// </summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>
    /// Whether a cancellation after the first epoch ends the training and keeps what it learned, as <c>Fit</c> of a network does: the call
    /// returns a classifier whose <see cref="TextClassifier.Training"/> has <see cref="StopReason.Cancelled"/>. Before that epoch, for
    /// example while texts are embedded, a cancelled call throws in either case. Default false: it throws. Cross-validation always throws.
    /// </summary>
    public bool KeepCancelled { get; init; }
}
