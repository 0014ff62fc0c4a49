using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>The training progress of a network.</summary>
internal sealed class StateRecord
{
    public required long Epochs { get; init; }

    public required long ForgottenEpochs { get; init; }

    public required SnapshotRecord Current { get; init; }

    public required RunRecord Run { get; init; }

    /// <summary>Rejects values that no training leaves.</summary>
    /// <exception cref="ModelFormatException">A value is out of range, or two contradict each other.</exception>
    public void Check()
    {
        if (!Counter.Is(Epochs) || !(ForgottenEpochs >= 0 && ForgottenEpochs <= Epochs) || !(Run.Epochs >= 0 && Run.Epochs <= Epochs))
        {
            throw new ModelFormatException(Invariant(
                $"The file has {Epochs} epochs, {ForgottenEpochs} forgotten ones and {Run.Epochs} of the last training; 0 to 2^53 are allowed, and no more of the others than of the first."));
        }

        Run.Check();
    }
}
