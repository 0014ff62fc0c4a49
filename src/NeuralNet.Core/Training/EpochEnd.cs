namespace NeuralNet.Core.Training;

/// <summary>How an epoch ended.</summary>
internal enum EpochEnd
{
    /// <summary>All rows were used.</summary>
    Completed,

    /// <summary>The epoch was cancelled.</summary>
    Cancelled,

    /// <summary>The epoch was completed, and the gradient is practically 0.</summary>
    Converged,

    /// <summary>No step lowers the objective, though the gradient is not 0.</summary>
    Stalled,

    /// <summary>The epoch was completed, the weights separate rows by class, and the objective has no minimum.</summary>
    Separated,
}
