namespace NeuralNet.Core;

/// <summary>The progress of a training, reported after each epoch.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The number of epochs run so far in this training, [1, Epochs].</summary>
    public required int Epoch { get; init; }

    /// <summary>The largest number of epochs, <see cref="TrainingOptions.Epochs"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>The objective of this epoch (loss and penalty); see <see cref="TrainingResult{T}.LossHistory"/>.</summary>
    public required double Loss { get; init; }

    /// <summary>The objective on the validation rows after this epoch; null if there are no such rows.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The time since the start of the training.</summary>
    public required TimeSpan Elapsed { get; init; }
}
