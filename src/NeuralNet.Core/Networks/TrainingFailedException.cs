namespace NeuralNet.Core;

/// <summary>
/// Thrown by <see cref="TrainingResult{T}.EnsureSucceeded"/> if a training failed and its network should not be used. The message is that
/// of the result: what happened, and what to change.
/// </summary>
public sealed class TrainingFailedException : Exception
{
    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What happened, and what to change.</param>
    public TrainingFailedException(string message)
        : base(message)
    {
    }
}
