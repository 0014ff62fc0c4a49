namespace NeuralNet.Core;

/// <summary>
/// A training failed, so that its network should not be used; thrown by <see cref="TrainingResult{T}.EnsureSucceeded"/> alone. The
/// message is that of the result: what happened, and what to change.
/// </summary>
public sealed class TrainingFailedException : Exception
{
    /// <summary>With a message of its own.</summary>
    /// <param name="message">What happened, and what to change.</param>
    public TrainingFailedException(string message)
        : base(message)
    {
    }
}
