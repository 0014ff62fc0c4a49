namespace NeuralNet.Core;

/// <summary>What a training tells after each epoch.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The epochs run so far in this training, [1, Epochs].</summary>
    public required int Epoch { get; init; }

    /// <summary>The epochs asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>The objective of this epoch, loss and penalty; see <see cref="TrainingResult{T}.LossHistory"/>.</summary>
    public required double Loss { get; init; }

    /// <summary>The objective on the validation rows after this epoch; null where there are none.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The time since the training began.</summary>
    public required TimeSpan Elapsed { get; init; }
}
