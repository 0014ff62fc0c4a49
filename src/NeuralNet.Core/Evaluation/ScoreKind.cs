namespace NeuralNet.Core.Evaluation;

/// <summary>What the scores of rows are, on which metrics beyond those of decisions depend.</summary>
internal enum ScoreKind
{
    /// <summary>There are decisions alone.</summary>
    None,

    /// <summary>Numbers that rank the rows and say no more.</summary>
    Margin,

    /// <summary>Logits of the sigmoid or softmax.</summary>
    Logit,

    /// <summary>Probabilities.</summary>
    Probability,
}
