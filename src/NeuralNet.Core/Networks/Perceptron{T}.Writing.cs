using NeuralNet.Core.Foundation;

namespace NeuralNet.Core;

/// <content>Rejects calls that change the network at the same time.</content>
public sealed partial class Perceptron<T>
{
    /// <summary>1 while a call that changes the network runs, otherwise 0.</summary>
    private int _isWriting;

    /// <summary>
    /// Marks the network as changing until the result is disposed of. Throws if another call, of a progress handler or on another thread,
    /// is changing it already.
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
    /// Rejects a call while another changes the network. Cheaper than <see cref="BeginWriting"/>, but two calls that start at the same
    /// moment both pass: they may corrupt the weights, but no memory.
    /// </summary>
    private void ThrowIfWriting()
    {
        if (_isWriting != 0)
        {
            Throw.InvalidOperation_InTraining();
        }
    }

    /// <summary>
    /// Rejects a save or a copy while the network changes. In the progress handler, between two epochs, its state is consistent; on another
    /// thread, Fit may be in the middle of an epoch.
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
