namespace NeuralNet.Core.Evaluation;

/// <summary>The kind of the scores of rows, which determines the available metrics.</summary>
internal enum ScoreKind
{
    /// <summary>No scores, only decisions.</summary>
    None,

    /// <summary>Numbers that only rank the rows.</summary>
    Margin,

    /// <summary>Logits of the sigmoid or softmax.</summary>
    Logit,

    /// <summary>Probabilities.</summary>
    Probability,
}
