using NeuralNet.Core.Foundation;
using static System.FormattableString;

namespace NeuralNet.Core.Persistence;

/// <summary>Results of the last training.</summary>
internal sealed class MetricsRecord
{
    /// <summary>The epochs completed since the network was built.</summary>
    public required long Epochs { get; init; }

    /// <summary>The objective of the last epoch.</summary>
    public required double Loss { get; init; }

    /// <summary>The objective on the validation rows after it; null without validation rows.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Rejects values that no training reports.</summary>
    /// <exception cref="ModelFormatException">A value is out of range.</exception>
    public void Check()
    {
        if (!(Counter.Is(Epochs) && double.IsFinite(Loss)))
        {
            throw new ModelFormatException(Invariant(
                $"The file has a loss of {Loss} after {Epochs} epochs; it must be finite, after 0 to 2^53."));
        }
    }
}
