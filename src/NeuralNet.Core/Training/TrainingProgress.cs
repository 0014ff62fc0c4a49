namespace NeuralNet.Core;

/// <summary>
/// The progress of a training, reported after each epoch, and with <see cref="TrainingOptions.ProgressInterval"/> within epochs too.
/// </summary>
public readonly record struct TrainingProgress
{
    /// <summary>The number of epochs completed so far in this training, [0, Epochs].</summary>
    public required int Epoch { get; init; }

    /// <summary>The largest number of epochs, <see cref="TrainingOptions.Epochs"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// The objective of the last completed epoch (loss and penalty), NaN before the first; see
    /// <see cref="TrainingResult{T}.LossHistory"/>.
    /// </summary>
    public required double Loss { get; init; }

    /// <summary>The objective on the validation rows after this epoch; null if there are no such rows.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The time since the start of the training.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// The rows done in the pass that runs, [0, inf); 0 in the report after an epoch. An epoch is one pass, with L-BFGS one or more.
    /// </summary>
    public long Rows { get; init; }

    /// <summary>The number of rows of a pass; null in the first pass over a source, which does not know it.</summary>
    public long? RowCount { get; init; }

    /// <summary>Whether the pass that runs prepares the first epoch: it learns the scales of inputs or the weights of classes.</summary>
    public bool IsPreparing { get; init; }

    /// <summary>
    /// Whether an epoch, or the preparation, is running. Then the network must not be used; after an epoch the handler may predict,
    /// evaluate, freeze and save.
    /// </summary>
    public bool IsWithinEpoch => Rows > 0;

    /// <summary>The share of all epochs that is done, [0, 1], not counting an epoch whose number of rows is unknown.</summary>
    public double Fraction =>
        (Epoch + (IsPreparing || RowCount is not > 0 ? 0 : Math.Min(1, (double)Rows / RowCount.Value))) / Epochs;
}
