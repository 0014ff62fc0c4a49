using System.Numerics;

namespace NeuralNet.Core.Training;

/// <summary>
/// Moves the parameters of a network. One virtual call a step or an epoch; behind it the loops are compiled for the
/// network's own loss and optimizer.
/// </summary>
internal abstract class Trainer<T>(Parameters<T> parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The epochs completed since the network was built.</summary>
    public long Epochs { get; set; }

    /// <summary>The steps taken since the network was built, or its weights were set.</summary>
    public long Steps { get; protected set; }

    /// <summary>What is trained.</summary>
    public Parameters<T> Parameters { get; } = parameters;

    /// <summary>
    /// One step on one example of a network with one output. Returns the logit before the step; where it is not finite
    /// nothing is changed and it is for the caller to say why.
    /// </summary>
    public abstract T Learn(ReadOnlySpan<T> row, T target);

    /// <summary>
    /// One step on a batch. Writes the logits <c>[rows x outputs]</c> before the step unless the destination is empty.
    /// Returns the position of the first row whose logits are not finite, in which case nothing is changed, or -1.
    /// </summary>
    public abstract int Learn(in Examples<T> batch, Span<T> logits);

    /// <summary>
    /// One pass over the examples in steps of the batch size. False where it was cancelled on the way; otherwise the loss
    /// of the epoch is the sum or mean of the losses of the rows, each as it was before its step.
    /// </summary>
    public abstract bool RunEpoch(in Examples<T> examples, int batchSize, CancellationToken cancellationToken, out double loss);

    /// <summary>All that a step changes, for <see cref="Restore"/>: the parameters, and what the optimizer remembers of each.</summary>
    public abstract int SnapshotLength { get; }

    public abstract void Snapshot(Span<T> destination);

    public abstract void Restore(ReadOnlySpan<T> snapshot);

    /// <summary>Lets the optimizer begin anew, at its first step.</summary>
    public abstract void Forget();

    /// <summary>Whether every number that a step changes is finite, and so are the weights that predict.</summary>
    public abstract bool IsFinite { get; }
}
