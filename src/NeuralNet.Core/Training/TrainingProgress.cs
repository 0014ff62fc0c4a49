namespace NeuralNet.Core;

/// <summary>What a training tells after each epoch.</summary>
/// <param name="Epoch">The epochs run so far in this training, [1, Epochs].</param>
/// <param name="Epochs">The epochs asked for.</param>
/// <param name="Loss">The loss of this epoch; see <see cref="TrainingResult{T}.LossHistory"/>.</param>
/// <param name="Elapsed">The time since the training began.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, double Loss, TimeSpan Elapsed);
