using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>One call at a time changes it.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>1 while a call that changes the network is under way, else 0.</summary>
    private int _isWriting;

    /// <summary>
    /// Lets one call change the network until the result is disposed of; a second one, of a progress handler or of another thread, is
    /// refused.
    /// </summary>
    private Writing BeginWriting()
    {
        if (Interlocked.CompareExchange(ref _isWriting, 1, 0) != 0)
        {
            Throw.InvalidOperation_InTraining();
        }

        return new Writing(this);
    }

    /// <summary>
    /// Refuses a call during such another. It costs no time, and lets calls that begin together pass: two at once spoil the numbers and
    /// harm no memory.
    /// </summary>
    private void ThrowIfWriting()
    {
        if (_isWriting != 0)
        {
            Throw.InvalidOperation_InTraining();
        }
    }

    /// <summary>
    /// Rejects a save or a copy while the network changes. Between two epochs, in the progress handler, all its parts belong together; on
    /// another thread Fit may be in the middle of an epoch.
    /// </summary>
    private void ThrowIfBetweenSteps()
    {
        if (_isWriting != 0 && _reportingThread != Environment.CurrentManagedThreadId)
        {
            Throw.InvalidOperation_SavedInTraining();
        }
    }

    private readonly ref struct Writing(Perceptron<T> network)
    {
        public void Dispose() => Volatile.Write(ref network._isWriting, 0);
    }
}
