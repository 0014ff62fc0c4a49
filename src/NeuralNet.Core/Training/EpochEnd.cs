namespace NeuralNet.Core.Training;

/// <summary>How an epoch ended.</summary>
internal enum EpochEnd
{
    /// <summary>All rows were gone through.</summary>
    Completed,

    /// <summary>It was cancelled on the way.</summary>
    Cancelled,

    /// <summary>It was completed, and the gradient is as good as 0.</summary>
    Converged,

    /// <summary>No step lowers the objective, and the gradient is not as good as 0.</summary>
    Stalled,

    /// <summary>It was completed, every row has its class, and the objective has no minimum to go to.</summary>
    Separated,
}
